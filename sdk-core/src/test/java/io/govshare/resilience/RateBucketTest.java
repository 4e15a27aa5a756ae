package io.govshare.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.catalog.CallRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBucketTest {

    /** Monotonic time may begin anywhere; here it passes the largest long on the way. */
    private static final long EPOCH = Long.MAX_VALUE - Duration.ofMinutes(5).toNanos();

    private static final long PATIENT = Duration.ofDays(365).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    /** The turns of these arrivals, in nanoseconds since the epoch of the test. */
    private static List<Long> turns(RateBucket bucket, List<Long> arrivals, long longest) {
        List<Long> turns = new ArrayList<>();
        for (long arrival : arrivals) {
            long wait = bucket.take(EPOCH + arrival, longest);
            if (wait >= 0) {
                turns.add(arrival + wait);
            }
        }
        return turns;
    }

    /** Where any so many turns and one more lie closer together than the period. */
    private static void assertNoWindowHoldsMore(List<Long> turns, int calls, long period, String pattern) {
        List<Long> sorted = new ArrayList<>(turns);
        Collections.sort(sorted);
        for (int i = 0; i + calls < sorted.size(); i++) {
            assertThat(sorted.get(i + calls) - sorted.get(i))
                    .as("%s: turns %d to %d", pattern, i, i + calls)
                    .isGreaterThanOrEqualTo(period);
        }
    }

    /** Bursts, trickles, pauses of all lengths, and clocks that threads read out of order. */
    private static List<Long> arrivals(Random random, int number, long period) {
        List<Long> arrivals = new ArrayList<>();
        long now = 0;
        while (arrivals.size() < number) {
            switch (random.nextInt(5)) {
                case 0 -> now += (long) (random.nextDouble() * 2 * period);
                case 1 -> now += (long) (random.nextDouble() * period / 10);
                case 2 -> now += random.nextInt(3);
                default -> {
                    int burst = random.nextInt(number / 2);
                    for (int i = 0; i < burst; i++) {
                        arrivals.add(Math.max(0, now - random.nextInt(1_000)));
                    }
                }
            }
            arrivals.add(now);
        }
        return arrivals;
    }

    @Test
    void take_anyArrivals_noWindowOfThePeriodHoldsMoreThanTheRegisteredCalls() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int calls = 1 + random.nextInt(60);
            long period = 1_000_000 + (long) (random.nextDouble() * HOUR);
            RateBucket bucket = new RateBucket(new CallRate(calls, Duration.ofNanos(period)), EPOCH);
            long longest = random.nextBoolean() ? PATIENT : (long) (random.nextDouble() * period);
            List<Long> turns = turns(bucket, arrivals(random, calls * 4 + 4, period), longest);

            assertThat(turns).isNotEmpty();
            assertNoWindowHoldsMore(
                    turns, calls, period, "seed " + seed + ", " + calls + " calls in " + period + " ns");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 1", "5, 1", "10, 2", "60, 12", "1000, 200"})
    void take_afterAPause_aFifthIsAtOnceAndTheRestAtEvenDistances(int calls, int atOnce) {
        RateBucket bucket = new RateBucket(new CallRate(calls, Duration.ofHours(1)), EPOCH);
        for (long pause : List.of(0L, 24 * HOUR)) {
            List<Long> turns = turns(bucket, Collections.nCopies(atOnce + 3, pause), PATIENT);

            assertThat(turns.subList(0, atOnce)).containsOnly(pause);
            long distance = turns.get(atOnce) - pause;
            assertThat(distance).isBetween(HOUR / (calls + 1 - atOnce), HOUR / (calls + 1 - atOnce) + 1);
            assertThat(turns.get(atOnce + 2) - turns.get(atOnce)).isEqualTo(2 * distance);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "60", "1000"})
    void take_callsWithoutPause_getFourFifthsOfTheRateAtLeast(int calls) {
        RateBucket bucket = new RateBucket(new CallRate(calls, Duration.ofHours(1)), EPOCH);
        List<Long> turns = turns(bucket, Collections.nCopies(10 * calls, 0L), PATIENT);

        assertThat(turns.get(turns.size() - 1)).isLessThanOrEqualTo(HOUR * 10 * 5 / 4 + 1_000_000);
    }

    @Test
    void take_turnTooLate_isLeftToOthersAndSaysWhen() {
        RateBucket bucket = new RateBucket(new CallRate(1, Duration.ofHours(1)), EPOCH);
        assertThat(bucket.take(EPOCH, PATIENT)).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(bucket.take(EPOCH, HOUR - 1)).isEqualTo(-HOUR);
        }

        assertThat(bucket.take(EPOCH, HOUR)).isEqualTo(HOUR);
    }

    @Test
    void take_partOfACallInAPeriod_isACallInALongerTime() {
        RateBucket bucket = new RateBucket(CallRate.perSecond(0.25), EPOCH);
        assertThat(bucket.take(EPOCH, PATIENT)).isZero();

        assertThat(bucket.take(EPOCH, PATIENT)).isEqualTo(Duration.ofSeconds(4).toNanos());
    }

    @ParameterizedTest
    @CsvSource({"1e-300, PT1S", "1, PT8784H", "1e300, PT0.000000001S", "1e300, PT8784H"})
    void take_extremeRate_neverOverflows(double calls, Duration period) {
        RateBucket bucket = new RateBucket(new CallRate(calls, period), EPOCH);

        assertThat(bucket.take(EPOCH, 0)).isZero();
        assertThat(bucket.take(EPOCH + PATIENT / 100, PATIENT * 2)).isNotNegative();
        assertThat(bucket.take(EPOCH + PATIENT * 3, 0)).isZero();
    }

    @Test
    void take_manyThreads_noTurnIsGivenTwice() throws Exception {
        int calls = 100;
        int threads = 8;
        RateBucket bucket = new RateBucket(new CallRate(calls, Duration.ofHours(1)), EPOCH);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Long> turns = new ArrayList<>();
        try {
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> turns(bucket, Collections.nCopies(2_000, 0L), PATIENT)));
            }
            for (Future<List<Long>> one : all) {
                turns.addAll(one.get());
            }
        } finally {
            pool.shutdown();
        }

        assertThat(turns).hasSize(threads * 2_000);
        assertThat(turns.stream().filter(turn -> turn == 0)).hasSize(calls / 5);
        assertNoWindowHoldsMore(turns, calls, HOUR, threads + " threads");
    }
}
