package io.govshare.signing;

import io.govshare.error.Internal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the nonces of signatures that were accepted, for each key, so that none is accepted again (RFC 9421 §7.2.2). Safe
 * for concurrent use, without locks of its own.
 *
 * <p>It is bounded: nonces are kept for one window at least and two at most, and for less when there are too many. What was
 * forgotten cannot be replayed all the same, since a signature made no later than any forgotten one is refused.
 */
@Internal
public final class NonceMemory {

    private record Entry(String keyId, String nonce) {}

    /** The nonces that came in one window. */
    private static final class Window {

        private final Instant begin;
        private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
        private final AtomicInteger count = new AtomicInteger();

        /** The latest {@code created} among them, in seconds since 1970. */
        private final AtomicLong newest = new AtomicLong(Long.MIN_VALUE);

        Window(Instant begin) {
            this.begin = begin;
        }
    }

    /**
     * What is remembered.
     *
     * @param dropped the latest {@code created} of the window that was forgotten last; it may still grow by a late entry
     * @param before the latest {@code created} of those forgotten before
     */
    private record Memory(Window current, Window previous, AtomicLong dropped, long before) {

        long forgotten() {
            return Math.max(before, dropped.get());
        }

        Memory next(Instant now) {
            return new Memory(new Window(now), current, previous.newest, forgotten());
        }
    }

    private final Duration length;
    private final int capacity;
    private final AtomicReference<@Nullable Memory> memory = new AtomicReference<>();

    private NonceMemory(Duration length, int capacity) {
        this.length = length;
        this.capacity = capacity;
    }

    /**
     * A memory that is empty.
     *
     * @param window how long nonces are remembered at least: as old as a signature may become
     * @param capacity how many nonces are remembered for a window at most; twice as many are held
     */
    public static NonceMemory of(Duration window, int capacity) {
        if (window.isNegative() || window.isZero() || capacity < 1) {
            throw new IllegalArgumentException("A memory for nonces needs a window and a capacity");
        }
        return new NonceMemory(window, capacity);
    }

    /**
     * Remembers the nonce of a signature that is genuine.
     *
     * @return null if it is the first time, else why it cannot be accepted, as the end of a sentence about the signature
     */
    @Nullable
    String remember(String keyId, String nonce, Instant created, Instant now) {
        Entry entry = new Entry(keyId, nonce);
        long second = created.getEpochSecond();
        while (true) {
            Memory known = known(now);
            if (second <= known.forgotten()) {
                return "was created at " + created + ", and nonces of that time are no longer remembered";
            }
            Window window = known.current();
            if (known.previous().entries.contains(entry) || !window.entries.add(entry)) {
                return "has a nonce that was seen before";
            }
            window.count.incrementAndGet();
            window.newest.accumulateAndGet(second, Math::max);
            Memory after = memory.get();
            if (after != null && after.current() == window) {
                return null;
            }
            // The window gave way while this thread waited, and another may have looked into it before this nonce was
            // there.
            window.entries.remove(entry);
        }
    }

    /** What is remembered, with a new window begun if it is time. */
    private Memory known(Instant now) {
        while (true) {
            Memory known = memory.get();
            if (known != null
                    && now.isBefore(known.current().begin.plus(length))
                    && known.current().count.get() < capacity) {
                return known;
            }
            Memory next = known != null
                    ? known.next(now)
                    : new Memory(new Window(now), new Window(now), new AtomicLong(Long.MIN_VALUE), Long.MIN_VALUE);
            if (memory.compareAndSet(known, next)) {
                return next;
            }
        }
    }
}
