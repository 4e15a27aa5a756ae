package io.govshare.resilience;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.govshare.http.Call;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places that attempts to one host may take at a time. The bulkhead of Resilience4j says whether one is free; its own
 * waiting has one length for all and cannot be cancelled, so the waiting line is here: first come, first served, as long as
 * each call has time. Safe for concurrent use.
 */
final class Places {

    private final Bulkhead bulkhead;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private int waiting;

    Places(String host, int number) {
        bulkhead = Bulkhead.of(
                host,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(number)
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    /**
     * Takes a place, waiting for one if need be.
     *
     * @return false if none became free in time or the call was cancelled
     * @throws InterruptedIOException if the thread is interrupted, its interrupt flag set again
     */
    boolean enter(Call call, Duration longest) throws InterruptedIOException {
        lock.lock();
        try {
            return (waiting == 0 && bulkhead.tryAcquirePermission()) || await(call, longest.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Call call, long nanos) throws InterruptedIOException {
        Runnable wake = this::wakeAll;
        boolean entered = false;
        waiting++;
        call.onCancel(wake);
        try {
            long left = nanos;
            while (!entered && left > 0 && !call.isCancelled()) {
                left = freed.awaitNanos(left);
                entered = !call.isCancelled() && bulkhead.tryAcquirePermission();
            }
            return entered;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Interrupted while waiting for other calls to end").initCause(e);
        } finally {
            waiting--;
            call.offCancel(wake);
            if (!entered) {
                freed.signal(); // the one place that was signalled to us may still be free
            }
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        bulkhead.onComplete();
        lock.lock();
        try {
            freed.signal();
        } finally {
            lock.unlock();
        }
    }

    int free() {
        return bulkhead.getMetrics().getAvailableConcurrentCalls();
    }
}
