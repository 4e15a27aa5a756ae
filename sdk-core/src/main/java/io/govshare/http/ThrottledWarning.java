package io.govshare.http;

import io.govshare.error.GovShareException;
import io.govshare.error.Internal;
import io.govshare.error.Masked;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Warns of what keeps going wrong at once, and then every ten minutes at most, with a count. Safe for concurrent use. */
@Internal
public final class ThrottledWarning {

    /** Between two warnings at least. */
    public static final Duration APART = Duration.ofMinutes(10);

    private final Logger log;
    private final LongSupplier nanoTime;
    private boolean warned;
    private long lastWarning;
    private long silent;

    /** @param nanoTime monotonic time in nanoseconds */
    public ThrottledWarning(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Warns of this, unless the last warning was less than {@link #APART} ago. */
    public void warn(String what, Throwable why) {
        long before = countOrTurn();
        if (before == 0) {
            log.warn("{}: {}", what, describe(why));
        } else if (before > 0) {
            log.warn("{}: {} (and {} more since the last warning)", what, describe(why), before);
        }
    }

    /** How many warnings were kept back if it is time for one; -1 if it is not. */
    private synchronized long countOrTurn() {
        long now = nanoTime.getAsLong();
        if (warned && now - lastWarning < APART.toNanos()) {
            silent++;
            return -1;
        }
        long before = silent;
        warned = true;
        lastWarning = now;
        silent = 0;
        return before;
    }

    /** What a failure says of itself, without personal values. */
    public static String describe(Throwable why) {
        String message = why.getMessage();
        if (why instanceof GovShareException && message != null) {
            return message;
        }
        String kind = why.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + Masked.text(message);
    }
}
