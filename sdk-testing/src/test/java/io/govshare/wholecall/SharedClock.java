package io.govshare.wholecall;

import io.govshare.http.Call;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of a gateway and its client, which stands until it is turned; the waits of the client turn it too. */
final class SharedClock extends Clock implements TimeSource, Sleeper {

    private static final Instant START = Instant.parse("2026-09-01T08:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    void turn(Duration ahead) {
        nanos.addAndGet(ahead.toNanos());
    }

    /** How long the client waited so far, wait by wait. */
    List<Duration> waits() {
        return new ArrayList<>(waits);
    }

    @Override
    public void sleep(Call call, Duration duration) {
        waits.add(duration);
        turn(duration);
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
