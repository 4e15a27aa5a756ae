package io.govshare.http;

import io.govshare.error.Internal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One piece of network work that many callers wait for, done once. Whoever runs it first does it; a caller that is
 * interrupted, cancelled or out of time leaves alone, and the others go on waiting. If it is the one who does the work that
 * leaves, the others see that it {@link #isLeftToOthers} and begin anew. Safe for concurrent use.
 *
 * @param <T> what the work yields
 */
@Internal
public final class Flight<T> {

    /** How long a waiter trusts an executor to begin before it does the work itself: the pool may be full of waiters. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** How long a thread waits that works for no call: as long as a whole call may take by default. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final String what;
    private final Call.Work<T> work;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Thread runner;
    private volatile boolean abandoned;

    /** @param what what is awaited, for messages, such as {@code a credential} */
    public Flight(String what, Call.Work<T> work) {
        this.what = what;
        this.work = work;
    }

    /** Does the work, unless it is done or under way already; failures are for those who wait. */
    public void run() {
        if (!claimed.compareAndSet(false, true)) {
            return;
        }
        runner = Thread.currentThread();
        try {
            result.complete(work.run());
        } catch (Throwable failure) {
            abandoned = isGivenUp(failure);
            result.completeExceptionally(failure);
        }
    }

    /** Whether a failure says nothing about the work, since who did it gave up, or the client is closing. */
    public static boolean isGivenUp(Throwable failure) {
        return failure instanceof CallCancelledException || hasGivenUp();
    }

    /** Whether this thread does not want the result any more: it was interrupted, or its call cancelled or out of time. */
    private static boolean hasGivenUp() {
        return Thread.currentThread().isInterrupted()
                || Call.served().filter(Call::isGivenUp).isPresent();
    }

    /** Whether it failed only because another, who did it, gave up, and this thread has not: then begin anew. */
    public boolean isLeftToOthers() {
        return abandoned && runner != Thread.currentThread() && !hasGivenUp();
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

    /** Waits for the result on behalf of the call that this thread works for; as {@link #await(Call)}. */
    public T await() throws IOException {
        Optional<Call> served = Call.served();
        return served.isPresent() ? await(served.get()) : await(result, LONGEST);
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
            throw (IOException)
                    new SocketTimeoutException("The deadline of the call passed while it waited for " + what)
                            .initCause(e);
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

    private IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException refused) {
            throw refused;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException own && runner == Thread.currentThread()) {
            return own;
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
