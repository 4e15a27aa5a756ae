package io.govshare.cache;

import io.govshare.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long an answer is fresh and how old it was when it came (RFC 9111 §4.2). Heuristic freshness (§4.2.2) is not used: an
 * answer about a person is not fresh because nobody said otherwise.
 *
 * @param date when the answer was made, by the clock of who made it
 * @param lifetime freshness lifetime (§4.2.1); zero when the answer gives none
 * @param explicit whether the answer gives one
 * @param initialAge corrected initial age (§4.2.3)
 */
record Freshness(Instant date, Duration lifetime, boolean explicit, Duration initialAge) {

    /**
     * Of an answer that has just come.
     *
     * @param now when it came
     * @param delay from the beginning of the request until then; retries count in, which errs on the side of stale
     */
    static Freshness of(Headers headers, Instant now, Duration delay) {
        // An answer without a date was made when it came (RFC 9110 §6.6.1).
        Instant date = HttpDate.parse(headers.get("Date"), now).orElse(now);
        Optional<Duration> lifetime = lifetime(headers, date, now);
        Duration apparentAge = positive(Duration.between(date, now));
        // Of several ages the first counts (RFC 9111 §5.1).
        Duration correctedAge = headers.first("Age")
                .map(age -> CacheControl.deltaSeconds(age.split(",", 2)[0].trim()))
                .orElse(Duration.ZERO)
                .plus(delay);
        Duration initialAge = apparentAge.compareTo(correctedAge) > 0 ? apparentAge : correctedAge;
        return new Freshness(date, lifetime.orElse(Duration.ZERO), lifetime.isPresent(), initialAge);
    }

    /** {@code max-age} before {@code Expires}; {@code s-maxage} is for shared caches only. */
    private static Optional<Duration> lifetime(Headers headers, Instant date, Instant now) {
        Optional<Duration> maxAge = CacheControl.of(headers).seconds("max-age");
        if (maxAge.isPresent() || headers.get("Expires") == null) {
            return maxAge;
        }
        // An Expires that is no date, such as 0, means that it has expired (RFC 9111 §5.3).
        return Optional.of(HttpDate.parse(headers.get("Expires"), now)
                .map(expires -> positive(Duration.between(date, expires)))
                .orElse(Duration.ZERO));
    }

    /** Its age after it was kept for so long (§4.2.3). */
    Duration age(Duration resident) {
        return initialAge.plus(resident);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
