package io.govshare.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test turns it. */
public final class TurnableClock implements TimeSource {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    public void turn(Duration ahead) {
        now.updateAndGet(old -> old.plus(ahead));
    }

    @Override
    public Instant now() {
        return now.get();
    }

    @Override
    public long nanoTime() {
        return Duration.between(START, now.get()).toNanos();
    }
}
