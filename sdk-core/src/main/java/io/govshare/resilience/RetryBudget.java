package io.govshare.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps retries to a small part of all calls to a host, so that a struggling platform does not get three times its load. A
 * retry takes {@value #COST}, a call that succeeds at its first try gives 1 back. Safe for concurrent use.
 */
final class RetryBudget {

    static final int SIZE = 500;
    static final int COST = 5;

    private final AtomicInteger left = new AtomicInteger(SIZE);

    /** Takes one retry out of the budget if there is enough left for it. */
    boolean take() {
        for (int now = left.get(); now >= COST; now = left.get()) {
            if (left.compareAndSet(now, now - COST)) {
                return true;
            }
        }
        return false;
    }

    void giveBack() {
        if (left.get() < SIZE) {
            left.updateAndGet(now -> Math.min(now + 1, SIZE));
        }
    }

    int left() {
        return left.get();
    }
}
