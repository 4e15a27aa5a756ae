package io.govshare.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.govshare.error.GovShareException;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read under an id, and reads it anew when it is old: by one reader at a time for each id, in the background
 * while the old one may still be served, and serving the old one on when the reading fails. Safe for concurrent use.
 */
final class Shelf<V> {

    /** Reads what stands under this id; empty is an answer too. */
    @FunctionalInterface
    interface Reader<V> {
        Optional<V> read(String id) throws IOException;
    }

    /** Told of each value that took the place of another. */
    @FunctionalInterface
    interface Observer<V> {
        void replaced(String id, Optional<V> old, Optional<V> fresh);
    }

    /** How long the answer that there is nothing is kept. */
    static final Duration NOTHING_KEPT = Duration.ofMinutes(1);

    /** How long nothing is read after a failure while an old value can be served. */
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    /** Ids come from the application, perhaps from what its users type: only so many are remembered. */
    private static final int MOST_IDS = 10_000;

    private record Copy<V>(Optional<V> value, long readAt) {}

    private static final class Slot<V> {
        final AtomicReference<@Nullable CompletableFuture<Copy<V>>> flight = new AtomicReference<>();
        volatile @Nullable Copy<V> copy;
        volatile long triedAt;
        volatile boolean failed;
        final AtomicInteger tries = new AtomicInteger();
        final AtomicBoolean queued = new AtomicBoolean();
    }

    private final Reader<V> reader;
    private final Duration kept;
    private final TimeSource time;
    private final Executor background;
    private final Observer<V> observer;
    private final QuietWarning warning;
    private final Cache<String, Slot<V>> slots =
            Caffeine.newBuilder().maximumSize(MOST_IDS).executor(Runnable::run).build();

    Shelf(
            Reader<V> reader,
            Duration kept,
            TimeSource time,
            Executor background,
            Observer<V> observer,
            QuietWarning warning) {
        this.reader = reader;
        this.kept = kept;
        this.time = time;
        this.background = background;
        this.observer = observer;
        this.warning = warning;
    }

    /** What stands under this id, as far as is known. */
    Optional<V> get(String id) throws IOException {
        Slot<V> slot = slots.get(id, absent -> new Slot<>());
        int tries = slot.tries.get();
        Copy<V> copy = slot.copy;
        if (copy == null) {
            return read(id, slot, tries).value();
        }
        Duration age = Duration.ofNanos(time.nanoTime() - copy.readAt());
        Duration fresh = copy.value().isPresent() ? kept : NOTHING_KEPT;
        if (age.compareTo(fresh) < 0 || isPausing(slot)) {
            return copy.value();
        }
        boolean young = copy.value().isPresent() && age.compareTo(fresh.multipliedBy(2)) < 0;
        if (young || slot.failed) {
            readInBackground(id, slot, tries);
            return copy.value();
        }
        return readOrKeep(id, slot, copy, tries).value();
    }

    /** What stands under this id, read anew unless that was tried less than this long ago. */
    Reread<V> reread(String id, Duration atMostEvery) throws IOException {
        Slot<V> slot = slots.get(id, absent -> new Slot<>());
        int tries = slot.tries.get();
        Copy<V> copy = slot.copy;
        if (copy == null) {
            return new Reread<>(read(id, slot, tries).value(), true);
        }
        long triedAt = slot.triedAt;
        if (time.nanoTime() - triedAt < atMostEvery.toNanos()) {
            return new Reread<>(copy.value(), !slot.failed);
        }
        Copy<V> newest = readOrKeep(id, slot, copy, tries);
        return new Reread<>(newest.value(), newest.readAt() != copy.readAt());
    }

    /** A value, and whether the last try to read it succeeded. */
    record Reread<V>(Optional<V> value, boolean confirmed) {}

    private boolean isPausing(Slot<V> slot) {
        return slot.failed && time.nanoTime() - slot.triedAt < PAUSE_AFTER_FAILURE.toNanos();
    }

    private void readInBackground(String id, Slot<V> slot, int tries) {
        if (slot.flight.get() != null || !slot.queued.compareAndSet(false, true)) {
            return;
        }
        try {
            background.execute(() -> {
                slot.queued.set(false);
                try {
                    read(id, slot, tries);
                } catch (IOException | RuntimeException e) {
                    // An interrupted reader is one whose client closes, which is nothing to warn about.
                    if (!Thread.currentThread().isInterrupted()) {
                        warning.warn(id, e);
                    }
                }
            });
        } catch (RejectedExecutionException closing) {
            // The client is closing: the copy in hand is the last that anyone needs.
            slot.queued.set(false);
        }
    }

    private Copy<V> readOrKeep(String id, Slot<V> slot, Copy<V> old, int tries) throws IOException {
        try {
            return read(id, slot, tries);
        } catch (IOException | GovShareException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            warning.warn(id, e);
            return old;
        }
    }

    /** Reads, unless somebody is reading, or has read since {@code tries} were counted: then theirs will do. */
    private Copy<V> read(String id, Slot<V> slot, int tries) throws IOException {
        while (true) {
            CompletableFuture<Copy<V>> mine = new CompletableFuture<>();
            CompletableFuture<Copy<V>> other = slot.flight.compareAndExchange(null, mine);
            if (other == null) {
                Copy<V> theirs = slot.copy;
                return theirs != null && slot.tries.get() != tries ? landed(slot, mine, theirs) : lead(id, slot, mine);
            }
            Optional<Copy<V>> copy = follow(other);
            if (copy.isPresent()) {
                return copy.get();
            }
        }
    }

    private Copy<V> lead(String id, Slot<V> slot, CompletableFuture<Copy<V>> flight) throws IOException {
        try {
            Optional<V> value = reader.read(id);
            Copy<V> fresh = new Copy<>(value, time.nanoTime());
            Copy<V> old = slot.copy;
            slot.copy = fresh;
            slot.failed = false;
            slot.triedAt = fresh.readAt();
            slot.tries.incrementAndGet();
            if (old != null) {
                observer.replaced(id, old.value(), value);
            }
            return landed(slot, flight, fresh);
        } catch (IOException | RuntimeException | Error e) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (!interrupted) {
                slot.failed = true;
                slot.triedAt = time.nanoTime();
                slot.tries.incrementAndGet();
            }
            slot.flight.set(null);
            flight.completeExceptionally(interrupted ? new LeaderInterrupted() : e);
            throw e;
        }
    }

    private Copy<V> landed(Slot<V> slot, CompletableFuture<Copy<V>> flight, Copy<V> copy) {
        slot.flight.set(null);
        flight.complete(copy);
        return copy;
    }

    /** Empty if who was reading was interrupted, which says nothing about the catalogue. */
    private Optional<Copy<V>> follow(CompletableFuture<Copy<V>> flight) throws IOException {
        try {
            return Optional.of(flight.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted while waiting for the catalogue").initCause(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof LeaderInterrupted) {
                return Optional.empty();
            }
            if (cause instanceof GovShareException refusal) {
                throw refusal;
            }
            if (cause instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("Reading the catalogue failed", cause);
        }
    }

    private static final class LeaderInterrupted extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
