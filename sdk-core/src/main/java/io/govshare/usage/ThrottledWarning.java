package io.govshare.usage;

import io.govshare.error.GovShareException;
import io.govshare.error.Masked;
import io.govshare.http.TimeSource;
import java.time.Duration;
import org.slf4j.Logger;

/** Warns of what keeps going wrong at once, and then at most once a minute, with a count. Safe for concurrent use. */
final class ThrottledWarning {

    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final TimeSource time;
    private boolean warned;
    private long lastWarning;
    private long silent;

    ThrottledWarning(Logger log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    /** Warns of this, unless the last warning was less than a minute ago. */
    void warn(String what, Throwable why) {
        long before = countOrTurn();
        if (before == 0) {
            log.warn("{}: {}", what, describe(why));
        } else if (before > 0) {
            log.warn("{} ({} times since the last warning): {}", what, before + 1, describe(why));
        }
    }

    /** How many warnings were kept back if it is time for one; -1 if it is not. */
    private synchronized long countOrTurn() {
        long now = time.nanoTime();
        if (warned && now - lastWarning < PAUSE) {
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
    static String describe(Throwable why) {
        String message = why.getMessage();
        if (why instanceof GovShareException && message != null) {
            return message;
        }
        String kind = why.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + Masked.text(message);
    }
}
