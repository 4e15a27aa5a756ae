package io.govshare.usage;

import io.govshare.error.Internal;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Stage;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** @param recorder null if no use is recorded */
    UseStage(@Nullable UseRecorder recorder) {
        this.recorder = recorder;
    }

    /** Puts a call on record before its first exchange, so that one that is refused before it has any is on record too. */
    public void open(Call call) {
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
    private static Use begin(Call call, UseRecorder recorder) {
        Optional<Use> known = call.find(Use.class);
        if (known.isPresent()) {
            return known.get();
        }
        Use use;
        synchronized (call) {
            Optional<Use> before = call.find(Use.class);
            if (before.isPresent()) {
                return before.get();
            }
            use = new Use(call, recorder, recorder.begin(), LASTING.contains(call.operation()));
            call.put(Use.class, use);
        }
        use.opened();
        call.onEnd(use::ended);
        return use;
    }

    /** One use of one call. */
    private static final class Use {

        private final Call call;
        private final UseRecorder recorder;
        private final UseRecorder.Begun begun;
        private final AtomicBoolean undescribed;

        Use(Call call, UseRecorder recorder, UseRecorder.Begun begun, boolean lasting) {
            this.call = call;
            this.recorder = recorder;
            this.begun = begun;
            this.undescribed = new AtomicBoolean(lasting);
        }

        void opened() {
            if (undescribed.get()) {
                recorder.opened(begun, call);
            }
        }

        /** Grant and purpose are known by now. */
        void answered() {
            if (undescribed.compareAndSet(true, false)) {
                recorder.opened(begun, call);
            }
        }

        void ended() {
            recorder.ended(begun, call);
        }
    }
}
