package io.govshare.usage;

import io.govshare.error.GovShareException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to leave a platform alone that did not take a batch: a random time up to 1 s, doubled with each failure up to
 * 5 minutes (full jitter), and at least as long as the platform asks, up to an hour. Not safe for concurrent use.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofMinutes(5);
    private static final Duration LONGEST_WISH = Duration.ofHours(1);
    private static final int DOUBLINGS = 9;

    private final DoubleSupplier random;
    private int failures;

    /** @param random numbers from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** One more failure; how long to wait now. */
    Duration failed(Throwable why) {
        long most = Math.min(CAP.toNanos(), FIRST.toNanos() << Math.min(failures, DOUBLINGS));
        failures++;
        Duration wait = Duration.ofNanos((long) (most * random.getAsDouble()));
        @Nullable
        Duration wish =
                why instanceof GovShareException refused ? refused.retryAfter().orElse(null) : null;
        if (wish == null || wish.compareTo(wait) < 0) {
            return wait;
        }
        return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }

    void succeeded() {
        failures = 0;
    }
}
