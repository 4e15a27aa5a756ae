package io.govshare.catalog;

import io.govshare.error.Masked;
import io.govshare.http.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** A WARN that is written once and then, as long as its reason lasts, rarely. Safe for concurrent use. */
final class QuietWarning {

    /** Between two of them at least. */
    static final Duration BETWEEN = Duration.ofMinutes(10);

    private static final long NEVER = Long.MIN_VALUE;

    private final Logger log;
    private final String sentence;
    private final TimeSource time;
    private final AtomicLong lastAt = new AtomicLong(NEVER);
    private final AtomicLong silent = new AtomicLong();

    /** @param sentence the message, with one placeholder for the dataset */
    QuietWarning(Logger log, String sentence, TimeSource time) {
        this.log = log;
        this.sentence = sentence;
        this.time = time;
    }

    void warn(String dataset, Throwable reason) {
        long now = time.nanoTime();
        long last = lastAt.get();
        boolean due = last == NEVER || now - last >= BETWEEN.toNanos();
        if (due && lastAt.compareAndSet(last, now)) {
            long unsaid = silent.getAndSet(0);
            log.warn(
                    sentence + " Reason: {}: {}{}",
                    dataset,
                    reason.getClass().getSimpleName(),
                    Masked.text(String.valueOf(reason.getMessage())),
                    unsaid == 0 ? "" : " (and " + unsaid + " more since the last warning)");
        } else {
            silent.incrementAndGet();
        }
    }
}
