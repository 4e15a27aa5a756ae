package io.govshare.testing.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are still to happen, first in first out: a request meets the earliest one that concerns it. Safe for
 * concurrent use.
 */
public final class Faults {

    private static final class Pending {
        private final Fault fault;
        private int left;

        private Pending(Fault fault) {
            this.fault = fault;
            this.left = fault.times();
        }
    }

    private final List<Pending> pending = new ArrayList<>();

    /** Puts a fault at the end of the queue. */
    public synchronized Faults next(Fault fault) {
        pending.add(new Pending(fault));
        return this;
    }

    /** Forgets the faults that have not happened yet. */
    public synchronized void clear() {
        pending.clear();
    }

    /** How many faults are still to happen; one that never ends counts as one. */
    public synchronized int remaining() {
        int remaining = 0;
        for (Pending next : pending) {
            remaining += next.left == Integer.MAX_VALUE ? 1 : next.left;
        }
        return remaining;
    }

    /**
     * Takes the fault that a request meets.
     *
     * @param path the request's path
     * @param dataset the dataset whose records it is for; null when it is for none
     */
    public synchronized Optional<Fault> take(String path, @Nullable String dataset) {
        Optional<Pending> met = pending.stream()
                .filter(next -> next.fault.concerns(path, dataset))
                .findFirst();
        met.ifPresent(next -> {
            if (next.left != Integer.MAX_VALUE && --next.left == 0) {
                pending.remove(next);
            }
        });
        return met.map(next -> next.fault);
    }
}
