package io.govshare.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.govshare.http.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that a grant which calls rest on expires soon, while there is time to have it renewed: once a day for each
 * grant. Safe for concurrent use.
 */
final class ExpiryNotice {

    /** How long ahead it is said. */
    static final Duration AHEAD = Duration.ofDays(14);

    /** Between two notices of one grant at least. */
    static final Duration APART = Duration.ofDays(1);

    private static final int MOST_GRANTS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryNotice.class);

    private final Cache<Grant, Boolean> said;

    ExpiryNotice(TimeSource time) {
        said = Caffeine.newBuilder()
                .maximumSize(MOST_GRANTS)
                .expireAfterWrite(APART)
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** Looks at a valid grant that permits a call now. */
    void look(Grant grant, String publisher, Instant now) {
        Instant until = grant.validUntil();
        if (until == null || until.isAfter(now.plus(AHEAD)) || said.asMap().putIfAbsent(grant, Boolean.TRUE) != null) {
            return;
        }
        long days = Duration.between(now, until).toDays();
        String application = grant.applicationNumber();
        LOG.warn(
                "The grant {} for {} expires {}, at {}; calls are refused from then on. Ask {} to renew it{}.",
                grant.id(),
                grant.dataset(),
                days == 0 ? "within a day" : days == 1 ? "in 1 day" : "in " + days + " days",
                until,
                publisher,
                application == null ? "" : ", quoting application " + application);
    }
}
