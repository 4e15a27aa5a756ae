package io.govshare.resilience;

import io.govshare.catalog.CallRate;
import io.govshare.catalog.DatasetDescription;
import io.govshare.http.TimeSource;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the calls to a dataset to the rate that is registered for it, as {@link RateBucket} gives them their turns. It
 * counts the calls of one client as they leave: what other processes of the application send is not known here, nor how
 * unevenly the network carries them. When another rate is registered, counting begins anew. Safe for concurrent use.
 */
final class RegisteredRates {

    private final TimeSource time;
    private final ConcurrentMap<String, RateBucket> buckets = new ConcurrentHashMap<>();

    RegisteredRates(TimeSource time) {
        this.time = time;
    }

    /**
     * Reserves a turn. Who does not use it, such as a call that is cancelled while it waits, does not give it back.
     *
     * @param longest a turn that comes later is not reserved, so that it is left to others
     * @return how long to wait for the turn, zero when there is no registered rate; negative when it is too far ahead
     */
    Duration reserve(@Nullable DatasetDescription dataset, Duration longest) {
        @Nullable CallRate rate = dataset == null ? null : dataset.rate();
        if (dataset == null || rate == null) {
            return Duration.ZERO;
        }
        long now = time.nanoTime();
        return Duration.ofNanos(bucket(dataset.id(), rate, now).take(now, longest.toNanos()));
    }

    private RateBucket bucket(String dataset, CallRate rate, long now) {
        @Nullable RateBucket known = buckets.get(dataset);
        if (known != null && known.rate().equals(rate)) {
            return known;
        }
        return buckets.compute(
                dataset, (id, old) -> old != null && old.rate().equals(rate) ? old : new RateBucket(rate, now));
    }
}
