package io.govshare;

import io.govshare.dataset.Dataset;
import io.govshare.http.Call;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the streams that the application dropped without closing them: what they hold is released, the record of their use is
 * closed, and a warning names the dataset and where the stream was opened, once for each dataset. Looked for with each new
 * use of the client, and now and then by a thread that is there anyhow. Safe for concurrent use.
 */
final class AbandonedStreams {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedStreams.class);

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Set<Class<?>> OURS = Set.of(AbandonedStreams.class, RealDataset.class, Dataset.class);
    private static final String SERVICES = "io.govshare.service";

    private final ReferenceQueue<RecordStream<?>> dropped = new ReferenceQueue<>();
    private final Set<Watched> open = ConcurrentHashMap.newKeySet();
    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();

    /** A stream that was not closed yet. Refers to nothing that refers to the stream. */
    private static final class Watched extends PhantomReference<RecordStream<?>> {

        private final Call call;
        private final String opened;

        Watched(RecordStream<?> stream, Call call, String opened, ReferenceQueue<RecordStream<?>> dropped) {
            super(stream, dropped);
            this.call = call;
            this.opened = opened;
        }
    }

    /** Watches a stream until its use ends; to be called by {@link RealDataset} on the thread that opens it. */
    void watch(RecordStream<?> stream, Call call) {
        Watched watched = new Watched(stream, call, caller(), dropped);
        open.add(watched);
        call.onEnd(() -> {
            watched.clear();
            open.remove(watched);
        });
    }

    private static String caller() {
        return STACK.walk(frames -> frames.filter(frame -> isTheirs(frame.getDeclaringClass()))
                .findFirst()
                .map(frame -> frame.toStackTraceElement().toString())
                .orElse("an unknown place"));
    }

    private static boolean isTheirs(Class<?> type) {
        return !OURS.contains(type)
                && !type.isHidden()
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("jdk.")
                && !type.getName().startsWith(SERVICES);
    }

    /** Ends those that were dropped since the last look. */
    void look() {
        for (Reference<? extends RecordStream<?>> found = dropped.poll(); found != null; found = dropped.poll()) {
            if (found instanceof Watched watched && open.remove(watched)) {
                end(watched);
            }
        }
    }

    private void end(Watched watched) {
        Call call = watched.call;
        if (warnedOf.add(call.dataset())) {
            LOG.warn(
                    "A stream of {} was dropped without being closed. It was opened at {}: close it there by try (Stream<…>"
                            + " records = dataset.stream(…)) { … }. Others of this dataset are ended without a warning",
                    call.dataset(),
                    watched.opened);
        }
        try {
            call.close();
        } catch (RuntimeException e) {
            // Whoever looked has nothing to do with this stream.
            LOG.warn("The use of a dropped stream of {} did not end as it should", call.dataset(), e);
        } finally {
            call.cancel();
        }
    }
}
