package io.govshare.usage;

import io.govshare.http.ThrottledWarning;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Forces a spool to disk 50 ms after something was written, on a thread of its own: a delivery may take half a minute, and
 * the disk must not wait for it. The thread starts with the first write and sleeps while there is none.
 */
final class Forcer implements AutoCloseable {

    private static final long DELAY = Duration.ofMillis(50).toNanos();
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Force force;
    private final ThrottledWarning warning;
    private volatile boolean dirty;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /** Forces all that was written. */
    @FunctionalInterface
    interface Force {
        void run() throws IOException;
    }

    Forcer(Force force, ThrottledWarning warning) {
        this.force = force;
        this.warning = warning;
    }

    /** Something was written. */
    void wrote() {
        if (!dirty) {
            dirty = true;
            LockSupport.unpark(started());
        }
    }

    private @Nullable Thread started() {
        @Nullable Thread running = thread;
        return running != null || closed ? running : start();
    }

    private synchronized @Nullable Thread start() {
        if (thread == null && !closed) {
            Thread starting = new Thread(this::run, "govshare-usage-disk");
            starting.setDaemon(true);
            starting.start();
            thread = starting;
        }
        return thread;
    }

    private void run() {
        while (!closed) {
            if (!dirty) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, DELAY);
                dirty = false;
                force();
            }
        }
    }

    private void force() {
        try {
            force.run();
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it was, the next forcing may succeed, and nobody else would do it.
            warning.warn("Usage events cannot be forced to disk; they would not outlive a loss of power", e);
        }
    }

    /** Ends the thread; what is not forced yet is left to the writer's close. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running != null) {
            LockSupport.unpark(running);
            Threads.join(running, LONGEST_END);
        }
    }
}
