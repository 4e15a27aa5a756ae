package io.govshare.usage;

import io.govshare.http.TimeSource;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of events: UUID version 7 (RFC 9562 §5.7), each greater than those before it in this process. The 12 bits after the
 * milliseconds count within a millisecond (§6.2 method 1) and carry over into the next; when the clock steps back the ids
 * go on from where they were. Safe for concurrent use.
 */
final class EventIds {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long VARIANT = 0x8000000000000000L;

    private static final EventIds PROCESS = new EventIds(new SecureRandom().nextLong(), new SecureRandom().nextLong());

    private final long seed;
    private final AtomicLong drawn;
    private final AtomicLong last = new AtomicLong();

    EventIds(long seed, long start) {
        this.seed = seed;
        this.drawn = new AtomicLong(start);
    }

    /** The ids of this process. */
    static EventIds ofProcess() {
        return PROCESS;
    }

    /** The next id, at this time. */
    UUID next(TimeSource time) {
        long now = time.now().toEpochMilli() << 12;
        long stamp = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (stamp & ~0xfffL) << 4 | 0x7000L | (stamp & 0xfffL);
        return new UUID(high, VARIANT | (random() >>> 2));
    }

    /** A well-mixed sequence from a secret start: spread over processes, not meant to be beyond guessing. */
    private long random() {
        long z = seed ^ drawn.addAndGet(GOLDEN);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The time in an id, to the millisecond. */
    static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
