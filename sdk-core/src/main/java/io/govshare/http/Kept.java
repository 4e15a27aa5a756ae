package io.govshare.http;

import io.govshare.error.Internal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something of the platform's that is read on first use and kept: fresh, it is given as it is; stale, it is still given while
 * one reading in the background renews it; expired, callers wait for that reading together. When it cannot be read again,
 * what was read last is given on. However many callers want it, one reads. Safe for concurrent use.
 *
 * @param <T> what is kept; immutable
 */
@Internal
public final class Kept<T> {

    /** How long nothing is read after a failure while an old value can be given. */
    public static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    /**
     * How a value ages.
     *
     * @param stale age from which it is read anew in the background
     * @param expired age from which callers wait for that
     */
    public record Ages(Duration stale, Duration expired) {

        /** Fresh for so long, and stale for as long again. */
        public static Ages of(Duration fresh) {
            return new Ages(fresh, fresh.multipliedBy(2));
        }

        /** Fresh for so long, and then nothing to go by. */
        public static Ages notBeyond(Duration fresh) {
            return new Ages(fresh, fresh);
        }
    }

    /** Told what becomes of the readings after the first. */
    @FunctionalInterface
    public interface Listener<T> {

        /** Another value has come into the place of the old one. */
        default void replaced(T old, T fresh) {}

        /** It could not be read, and what was read before is given on. */
        void unreadable(Throwable why);
    }

    /**
     * A value, and whether the last try to read it succeeded.
     *
     * @param confirmed whether the platform says so now, or only said so once
     */
    public record Reread<T>(T value, boolean confirmed) {}

    /** What was read, and when. The same only if it is the same object. */
    private static final class Held<T> {

        private final T value;
        private final long readAt;

        Held(T value, long readAt) {
            this.value = value;
            this.readAt = readAt;
        }

        T value() {
            return value;
        }

        long readAt() {
            return readAt;
        }
    }

    private final String what;
    private final Call.Work<T> reader;
    private final Function<? super T, Ages> ages;
    private final LongSupplier nanoTime;
    private final Executor background;
    private final Listener<? super T> listener;

    /** Guards who reads; never held while the network works. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Flight<T> flight;
    private volatile @Nullable Held<T> held;
    private volatile long triedAt;
    private volatile boolean failed;
    private final AtomicInteger tries = new AtomicInteger();

    /**
     * @param what what it is, for messages, such as {@code the platform's keys}
     * @param nanoTime monotonic time in nanoseconds
     * @param background runs the reading of what is stale; what it rejects is read another time
     */
    public Kept(
            String what,
            Call.Work<T> reader,
            Function<? super T, Ages> ages,
            LongSupplier nanoTime,
            Executor background,
            Listener<? super T> listener) {
        this.what = what;
        this.reader = reader;
        this.ages = ages;
        this.nanoTime = nanoTime;
        this.background = background;
        this.listener = listener;
    }

    /**
     * What is known of it.
     *
     * @throws IOException or another exception of the reader, if it was never read and cannot be, or the caller gave up
     */
    public T get() throws IOException {
        int before = tries.get();
        @Nullable Held<T> there = held;
        if (there == null) {
            return read(before);
        }
        Ages age = ages.apply(there.value());
        if (isWithin(there.readAt(), age.stale()) || (failed && isWithin(triedAt, PAUSE_AFTER_FAILURE))) {
            return there.value();
        }
        if (failed || isWithin(there.readAt(), age.expired())) {
            return renewed(there);
        }
        return readOr(there, before).value();
    }

    /** What was read last, however old; null if nothing was. Asks nobody. */
    public @Nullable T held() {
        @Nullable Held<T> there = held;
        return there == null ? null : there.value();
    }

    /**
     * It, read again because what is known of it did not do, unless that was tried a moment ago. When it cannot be read, what
     * was read before must do.
     *
     * @throws IOException as {@link #get}
     */
    public Reread<T> again(Duration atMostEvery) throws IOException {
        int before = tries.get();
        @Nullable Held<T> there = held;
        if (there == null) {
            return new Reread<>(read(before), true);
        }
        if (isWithin(triedAt, atMostEvery)) {
            return new Reread<>(there.value(), !failed);
        }
        Held<T> newest = readOr(there, before);
        return new Reread<>(newest.value(), newest != there);
    }

    private boolean isWithin(long since, Duration limit) {
        return nanoTime.getAsLong() - since < limit.toNanos();
    }

    private Held<T> readOr(Held<T> old, int before) throws IOException {
        try {
            read(before);
        } catch (IOException | RuntimeException e) {
            if (Flight.isGivenUp(e)) {
                throw e;
            }
        }
        @Nullable Held<T> newest = held;
        return newest == null ? old : newest;
    }

    /** Reads it, or waits for who does, unless somebody has tried since so many tries were counted: then theirs will do. */
    private T read(int before) throws IOException {
        while (true) {
            Flight<T> joined;
            lock.lock();
            try {
                @Nullable Held<T> there = held;
                if (there != null && tries.get() != before) {
                    return there.value();
                }
                joined = flight == null ? start() : flight;
            } finally {
                lock.unlock();
            }
            joined.run();
            try {
                return joined.await();
            } catch (IOException | RuntimeException e) {
                if (!joined.isLeftToOthers()) {
                    throw e;
                }
            }
        }
    }

    /** The old one, while it is read in the background; or the new one if that took no time. */
    private T renewed(Held<T> old) {
        Flight<T> started;
        lock.lock();
        try {
            if (flight != null || held != old) {
                return old.value();
            }
            started = start();
        } finally {
            lock.unlock();
        }
        try {
            background.execute(started::run);
        } catch (RejectedExecutionException closing) {
            end();
        }
        @Nullable Held<T> newest = held;
        return newest == null ? old.value() : newest.value();
    }

    private Flight<T> start() {
        Flight<T> started = new Flight<>(what, this::readNow);
        flight = started;
        return started;
    }

    private T readNow() throws IOException {
        try {
            T value = reader.run();
            @Nullable Held<T> old = held;
            triedAt = nanoTime.getAsLong();
            held = new Held<>(value, triedAt);
            failed = false;
            tries.incrementAndGet();
            if (old != null) {
                listener.replaced(old.value(), value);
            }
            return value;
        } catch (IOException | RuntimeException | Error e) {
            if (!Flight.isGivenUp(e)) {
                triedAt = nanoTime.getAsLong();
                failed = true;
                tries.incrementAndGet();
                if (held != null) {
                    listener.unreadable(e);
                }
            }
            throw e;
        } finally {
            end();
        }
    }

    private void end() {
        lock.lock();
        try {
            flight = null;
        } finally {
            lock.unlock();
        }
    }
}
