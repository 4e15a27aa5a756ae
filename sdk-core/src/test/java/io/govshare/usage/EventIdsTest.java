package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.TimeSource;
import io.govshare.http.TurnableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    private final EventIds ids = new EventIds(1, 2);

    @Test
    void next_isVersionSevenOfTheIetfVariantAndHoldsTheTime() {
        UUID id = ids.next(new TurnableClock());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(EventIds.timeOf(id)).isEqualTo(TurnableClock.START);
    }

    @Test
    void next_clockStandsStillOrGoesBack_growsAllTheSame() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long step = i;
            made.add(ids.next(at(TurnableClock.START.minusMillis(step / 1000))).toString());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void next_fromManyThreads_isNeverTheSame() throws InterruptedException, ExecutionException {
        Set<UUID> made = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        made.add(ids.next(new TurnableClock()));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(made).hasSize(20_000);
    }

    private static TimeSource at(Instant now) {
        return new TimeSource() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public long nanoTime() {
                return 0;
            }
        };
    }
}
