package io.govshare.usage;

import io.govshare.error.Internal;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Stage;
import io.govshare.http.ThrottledWarning;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stage 0: puts each use on record, once, whatever becomes of it. The record opens with the first exchange of a call and is
 * written when the call ends; later exchanges, such as for more pages, belong to the same use. A use that may last, such as
 * a stream, is on disk from its beginning, so that it is reported as interrupted should the process end before it does.
 */
@Internal
public final class UseStage implements Stage {

    private static final Set<String> LASTING = Set.of("stream", "download");

    private final @Nullable UseRecorder recorder;
    private final Admission admission;
    private final boolean required;

    /** Whether a use may begin. */
    @FunctionalInterface
    interface Admission {

        /** Waits until it may. @throws io.govshare.error.PlatformUnavailableException if it may not now */
        void admit(Call call) throws IOException;
    }

    /**
     * @param recorder null if no use is recorded
     * @param admission asked before a use begins
     * @param required whether a use may only begin when its beginning is on record
     */
    UseStage(@Nullable UseRecorder recorder, Admission admission, boolean required) {
        this.recorder = recorder;
        this.admission = admission;
        this.required = required;
    }

    /**
     * Puts a call on record before its first exchange, so that one that is refused before it has any is on record too.
     *
     * @throws io.govshare.error.PlatformUnavailableException if it cannot be put on record, and may not go on then
     * @throws IOException if the thread was interrupted while waiting for room
     */
    public void open(Call call) throws IOException {
        if (recorder != null) {
            begin(call, recorder);
        }
    }

    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        Call call = exchange.call();
        @Nullable Use use = recorder == null ? null : begin(call, recorder);
        try {
            Answer answer = next.proceed(exchange);
            call.outcome(answer.outcome());
            if (use != null) {
                use.answered();
            }
            return answer;
        } catch (IOException | RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
    }

    /** The use of this call; begun if this is its first exchange. */
    private Use begin(Call call, UseRecorder recorder) throws IOException {
        Optional<Use> known = call.find(Use.class);
        if (known.isPresent()) {
            return known.get().allowed();
        }
        admission.admit(call);
        Use use;
        synchronized (call) {
            Optional<Use> before = call.find(Use.class);
            if (before.isPresent()) {
                return before.get().allowed();
            }
            use = new Use(call, recorder, recorder.begin(), required, LASTING.contains(call.operation()));
            call.put(Use.class, use);
        }
        try {
            use.opened();
        } finally {
            // Also a use that may not go on has an end, or its beginning would stay open.
            call.onEnd(use::ended);
        }
        return use;
    }

    /** One use of one call. */
    private static final class Use {

        private final Call call;
        private final UseRecorder recorder;
        private final UseRecorder.Begun begun;
        private final boolean required;
        /**
         * For a use whose beginning is put on record, and described by the first answer; null for others. A beginning must not
         * be written behind the end: it would never end again.
         */
        private final @Nullable ReentrantLock describing;

        private volatile boolean described;

        private volatile @Nullable PlatformUnavailableException refusal;

        Use(Call call, UseRecorder recorder, UseRecorder.Begun begun, boolean required, boolean lasting) {
            this.call = call;
            this.recorder = recorder;
            this.begun = begun;
            this.required = required;
            this.describing = required || lasting ? new ReentrantLock() : null;
        }

        /** This use, unless it may not go on. */
        Use allowed() {
            @Nullable PlatformUnavailableException refused = refusal;
            if (refused != null) {
                throw refused;
            }
            return this;
        }

        void opened() {
            if (describing != null && !described) {
                try {
                    recorder.opened(begun, call);
                } catch (IOException e) {
                    notOpened(e);
                }
            }
        }

        private void notOpened(IOException e) {
            if (required) {
                refusal = new PlatformUnavailableException(
                        "The use of " + call.dataset() + " cannot be put on record (" + ThrottledWarning.describe(e)
                                + "), and no call may be made without",
                        "Make room in the folder of .usage(u -> u.folder(…)), or let the platform take the reports that"
                                + " wait there; .usage(u -> u.durable()) would let the call go on.");
                call.failed(refusal);
                throw refusal;
            }
            recorder.unopened(call, e);
        }

        /** Grant and purpose are known by now; what is on record without them is good enough to go on. */
        void answered() {
            if (describing == null || described) {
                return;
            }
            describing.lock();
            try {
                if (!described && !call.isEnded()) {
                    recorder.opened(begun, call);
                }
            } catch (IOException e) {
                recorder.unopened(call, e);
            } finally {
                described = true;
                describing.unlock();
            }
        }

        void ended() {
            if (describing == null) {
                recorder.ended(begun, call);
                return;
            }
            describing.lock();
            try {
                recorder.ended(begun, call);
            } finally {
                describing.unlock();
            }
        }
    }
}
