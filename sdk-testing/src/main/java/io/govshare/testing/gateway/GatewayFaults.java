package io.govshare.testing.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are still to happen, first in first out: a request meets the earliest one that concerns it. Safe for
 * concurrent use.
 */
public final class GatewayFaults {

    private static final class Pending {
        private final GatewayFault fault;
        private int left;

        private Pending(GatewayFault fault) {
            this.fault = fault;
            this.left = fault.times();
        }
    }

    private final List<Pending> pending = new ArrayList<>();

    GatewayFaults() {}

    /** Puts a fault at the end of the queue. */
    public synchronized GatewayFaults next(GatewayFault fault) {
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

    synchronized @Nullable GatewayFault take(String path, @Nullable String service) {
        Optional<Pending> met = pending.stream()
                .filter(next -> next.fault.concerns(path, service))
                .findFirst();
        met.ifPresent(next -> {
            if (next.left != Integer.MAX_VALUE && --next.left == 0) {
                pending.remove(next);
            }
        });
        return met.map(next -> next.fault).orElse(null);
    }
}
