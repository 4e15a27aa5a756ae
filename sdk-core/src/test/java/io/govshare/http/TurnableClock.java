package io.govshare.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of tests, which stands until it is turned. */
public final class TurnableClock implements TimeSource {

    /** When it begins: {@code Tue, 01 Sep 2026 08:00:00 GMT}. */
    public static final Instant START = Instant.parse("2026-09-01T08:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Runnable> onNextLook = new AtomicReference<>(() -> {});

    public void turn(Duration ahead) {
        nanos.addAndGet(ahead.toNanos());
    }

    /** Runs this at the next look at the monotonic time, between what comes before and after it. */
    public void onNextLook(Runnable action) {
        onNextLook.set(action);
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        // Monotonic time may be negative; a test that starts at zero would not notice who forgets that.
        long now = nanos.get() - Long.MAX_VALUE / 2;
        Runnable action = onNextLook.getAndSet(() -> {});
        action.run();
        return now;
    }
}
