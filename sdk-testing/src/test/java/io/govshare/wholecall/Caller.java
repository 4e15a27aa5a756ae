package io.govshare.wholecall;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A thread of the application that makes one call, and what came of it. */
final class Caller<R> {

    private static final Duration LONGEST = Duration.ofSeconds(6);

    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable R result;
    private volatile @Nullable Throwable failure;
    private volatile boolean interrupted;

    private Caller(Callable<R> call) {
        thread = new Thread(() -> run(call), "caller");
    }

    static <R> Caller<R> of(Callable<R> call) {
        Caller<R> caller = new Caller<>(call);
        caller.thread.start();
        return caller;
    }

    private void run(Callable<R> call) {
        try {
            result = call.call();
        } catch (Throwable e) {
            failure = e;
        } finally {
            interrupted = Thread.currentThread().isInterrupted();
            over.countDown();
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits for its end. */
    Caller<R> ended() throws InterruptedException {
        if (!over.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            AssertionError stuck = new AssertionError("The caller is still there after " + LONGEST);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
        return this;
    }

    /** What was returned; null if the call failed. */
    @Nullable
    R result() throws InterruptedException {
        ended();
        return result;
    }

    /** What was thrown; null if the call succeeded. */
    @Nullable
    Throwable failure() throws InterruptedException {
        ended();
        return failure;
    }

    /** Whether its interrupt flag was set when the call was over. */
    boolean isInterrupted() throws InterruptedException {
        ended();
        return interrupted;
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(condition);
    }
}
