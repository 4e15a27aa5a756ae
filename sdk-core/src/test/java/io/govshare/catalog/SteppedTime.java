package io.govshare.catalog;

import io.govshare.http.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that only a test moves on. */
public final class SteppedTime implements TimeSource {

    /** When it begins: {@code Tue, 01 Sep 2026 08:00:00 GMT}. */
    public static final Instant START = Instant.parse("2026-09-01T08:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        // Monotonic time may be negative; a test that starts at zero would not notice who forgets that.
        return nanos.get() - Long.MAX_VALUE / 2;
    }

    public void advance(Duration step) {
        nanos.addAndGet(step.toNanos());
    }
}
