package io.govshare.usage;

import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is in the spool to the platform, at least once, on one daemon thread. Batches go when they are full, when
 * their first event has waited for the interval, or at once for a flush; after a failure only when the backoff is over.
 * Nothing that fails here reaches a business call.
 */
final class UsageReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);
    private static final long LOOK_FOR_ORPHANS = Duration.ofMinutes(1).toNanos();
    private static final Duration LONGEST_END = Duration.ofSeconds(1);
    private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

    private final Spool own;
    private final Supplier<@Nullable UsageSink> delivery;
    private final Orphans orphans;
    private final UsageOptions options;
    private final TimeSource time;
    private final Backoff backoff;
    private final Deliveries deliveries;
    private final ThrottledWarning warning;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();

    /** Of spools that were adopted and given back. */
    private final AtomicLong shedByGone = new AtomicLong();

    /** Guards what follows. */
    private final ReentrantLock state = new ReentrantLock();

    private final Condition attempted = state.newCondition();
    private long flushUpTo;
    private boolean tryAtOnce;
    private long failures;
    private @Nullable String lastError;

    /** The thread's own. */
    private final List<Spool> adopted = new ArrayList<>();

    private boolean ownWasLast;
    private boolean waiting;
    private long waitingSince;
    private long notBefore;
    private long nextLook;

    private volatile long wakeAt = 1;
    private volatile long adoptedPending;
    private volatile long adoptedShed;
    private volatile @Nullable Instant adoptedOldest;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /** Where spools are found whose owners are gone. */
    @FunctionalInterface
    interface Orphans {
        List<Spool> takeOver() throws IOException;
    }

    /** @param random numbers from 0 to 1, for the jitter of the backoff */
    UsageReporter(
            Spool own,
            Supplier<@Nullable UsageSink> delivery,
            Orphans orphans,
            UsageOptions options,
            TimeSource time,
            DoubleSupplier random) {
        this.own = own;
        this.delivery = delivery;
        this.orphans = orphans;
        this.options = options;
        this.time = time;
        this.backoff = new Backoff(random);
        this.deliveries = new Deliveries(options, time, () -> closed);
        this.warning = new ThrottledWarning(LOG, time::nanoTime);
        this.notBefore = time.nanoTime();
        this.nextLook = notBefore;
    }

    /** Starts the thread. */
    void start() {
        Thread starting = new Thread(this::run, "govshare-usage");
        starting.setDaemon(true);
        thread = starting;
        own.onPending(this::appended);
        starting.start();
    }

    private void run() {
        try {
            while (!closed) {
                long wait = turn();
                if (!closed) {
                    LockSupport.parkNanos(this, wait);
                }
            }
        } finally {
            closeAdopted();
        }
    }

    /** Wakes the thread for the first event that waits, and for the one that fills a batch. */
    private void appended() {
        if (own.appendedEvents() >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            wake();
        }
    }

    /** Said before looking at what is pending, so that an event comes either before the look or wakes the thread. */
    private void sayWhenToWake() {
        long pending = own.pending();
        long more =
                pending == 0 ? 1 : pending < deliveries.batchEvents() ? deliveries.batchEvents() : Long.MAX_VALUE / 2;
        wakeAt = own.acknowledgedEvents() + more;
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    /** Does all that is due now. @return nanoseconds until there is something to do, if nothing wakes the thread before */
    long turn() {
        long now = time.nanoTime();
        if (now - nextLook >= 0) {
            nextLook = now + LOOK_FOR_ORPHANS;
            adopt();
        }
        while (!closed) {
            sayWhenToWake();
            now = time.nanoTime();
            boolean flushing = flushing();
            long ownWait = untilOwnIsDue(now, flushing);
            long wait = adopted.isEmpty() ? ownWait : 0;
            wait = wait == Long.MAX_VALUE ? wait : Math.max(wait, notBefore - now);
            if (wait > 0) {
                return Math.min(wait, Math.max(1, nextLook - now));
            }
            deliver(ownWait <= 0 && (flushing || adopted.isEmpty() || !ownWasLast) ? own : adopted.get(0), flushing);
            release();
        }
        return 1;
    }

    private long untilOwnIsDue(long now, boolean flushing) {
        long pending = own.pending();
        if (pending > 0 && !waiting) {
            waiting = true;
            waitingSince = now;
        }
        if (flushing || pending >= deliveries.batchEvents()) {
            return 0;
        }
        return pending == 0 ? Long.MAX_VALUE : waitingSince + options.interval().toNanos() - now;
    }

    private boolean flushing() {
        state.lock();
        try {
            if (own.acknowledgedEvents() >= flushUpTo) {
                return false;
            }
            if (tryAtOnce) {
                tryAtOnce = false;
                notBefore = time.nanoTime();
            }
            return true;
        } finally {
            state.unlock();
        }
    }

    private void deliver(Spool spool, boolean flushing) {
        @Nullable Throwable failure = null;
        ownWasLast = spool == own;
        try {
            @Nullable UsageSink way = delivery.get();
            if (way == null) {
                throw new IOException("No client is left to report through");
            }
            Deliveries.Done done = deliveries.next(spool, way);
            delivered.addAndGet(done.taken());
            rejected.addAndGet(done.rejected());
            tellOf(done, spool);
            backoff.succeeded();
            waiting = waiting && !ownWasLast;
            // A platform that was away has more clients than this one that catch up.
            long pause = flushing ? 0 : Math.min(deliveries.took().toNanos(), LONGEST_PAUSE);
            notBefore = time.nanoTime() + pause;
        } catch (Exception | Error e) {
            failure = e;
            if (!closed) {
                notBefore = time.nanoTime() + backoff.failed(e).toNanos();
                warning.warn("Usage events in " + spool + " are not delivered and will be sent again", e);
            }
        }
        attempted(failure);
    }

    private void tellOf(Deliveries.Done done, Spool spool) {
        @Nullable String reason = done.reason();
        if (reason != null) {
            warning.warn(
                    "The platform rejected " + done.rejected() + " usage events; they are set aside in " + spool
                            + "/rejected.ndjson",
                    new IOException(reason));
        }
    }

    private void attempted(@Nullable Throwable failure) {
        state.lock();
        try {
            failures += failure == null ? 0 : 1;
            lastError = failure == null ? null : ThrottledWarning.describe(failure);
            attempted.signalAll();
        } finally {
            state.unlock();
        }
    }

    private void adopt() {
        try {
            adopted.addAll(orphans.takeOver());
        } catch (IOException | RuntimeException | Error e) {
            warning.warn("Cannot take over the usage events of processes that are gone, beside " + own, e);
        }
        release();
    }

    /** Gives back the adopted spools of which nothing is left; the next one comes first then. */
    private void release() {
        long left = 0;
        long shed = 0;
        @Nullable Instant oldest = null;
        for (Spool spool : List.copyOf(adopted)) {
            long pending = spool.pending();
            left += pending;
            adopted.remove(spool);
            if (pending == 0) {
                close(spool);
            } else {
                adopted.add(spool);
                shed += spool.shedEvents();
                oldest = earlier(oldest, oldestIn(spool));
            }
        }
        Collections.rotate(adopted, -1);
        adoptedPending = left;
        adoptedShed = shed;
        adoptedOldest = oldest;
    }

    private @Nullable Instant oldestIn(Spool spool) {
        try {
            return spool.oldestPending().orElse(null);
        } catch (IOException e) {
            warning.warn("Cannot read " + spool, e);
            return null;
        }
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    private void closeAdopted() {
        adopted.forEach(this::close);
        adopted.clear();
    }

    private void close(Spool spool) {
        deliveries.forget(spool);
        shedByGone.addAndGet(spool.shedEvents());
        try {
            spool.close();
        } catch (IOException e) {
            warning.warn("Cannot close " + spool, e);
        }
    }

    /**
     * Reports at once what is in the own spool now.
     *
     * @param giveUp whether to stop waiting at the first failure from now on
     * @return whether all of it is delivered
     */
    boolean flush(Duration timeout, boolean giveUp) {
        long goal = own.appendedEvents();
        long left = timeout.toNanos();
        state.lock();
        try {
            long failuresBefore = failures;
            if (own.acknowledgedEvents() < goal) {
                flushUpTo = Math.max(flushUpTo, goal);
                tryAtOnce = true;
                wake();
            }
            while (own.acknowledgedEvents() < goal && left > 0 && !closed) {
                if (giveUp && failures > failuresBefore) {
                    break;
                }
                left = attempted.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state.unlock();
        }
        return own.acknowledgedEvents() >= goal;
    }

    UsageLog.Status status() {
        @Nullable Instant oldest = earlier(adoptedOldest, oldestIn(own));
        state.lock();
        try {
            return new UsageLog.Status(
                    own.pending() + adoptedPending,
                    delivered.get(),
                    rejected.get(),
                    own.shedEvents() + adoptedShed + shedByGone.get(),
                    Optional.ofNullable(oldest),
                    Optional.ofNullable(lastError));
        } finally {
            state.unlock();
        }
    }

    /** Ends the thread, also while it delivers: what it has not acknowledged is sent again by whoever opens the spool next. */
    @Override
    public void close() {
        closed = true;
        state.lock();
        try {
            attempted.signalAll();
        } finally {
            state.unlock();
        }
        @Nullable Thread running = thread;
        if (running == null) {
            closeAdopted();
            return;
        }
        wake();
        if (!Threads.join(running, LONGEST_END)) {
            running.interrupt();
            Threads.join(running, LONGEST_END);
        }
    }
}
