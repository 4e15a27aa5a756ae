package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what may be used once, such as nonces and assertion ids, until it would be refused as expired anyway. */
@Internal
public final class OnceOnly {

    private static final int SWEEP_EVERY = 4096;

    private final ConcurrentMap<String, Instant> used = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Whether this is the first use. */
    public boolean use(String value, Instant expires, Instant now) {
        if (count.incrementAndGet() % SWEEP_EVERY == 0) {
            used.values().removeIf(end -> end.isBefore(now));
        }
        return used.putIfAbsent(value, expires) == null;
    }
}
