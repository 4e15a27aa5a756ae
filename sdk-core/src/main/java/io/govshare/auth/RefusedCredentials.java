package io.govshare.auth;

import java.time.Duration;

/**
 * How often a credential that the platform refused is replaced by a new one: {@value #AT_ONCE} times without delay, then once
 * in {@value #SECONDS} s. So a platform that refuses whatever is issued costs no exchange for each call; one that takes the new
 * one, such as a gateway where several processes make each other's secrets invalid, is no such. Not safe for concurrent use; the
 * lock of its slot guards it.
 */
final class RefusedCredentials {

    static final int AT_ONCE = 3;
    static final long SECONDS = 30;

    private static final long INTERVAL = Duration.ofSeconds(SECONDS).toNanos();

    /** How long it takes from {@code at} until all of them are free again. */
    private long debt;

    private long at;

    /**
     * Counts one more, if there may be one now.
     *
     * @param now point of the monotonic clock
     * @return how long to wait for the next; zero if this one may be replaced
     */
    Duration replace(long now) {
        long left = debt == 0 ? 0 : Math.max(0, debt - (now - at));
        long wait = left - (AT_ONCE - 1) * INTERVAL;
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        debt = left + INTERVAL;
        at = now;
        return Duration.ZERO;
    }

    /** A new one was accepted where the one before it was refused: it is worth replacing them. */
    void helped() {
        debt = 0;
    }
}
