package io.govshare.dialect.standard;

import io.govshare.http.Flight;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A document of the platform that is read on first use, kept for a while, and served on when it is old and cannot be read
 * again. However many callers want it, one reads. Safe for concurrent use.
 *
 * @param <T> what the document says; immutable
 */
final class Kept<T> {

    private static final Logger LOG = LoggerFactory.getLogger("io.govshare.dialect");

    /** No caller waits longer for another's reading: as long as a whole call may take. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** How long an unreadable document is left alone while an old one is there. */
    static final Duration BACK_OFF = Duration.ofSeconds(60);

    private record Held<T>(T value, Instant read) {}

    private final String what;
    private final Function<T, Duration> age;
    private final Supplier<Instant> now;
    private final Flight.Work<T> reader;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Held<T> held;
    private volatile @Nullable Instant tried;
    private @Nullable Flight<T> flight;

    /**
     * @param what what it is, for messages, such as {@code the platform's keys}
     * @param age how long what it says is taken to be true
     */
    Kept(String what, Function<T, Duration> age, Supplier<Instant> now, Flight.Work<T> reader) {
        this.what = what;
        this.age = age;
        this.now = now;
        this.reader = reader;
    }

    /** What was read last, however old; null if nothing was. */
    @Nullable
    T held() {
        @Nullable Held<T> there = held;
        return there == null ? null : there.value();
    }

    /** The document; read if there is none or an old one. */
    T get() throws IOException {
        @Nullable Held<T> there = held;
        if (there == null) {
            return first();
        }
        return isWithin(there.read(), age.apply(there.value())) ? there.value() : renewed(there);
    }

    /**
     * The document read again because the one at hand did not hold what was wanted, unless that was tried a moment ago. A
     * caller waits for a reading that is under way; where it fails, the one at hand must do.
     */
    T again(T seen, Duration atMostEvery) {
        Flight<T> joined;
        lock.lock();
        try {
            @Nullable Held<T> there = held;
            if (there != null && there.value() != seen) {
                return there.value();
            }
            if (flight == null && isWithin(tried, atMostEvery)) {
                return seen;
            }
            joined = flight == null ? start() : flight;
        } finally {
            lock.unlock();
        }
        joined.run();
        try {
            return joined.await(LONGEST_WAIT);
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("{} cannot be read: {}", what, unreadable.getMessage());
            return seen;
        }
    }

    private boolean isWithin(@Nullable Instant since, Duration limit) {
        // Whichever way the clock was corrected since.
        return since != null && Duration.between(since, now.get()).abs().compareTo(limit) < 0;
    }

    private T first() throws IOException {
        while (true) {
            Flight<T> joined;
            lock.lock();
            try {
                @Nullable Held<T> there = held;
                if (there != null) {
                    return there.value();
                }
                joined = flight == null ? start() : flight;
            } finally {
                lock.unlock();
            }
            joined.run();
            try {
                return joined.await(LONGEST_WAIT);
            } catch (IOException failed) {
                if (!joined.isAbandoned() || Thread.currentThread().isInterrupted()) {
                    throw failed;
                }
            }
        }
    }

    /** This caller reads while others go on with the old one; it, too, gets the old one when that fails. */
    private T renewed(Held<T> old) {
        Flight<T> started;
        lock.lock();
        try {
            @Nullable Held<T> there = held;
            if (there != null && !there.read().equals(old.read())) {
                return there.value();
            }
            if (flight != null || isWithin(tried, BACK_OFF)) {
                return old.value();
            }
            started = start();
        } finally {
            lock.unlock();
        }
        started.run();
        @Nullable Held<T> after = held;
        return after == null ? old.value() : after.value();
    }

    private Flight<T> start() {
        Flight<T> started = new Flight<>(what, this::read);
        flight = started;
        return started;
    }

    private T read() throws IOException {
        @Nullable Instant before = tried;
        tried = now.get();
        try {
            T value = reader.run();
            held = new Held<>(value, now.get());
            return value;
        } catch (IOException | RuntimeException | Error failure) {
            @Nullable Held<T> old = held;
            if (old != null && (before == null || !before.isAfter(old.read()))) {
                LOG.warn("{} cannot be read again; what was read before is used on: {}", what, failure.getMessage());
            }
            throw failure;
        } finally {
            lock.lock();
            try {
                flight = null;
            } finally {
                lock.unlock();
            }
        }
    }
}
