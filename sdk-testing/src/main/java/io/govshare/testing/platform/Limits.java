package io.govshare.testing.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Holds clients to the rate and the quota that a dataset registers. Safe for concurrent use. */
final class Limits {

    /** A bucket that refills at the registered rate, and the calls of the day. Guarded by its own lock. */
    private static final class Account {
        private double tokens;
        private Instant filled = Instant.MIN;
        private Instant day = Instant.MIN;
        private int calls;
    }

    private final Clock clock;
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();

    Limits(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts one call.
     *
     * @throws Refused if it is one too many, with {@code Retry-After}
     */
    void check(Client client, Published dataset) {
        if (dataset.rate() == null && dataset.quota() == null) {
            return;
        }
        Instant now = clock.instant();
        Account account = accounts.computeIfAbsent(client.id() + ' ' + dataset.id(), id -> new Account());
        synchronized (account) {
            if (dataset.rate() != null) {
                checkRate(account, dataset.rate(), dataset, now);
            }
            if (dataset.quota() != null) {
                checkQuota(account, dataset.quota(), dataset, now);
            }
        }
    }

    private static void checkRate(Account account, int rate, Published dataset, Instant now) {
        if (account.filled.equals(Instant.MIN) || now.isBefore(account.filled)) {
            account.tokens = rate;
        } else {
            double seconds = Duration.between(account.filled, now).toNanos() / 1e9;
            account.tokens = Math.min(rate, account.tokens + seconds * rate);
        }
        account.filled = now;
        if (account.tokens < 1) {
            throw Refused.of(429, "rate-limited", dataset.id() + " allows " + rate + " calls a second")
                    .header("Retry-After", "1");
        }
        account.tokens--;
    }

    private static void checkQuota(Account account, int quota, Published dataset, Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        if (!today.equals(account.day)) {
            account.day = today;
            account.calls = 0;
        }
        if (account.calls >= quota) {
            Instant tomorrow = today.plus(1, ChronoUnit.DAYS);
            throw Refused.of(
                            429,
                            "quota-exceeded",
                            dataset.id() + " allows " + quota + " calls a day; the next begins at "
                                    + tomorrow.atOffset(ZoneOffset.UTC))
                    .header("Retry-After", HttpDates.format(tomorrow));
        }
        account.calls++;
    }
}
