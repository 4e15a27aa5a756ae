package io.govshare.resilience;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.govshare.catalog.DatasetDescription;
import io.govshare.http.TimeSource;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the calls to a dataset so that they keep to the rate that the catalogue has registered for it. Safe for
 * concurrent use.
 */
final class RegisteredRates {

    /** Calls of a tenth of a second may come at once: bursts small enough for limiters that count by the second. */
    private static final double BURSTS_PER_SECOND = 10;

    private static final double SLOWEST = 1.0 / Duration.ofDays(1).toSeconds();
    private static final double FASTEST = 1_000_000;

    /** A reservation further ahead is refused by Resilience4j itself. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final TimeSource time;
    private final ConcurrentMap<String, Pace> paces = new ConcurrentHashMap<>();

    /** The type behind {@code RateLimiter}: it alone takes a clock, and can say the wait before it is reserved. */
    private record Pace(double rate, AtomicRateLimiter limiter) {}

    RegisteredRates(TimeSource time) {
        this.time = time;
    }

    /**
     * Reserves a turn.
     *
     * @param longest a turn that comes later is not reserved, so that it is left to others
     * @return how long to wait for the turn, zero when there is no registered rate; negative when it is too far ahead
     */
    Duration reserve(@Nullable DatasetDescription dataset, Duration longest) {
        Double rate = dataset == null ? null : dataset.rate();
        if (dataset == null || rate == null || !(rate > 0)) {
            return Duration.ZERO;
        }
        AtomicRateLimiter limiter =
                pace(dataset.id(), Math.min(Math.max(rate, SLOWEST), FASTEST)).limiter();
        long ahead = limiter.getDetailedMetrics().getNanosToWait();
        if (ahead > longest.toNanos()) {
            return Duration.ofNanos(-ahead);
        }
        long wait = limiter.reservePermission();
        return wait < 0 || wait > longest.toNanos() ? Duration.ofNanos(-Math.max(ahead, 1)) : Duration.ofNanos(wait);
    }

    private Pace pace(String dataset, double rate) {
        Pace known = paces.get(dataset);
        if (known != null && known.rate() == rate) {
            return known;
        }
        Pace pace = paces.compute(dataset, (id, old) -> old != null && old.rate() == rate ? old : make(id, rate));
        return pace;
    }

    private Pace make(String dataset, double rate) {
        int burst = (int) Math.max(1, Math.floor(rate / BURSTS_PER_SECOND));
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(burst)
                .limitRefreshPeriod(Duration.ofNanos((long) (burst / rate * 1e9)))
                .timeoutDuration(LONGEST)
                .build();
        return new Pace(rate, new AtomicRateLimiter(dataset, config, time::nanoTime));
    }
}
