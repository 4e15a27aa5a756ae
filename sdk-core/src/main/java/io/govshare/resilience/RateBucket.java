package io.govshare.resilience;

import io.govshare.catalog.CallRate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out the turns of one registered rate: a fifth of the registered calls at once after a pause, then one turn after
 * another at even distances. Wherever a window of the registered period is laid, no more turns lie in it than the
 * registered calls; its end is not part of it. Safe for concurrent use, without locks.
 *
 * <p>For {@code n} calls in a period, of which {@code b} may come at once, turns are {@code period / (n + 1 - b)} apart.
 * Between a turn and the {@code n}-th after it lie at least {@code n + 1 - b} such distances, hence a whole period. The
 * price of the burst is that whoever goes on without a pause gets a fifth less than is registered; the other ways cost
 * more: without a burst the first two calls are apart already, and with all calls at once a long reading would stand
 * still for the rest of the period.
 */
final class RateBucket {

    /** Which part of the registered calls may come at once; at least one. */
    private static final int PART = 5;

    /** One call in a longer time is counted as one in this. */
    private static final long LONGEST = Duration.ofDays(366).toNanos();

    /** More calls than a program can make in any period. */
    private static final int MOST = 1 << 30;

    private final CallRate rate;
    private final long distance;
    /** How far turns may run ahead of their even distances. */
    private final long slack;

    private final long start;
    /** When the next turn would be at even distances, since the start. */
    private final AtomicLong due = new AtomicLong();

    /** @param now monotonic time, in nanoseconds */
    RateBucket(CallRate rate, long now) {
        this.rate = rate;
        this.start = now;
        int calls = (int) Math.min(Math.max(1, rate.calls()), MOST);
        // A part of a call in a period is one call in so much more time.
        double period = rate.period().toNanos() / Math.min(1, rate.calls());
        int burst = Math.max(1, calls / PART);
        this.distance = Math.max(1, (long) Math.ceil(Math.min(period, (double) LONGEST) / (calls + 1 - burst)));
        this.slack = (burst - 1) * distance;
    }

    CallRate rate() {
        return rate;
    }

    /**
     * Takes the next turn, unless it comes too late.
     *
     * @param now monotonic time, in nanoseconds
     * @param longest a turn that comes later than in so many nanoseconds is left to others
     * @return nanoseconds until the turn, zero when it is now; the negative of them when it was not taken
     */
    long take(long now, long longest) {
        long elapsed = now - start;
        while (true) {
            long even = due.get();
            long turn = Math.max(elapsed, even - slack);
            long wait = turn - elapsed;
            if (wait > 0 && wait > longest) {
                return -wait;
            }
            if (due.compareAndSet(even, Math.max(even, turn) + distance)) {
                return wait;
            }
        }
    }
}
