package io.govshare.resilience;

import io.govshare.http.Call;
import io.govshare.http.Sleeper;
import io.govshare.http.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Waits by turning the clock, and remembers how long. */
final class Waits implements Sleeper {

    private final TurnableClock clock;
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    Waits(TurnableClock clock) {
        this.clock = clock;
    }

    @Override
    public void sleep(Call call, Duration duration) {
        waits.add(duration);
        clock.turn(duration);
    }

    List<Duration> all() {
        return List.copyOf(waits);
    }
}
