package io.govshare.signing;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps initialised {@code Signature}, {@code Mac} and {@code MessageDigest} objects for the next user, without locks and
 * without thread-locals (which virtual threads would multiply). Holds at most twice as many as there are cores; whoever
 * finds none makes one, and what does not fit is left to the garbage collector.
 */
final class Pool<T> {

    /** Makes one that is ready for use. */
    @FunctionalInterface
    interface Maker<T> {
        T make() throws GeneralSecurityException;
    }

    private static final int CAPACITY =
            Integer.highestOneBit(Math.max(2, 2 * Runtime.getRuntime().availableProcessors()));

    private final AtomicReferenceArray<@Nullable T> idle = new AtomicReferenceArray<>(CAPACITY);
    private final Maker<T> maker;

    Pool(Maker<T> maker) {
        this.maker = maker;
    }

    T take() throws GeneralSecurityException {
        int start = start();
        for (int i = 0; i < CAPACITY; i++) {
            int slot = (start + i) & (CAPACITY - 1);
            if (idle.get(slot) != null) {
                T taken = idle.getAndSet(slot, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return maker.make();
    }

    /** Gives back what was taken, in its initial state; what failed in use is not given back. */
    void giveBack(T used) {
        int start = start();
        for (int i = 0; i < CAPACITY; i++) {
            int slot = (start + i) & (CAPACITY - 1);
            if (idle.get(slot) == null && idle.compareAndSet(slot, null, used)) {
                return;
            }
        }
    }

    int idle() {
        int count = 0;
        for (int i = 0; i < CAPACITY; i++) {
            count += idle.get(i) == null ? 0 : 1;
        }
        return count;
    }

    static int capacity() {
        return CAPACITY;
    }

    private static int start() {
        return (int) Thread.currentThread().getId() & (CAPACITY - 1);
    }
}
