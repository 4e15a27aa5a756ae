package io.govshare.resilience;

import io.govshare.http.Outcome;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: a random part of a time that doubles (full jitter), so that many clients do not
 * come back at once; never less than the platform asks for.
 */
final class Backoff {

    static final Duration BASE = Duration.ofMillis(100);

    /** For a platform that says it has too much to do. */
    static final Duration BUSY_BASE = Duration.ofSeconds(1);

    static final Duration CAP = Duration.ofSeconds(20);

    /** What is added at most to the time the platform asks for, as a part of it. */
    static final int SPREAD = 10;

    private final DoubleSupplier random;

    /** Waits by random numbers from 0 to below 1. */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * The wait after an attempt.
     *
     * @param attempt the attempt that failed, from 1
     * @param kind what its answer meant; null when there was none
     * @param wish what the platform asks for; null when it does not
     */
    Duration after(int attempt, Outcome.@Nullable Kind kind, @Nullable Duration wish) {
        Duration base = kind == Outcome.Kind.BUSY || kind == Outcome.Kind.QUOTA ? BUSY_BASE : BASE;
        long longest = Math.min(CAP.toMillis(), base.toMillis() << Math.min(attempt - 1, 16));
        if (wish != null && !wish.isZero()) {
            return wish.plusMillis(part(wish.dividedBy(SPREAD).toMillis()));
        }
        return Duration.ofMillis(part(longest));
    }

    private long part(long whole) {
        return (long) (random.getAsDouble() * whole);
    }
}
