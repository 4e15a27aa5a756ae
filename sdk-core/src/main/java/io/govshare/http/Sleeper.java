package io.govshare.http;

import io.govshare.error.Internal;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the SDK waits: for as long as it is told, unless the call or the client ends first. Safe for concurrent use. */
@Internal
@FunctionalInterface
public interface Sleeper {

    /**
     * Waits on behalf of the call; returns early when the call is cancelled.
     *
     * @throws InterruptedIOException if the thread is interrupted, its interrupt flag set again
     */
    void sleep(Call call, Duration duration) throws InterruptedIOException;

    /** Waits in real time. */
    Sleeper SYSTEM = (call, duration) -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        Runnable wake = cancelled::countDown;
        call.onCancel(wake);
        try {
            cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Interrupted while waiting to try again").initCause(e);
        } finally {
            call.offCancel(wake);
        }
    };
}
