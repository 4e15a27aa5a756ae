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
 * nothing waits for it; so is one with which a thread was stopped, as by the end of the application's executor. A failure
 * counts once the batch is wanted. One consumer thread at a time.
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
            result = use.ahead(current -> source.next());
        } catch (RuntimeException | Error e) {
            failed = e;
        } finally {
            handOver(result, failed);
        }
    }

    private void handOver(@Nullable List<T> result, @Nullable Throwable failed) {
        // Who stops this thread means the executor's tasks; who means the stream cancels its call.
        boolean stopped = failed != null
                && Thread.currentThread().isInterrupted()
                && !use.call().isCancelled();
        lock.lock();
        try {
            batch = result;
            failure = stopped ? null : failed;
            state = stopped ? State.WANTED : State.READ;
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
        return use.step(current -> claims() ? source.next() : taken());
    }

    /** Waits for a batch that is being read; whether the consumer is to read it itself. */
    private boolean claims() throws IOException {
        try {
            lock.lockInterruptibly();
            try {
                while (state == State.READING) {
                    read.await();
                }
                boolean here = state == State.READ;
                state = here ? state : State.NOTHING;
                return !here;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted before the next page was there");
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
