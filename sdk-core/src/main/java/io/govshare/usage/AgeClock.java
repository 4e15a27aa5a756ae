package io.govshare.usage;

import io.govshare.http.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * The time by which ages of events are judged: that of the clock, but never later than the record itself and the time that
 * has passed since it was opened bear out. A clock that is set wrong, before or while the process runs, so deletes nothing; after a
 * long rest events are a little younger here than they are. Immutable.
 */
final class AgeClock {

    private final TimeSource time;
    private final Instant begin;
    private final long beginNanos;

    private AgeClock(TimeSource time, Instant begin) {
        this.time = time;
        this.begin = begin;
        this.beginNanos = time.nanoTime();
    }

    /** @param latest the latest time that is on record; {@link Instant#MAX} if there is none */
    static AgeClock from(Instant latest, TimeSource time) {
        return new AgeClock(time, earlier(latest, time.now()));
    }

    /** Now, or earlier if the clock alone says that it is so late. */
    Instant now() {
        return earlier(time.now(), begin.plus(Duration.ofNanos(time.nanoTime() - beginNanos)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
