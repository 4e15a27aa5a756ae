package io.govshare;

import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Progress;
import io.govshare.http.Call;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener how far a stream has come, now and then and at its end. Used by the thread that reads the stream. */
final class ProgressMeter {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressMeter.class);

    private static final Duration APART = Duration.ofMillis(500);

    private final Call call;
    private final RecordSource<?> source;
    private Consumer<? super Progress> listener;
    private Duration next = APART;
    private boolean over;

    private ProgressMeter(Call call, RecordSource<?> source, Consumer<? super Progress> listener) {
        this.call = call;
        this.source = source;
        this.listener = listener;
    }

    /** The meter of a stream; null if nobody listens. */
    static @Nullable ProgressMeter of(Call call, RecordSource<?> source) {
        return call.find(CallOptions.class)
                .flatMap(CallOptions::progress)
                .map(listener -> new ProgressMeter(call, source, listener))
                .orElse(null);
    }

    /** Tells the listener how many records were delivered, if it is time to. */
    void look(long records) {
        Duration elapsed = call.elapsed();
        if (elapsed.compareTo(next) >= 0) {
            next = elapsed.plus(APART);
            tell(records, elapsed);
        }
    }

    /** Tells the listener for the last time; later calls do nothing. */
    void over(long records) {
        if (!over) {
            over = true;
            tell(records, call.elapsed());
        }
    }

    private void tell(long records, Duration elapsed) {
        try {
            listener.accept(new Progress(call.dataset(), records, call.bytes(), elapsed, source.total(), over));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The listener to the progress of the stream of {} threw and is not told any more",
                    call.dataset(),
                    e);
            listener = progress -> {};
        }
    }
}
