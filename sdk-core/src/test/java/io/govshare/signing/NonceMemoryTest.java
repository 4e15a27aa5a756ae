package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NonceMemoryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @Test
    void remember_again_isRefusedForTheSameKeyOnly() {
        NonceMemory memory = NonceMemory.of(WINDOW, 10);

        assertThat(memory.remember("a", "n", NOW, NOW)).isNull();
        assertThat(memory.remember("b", "n", NOW, NOW)).isNull();
        assertThat(memory.remember("a", "n", NOW, NOW.plusSeconds(1))).contains("seen before");
    }

    @Test
    void remember_laterThanTheWindow_isRefusedAllTheSame() {
        NonceMemory memory = NonceMemory.of(WINDOW, 10);
        memory.remember("a", "first", NOW, NOW);
        List<String> answers = new ArrayList<>();
        for (int minutes = 1; minutes <= 30; minutes++) {
            Instant later = NOW.plus(Duration.ofMinutes(minutes));
            assertThat(memory.remember("a", "n" + minutes, later, later)).isNull();
            answers.add(memory.remember("a", "first", NOW, later));
        }

        assertThat(answers.subList(0, 5))
                .allSatisfy(answer -> assertThat(answer).contains("seen before"));
        assertThat(answers).doesNotContainNull();
        assertThat(answers.get(29)).contains("no longer remembered");
    }

    @Test
    void remember_moreThanFit_forgetsTheOldestAndRefusesTheirTime() {
        NonceMemory memory = NonceMemory.of(WINDOW, 3);
        for (int i = 0; i < 9; i++) {
            assertThat(memory.remember("a", "n" + i, NOW.plusSeconds(i), NOW)).isNull();
        }

        for (int i = 0; i < 9; i++) {
            assertThat(memory.remember("a", "n" + i, NOW.plusSeconds(i), NOW)).isNotNull();
        }
        assertThat(memory.remember("a", "late", NOW, NOW)).contains("no longer remembered");
        assertThat(memory.remember("a", "new", NOW.plusSeconds(9), NOW)).isNull();
    }

    @Test
    void remember_byManyThreads_acceptsNoNonceTwice() throws Exception {
        NonceMemory memory = NonceMemory.of(WINDOW, 50);
        AtomicIntegerArray accepted = new AtomicIntegerArray(1_000);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            done.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < 1_000; i++) {
                    accepted.addAndGet(i, memory.remember("a", "n" + i, NOW.plusSeconds(i), NOW) == null ? 1 : 0);
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> one : done) {
            one.get(30, TimeUnit.SECONDS);
        }
        threads.shutdownNow();

        int sum = 0;
        for (int i = 0; i < accepted.length(); i++) {
            assertThat(accepted.get(i)).isLessThanOrEqualTo(1);
            sum += accepted.get(i);
        }
        assertThat(sum).isGreaterThanOrEqualTo(50);
    }

    @Test
    void remember_sameNonceTwiceWhileAWindowEnds_isAcceptedExactlyOnce() throws Exception {
        int rounds = 10_000;
        NonceMemory memory = NonceMemory.of(WINDOW, 10);
        memory.remember("a", "first", NOW, NOW);
        AtomicIntegerArray accepted = new AtomicIntegerArray(rounds);
        AtomicInteger arrived = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> done = new ArrayList<>();
        for (Duration early : List.of(Duration.ZERO, Duration.ofNanos(1))) {
            done.add(threads.submit(() -> {
                for (int i = 0; i < rounds; i++) {
                    Instant end = NOW.plus(WINDOW.multipliedBy(i + 1));
                    arrived.incrementAndGet();
                    while (arrived.get() < 2 * (i + 1)) {
                        Thread.onSpinWait();
                    }
                    boolean first = memory.remember("a", "n" + i, end, end.minus(early)) == null;
                    accepted.addAndGet(i, first ? 1 : 0);
                }
            }));
        }
        for (Future<?> one : done) {
            one.get(60, TimeUnit.SECONDS);
        }
        threads.shutdownNow();

        assertThat(IntStream.range(0, rounds).map(accepted::get)).containsOnly(1);
    }

    @Test
    void of_withoutWindowOrCapacity_isRefused() {
        assertThatThrownBy(() -> NonceMemory.of(Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NonceMemory.of(WINDOW, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
