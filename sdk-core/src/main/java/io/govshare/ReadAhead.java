package io.govshare;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads one batch of a source beside the consumer, so that the network and the consumer do not wait for each other. A batch
 * that no thread of the pool has begun with when it is wanted is read by the consumer itself: however busy the pool is,
 * nothing waits for it. One consumer thread at a time.
 */
final class ReadAhead<T> implements Runnable {

    private enum State {
        NOTHING,
        /** To be read by whoever comes first. */
        WANTED,
        READING,
        READ
    }

    private final Use use;
    private final RecordSource<T> source;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition read = lock.newCondition();
    private State state = State.NOTHING;

    /** Whether it stands in the executor's queue, where it need not stand twice. */
    private boolean queued;

    private @Nullable List<T> batch;
    private @Nullable Throwable failure;

    ReadAhead(Use use, RecordSource<T> source, Executor executor) {
        this.use = use;
        this.source = source;
        this.executor = executor;
    }

    /** Has the next batch read, unless it is being read already. */
    void begin() {
        lock.lock();
        try {
            if (state != State.NOTHING) {
                return;
            }
            state = State.WANTED;
            if (queued) {
                return;
            }
            queued = true;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(this);
        } catch (RejectedExecutionException full) {
            notQueued(); // the consumer will read it
        }
    }

    private void notQueued() {
        lock.lock();
        try {
            queued = false;
        } finally {
            lock.unlock();
        }
    }

    /** On a thread of the pool. */
    @Override
    public void run() {
        lock.lock();
        try {
            queued = false;
            if (state != State.WANTED || use.call().isEnded()) {
                return;
            }
            state = State.READING;
        } finally {
            lock.unlock();
        }
        List<T> result = null;
        Throwable failed = null;
        try {
            result = use.step(current -> source.next());
        } catch (RuntimeException | Error e) {
            failed = e;
        }
        lock.lock();
        try {
            batch = result;
            failure = failed;
            state = State.READ;
            read.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there may be a batch that was not taken. */
    boolean hasMore() {
        lock.lock();
        try {
            return state != State.NOTHING || source.hasMore();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next batch, which is waited for or read here.
     *
     * @throws io.govshare.error.GovShareException if it cannot be read, or the waiting thread is interrupted
     */
    List<T> take() {
        if (claims()) {
            return use.step(current -> source.next());
        }
        return use.step(current -> {
            await();
            return taken();
        });
    }

    /** Whether the consumer is to read the batch itself. */
    private boolean claims() {
        lock.lock();
        try {
            boolean begun = state == State.READING || state == State.READ;
            state = begun ? state : State.NOTHING;
            return !begun;
        } finally {
            lock.unlock();
        }
    }

    private void await() throws IOException {
        try {
            lock.lockInterruptibly();
            try {
                while (state == State.READING) {
                    read.await();
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while a page was read ahead");
        }
    }

    private List<T> taken() {
        lock.lock();
        try {
            List<T> result = batch;
            Throwable failed = failure;
            batch = null;
            failure = null;
            state = State.NOTHING;
            if (failed instanceof Error error) {
                throw error;
            }
            if (failed instanceof RuntimeException exception) {
                throw exception;
            }
            if (result == null) {
                throw new IllegalStateException("Nothing was read ahead");
            }
            return result;
        } finally {
            lock.unlock();
        }
    }
}
