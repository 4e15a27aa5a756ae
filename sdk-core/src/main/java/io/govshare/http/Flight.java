package io.govshare.http;

import io.govshare.error.Internal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One piece of network work that many callers wait for, done once. Whoever runs it first does it; a caller that is
 * interrupted, cancelled or out of time leaves alone, and the others go on waiting. Safe for concurrent use.
 *
 * @param <T> what the work yields
 */
@Internal
public final class Flight<T> {

    /** The work. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /** How long a waiter trusts an executor to begin before it does the work itself: the pool may be full of waiters. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final String what;
    private final Work<T> work;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile boolean abandoned;

    /** @param what what is awaited, for messages, such as {@code a credential} */
    public Flight(String what, Work<T> work) {
        this.what = what;
        this.work = work;
    }

    /** Does the work, unless it is done or under way already; failures are for those who wait. */
    public void run() {
        if (!claimed.compareAndSet(false, true)) {
            return;
        }
        try {
            result.complete(work.run());
        } catch (Throwable failure) {
            abandoned = failure instanceof InterruptedIOException
                    && Thread.currentThread().isInterrupted();
            result.completeExceptionally(failure);
        }
    }

    /** Whether it failed only because the thread that did it was interrupted, so that others should begin anew. */
    public boolean isAbandoned() {
        return abandoned;
    }

    /**
     * Waits for the result on behalf of a call: until its deadline or cancellation.
     *
     * @throws InterruptedIOException if this thread was interrupted, its interrupt flag set again
     * @throws IOException if the work failed, or the call ended first
     */
    public T await(Call call) throws IOException {
        CompletableFuture<T> mine = result.copy();
        Runnable leave = () -> mine.cancel(false);
        call.onCancel(leave);
        try {
            return await(mine, call.remaining());
        } finally {
            call.offCancel(leave);
        }
    }

    /** Waits for the result, at most so long; as {@link #await(Call)}. */
    public T await(Duration atMost) throws IOException {
        return await(result, atMost);
    }

    private T await(CompletableFuture<T> mine, Duration atMost) throws IOException {
        try {
            long left = atMost.toNanos();
            if (left > PATIENCE.toNanos()) {
                try {
                    return mine.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException nobodyHasBegunPerhaps) {
                    run();
                    left -= PATIENCE.toNanos();
                }
            }
            return mine.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("The deadline of the call passed while it waited for " + what, e);
        } catch (CancellationException e) {
            throw new CallCancelledException("The call was cancelled while it waited for " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Interrupted while waiting for " + what).initCause(e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException refused) {
            throw refused;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        // Each waiter gets its own, so that no two threads add to one exception.
        if (cause instanceof PrerequisiteException failed) {
            return failed.again();
        }
        if (cause instanceof CallCancelledException) {
            return new CallCancelledException(String.valueOf(cause.getMessage()), cause);
        }
        if (cause instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return (InterruptedIOException) new InterruptedIOException(cause.getMessage()).initCause(cause);
        }
        return new IOException(cause == null ? null : cause.getMessage(), cause);
    }
}
