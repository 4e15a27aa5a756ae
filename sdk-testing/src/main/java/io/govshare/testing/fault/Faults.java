package io.govshare.testing.fault;

import io.govshare.error.Internal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The faults that are still to happen, first in first out: a request meets the earliest one that concerns it. Safe for
 * concurrent use.
 *
 * @param <F> the faults that the server can have: {@link Fault}, or those of gateways
 */
public final class Faults<F> {

    private final class Pending {
        private final F fault;
        private int left;

        private Pending(F fault) {
            this.fault = fault;
            this.left = times.applyAsInt(fault);
        }
    }

    private final ToIntFunction<F> times;
    private final List<Pending> pending = new ArrayList<>();

    /** @param times how often a fault happens; {@link Integer#MAX_VALUE} for ever */
    @Internal
    public Faults(ToIntFunction<F> times) {
        this.times = times;
    }

    /** Puts a fault at the end of the queue. */
    public synchronized Faults<F> next(F fault) {
        pending.add(new Pending(Objects.requireNonNull(fault, "fault")));
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

    /** Takes the fault that a request meets. */
    @Internal
    public synchronized Optional<F> take(Predicate<F> concernsIt) {
        Optional<Pending> met =
                pending.stream().filter(next -> concernsIt.test(next.fault)).findFirst();
        met.ifPresent(next -> {
            if (next.left != Integer.MAX_VALUE && --next.left == 0) {
                pending.remove(next);
            }
        });
        return met.map(next -> next.fault);
    }
}
