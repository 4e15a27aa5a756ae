package io.govshare.usage;

import java.time.Duration;

/** Waits for threads to end. */
final class Threads {

    private Threads() {}

    /** Waits for the end of the thread; an interrupt ends the waiting and stays set. @return whether the thread has ended */
    static boolean join(Thread thread, Duration most) {
        try {
            thread.join(Math.max(1, most.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
