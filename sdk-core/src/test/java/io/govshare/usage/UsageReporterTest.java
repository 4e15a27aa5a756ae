package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.TimeSource;
import io.govshare.http.TurnableClock;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageReporterTest {

    private final TurnableClock clock = new TurnableClock();
    private final FakePlatform platform = new FakePlatform();
    private final Warnings warnings = Warnings.caught();

    @TempDir
    Path parent;

    private Spool spool;
    private UsageReporter reporter;

    @BeforeEach
    void open() throws IOException {
        spool = Events.spool(parent);
        reporter = reporter(UsageOptions.defaults());
    }

    @AfterEach
    void close() throws IOException {
        reporter.close();
        spool.close();
        warnings.close();
    }

    private UsageReporter reporter(UsageOptions options) {
        return new UsageReporter(spool, () -> platform, List::of, options, clock, () -> 1.0);
    }

    @Test
    void turn_eventWaitsForTheInterval_thenGoes() throws IOException {
        UUID id = Events.append(spool);

        assertThat(reporter.turn()).isEqualTo(Duration.ofSeconds(5).toNanos());
        clock.turn(Duration.ofMillis(4_999));
        assertThat(reporter.turn()).isEqualTo(Duration.ofMillis(1).toNanos());
        assertThat(platform.attempts).isZero();

        clock.turn(Duration.ofMillis(1));
        reporter.turn();

        assertThat(platform.ids()).containsExactly(id.toString());
        assertThat(spool.pending()).isZero();
    }

    @Test
    void turn_batchIsFull_goesAtOnceAndTheRestWaits() throws IOException {
        Events.append(spool, 1_100);

        reporter.turn();

        assertThat(platform.batches).extracting(List::size).containsExactly(500, 500);
        assertThat(spool.pending()).isEqualTo(100);
    }

    @Test
    void turn_largeEvents_areSentInBatchesOfBoundedSize() throws IOException {
        reporter = reporter(UsageOptions.defaults().batchBytes(4_096));
        Events.append(spool, 20);

        clock.turn(Duration.ofSeconds(5));
        for (int i = 0; i < 10; i++) {
            reporter.turn();
            clock.turn(Duration.ofSeconds(5));
        }

        assertThat(platform.ids()).hasSize(20);
        assertThat(platform.batches)
                .allSatisfy(batch -> assertThat(batch.stream()
                                .mapToInt(event -> event.json().length())
                                .sum())
                        .isLessThanOrEqualTo(4_096));
    }

    @Test
    void turn_platformFails_backsOffAndSendsTheSameEventsAgain() throws IOException {
        List<UUID> ids = Events.append(spool, 3);
        for (int i = 0; i < 3; i++) {
            platform.failures.add(new IOException("connection reset"));
        }
        reporter.turn();
        clock.turn(Duration.ofSeconds(5));

        assertThat(reporter.turn()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(reporter.status().lastError()).hasValue("IOException: connection reset");
        clock.turn(Duration.ofSeconds(1));
        assertThat(reporter.turn()).isEqualTo(Duration.ofSeconds(2).toNanos());
        clock.turn(Duration.ofSeconds(2));
        assertThat(reporter.turn()).isEqualTo(Duration.ofSeconds(4).toNanos());
        assertThat(spool.pending()).isEqualTo(3);
        assertThat(platform.attempts).isEqualTo(3);

        clock.turn(Duration.ofSeconds(4));
        reporter.turn();

        assertThat(platform.ids()).isEqualTo(ids.stream().map(UUID::toString).toList());
        assertThat(reporter.status().pending()).isZero();
        assertThat(reporter.status().delivered()).isEqualTo(3);
        assertThat(reporter.status().lastError()).isEmpty();
        assertThat(warnings.messages()).singleElement().asString().contains("connection reset", "sent again");
    }

    @Test
    void turn_platformDownForLong_warnsEveryTenMinutesWithTheCount() throws IOException {
        Events.append(spool);
        for (int i = 0; i < 1_000; i++) {
            platform.failures.add(new IOException("down"));
        }
        clock.turn(Duration.ofSeconds(5));
        reporter.turn();
        for (int second = 0; second < 1_500; second++) {
            clock.turn(Duration.ofSeconds(1));
            reporter.turn();
        }

        assertThat(platform.attempts).isBetween(9, 20);
        assertThat(warnings.messages()).hasSizeBetween(2, 3);
        assertThat(warnings.messages().get(1)).contains("more since the last warning");
    }

    @Test
    void turn_platformFailsInAnyWay_goesOn() throws IOException {
        Events.append(spool);
        platform.failures.add(new PlatformUnavailableException("busy", ""));
        platform.failures.add(new IllegalStateException("a defect"));
        reporter.turn();
        for (int i = 0; i < 3; i++) {
            clock.turn(Duration.ofMinutes(5));
            reporter.turn();
        }

        assertThat(platform.attempts).isEqualTo(3);
        assertThat(spool.pending()).isZero();
    }

    @Test
    void turn_platformFailsAThousandTimes_triesOnceForEachWaitAndLosesNothing() throws IOException {
        List<UUID> ids = Events.append(spool, 700);
        for (int i = 0; i < 1_000; i++) {
            platform.failures.add(new PlatformUnavailableException("500", ""));
        }
        Duration waited = Duration.ZERO;
        int turns = 0;
        while (spool.pending() > 0) {
            Duration wait = Duration.ofNanos(reporter.turn());
            assertThat(wait).isPositive();
            clock.turn(wait);
            waited = waited.plus(wait);
            turns++;
        }

        assertThat(platform.attempts).isEqualTo(1_002);
        // Between two attempts the thread looks for orphans once a minute.
        assertThat(turns).isLessThan(1_000 * 7);
        assertThat(waited).isBetween(Duration.ofDays(3), Duration.ofDays(4));
        assertThat(platform.ids()).isEqualTo(ids.stream().map(UUID::toString).toList());
    }

    @Test
    void turn_wallClockJumps_neitherHurriesNorDelaysNorDropsAnything() throws IOException {
        Jumping jumping = new Jumping(clock);
        reporter = new UsageReporter(spool, () -> platform, List::of, UsageOptions.defaults(), jumping, () -> 1.0);
        for (Duration jump : List.of(Duration.ofDays(-1), Duration.ofDays(1), Duration.ofDays(30))) {
            Events.append(spool);
            platform.failures.add(new IOException("down"));
            assertThat(reporter.turn()).isEqualTo(Duration.ofSeconds(5).toNanos());
            clock.turn(Duration.ofSeconds(5));
            assertThat(reporter.turn()).isEqualTo(Duration.ofSeconds(1).toNanos());
            int attempts = platform.attempts;

            jumping.apart = jump;

            clock.turn(Duration.ofMillis(999));
            assertThat(reporter.turn()).isEqualTo(Duration.ofMillis(1).toNanos());
            assertThat(platform.attempts).isEqualTo(attempts);
            clock.turn(Duration.ofMillis(1));
            reporter.turn();
            assertThat(platform.attempts).isEqualTo(attempts + 1);
            assertThat(spool.pending()).isZero();
        }
        assertThat(platform.ids()).hasSize(3);
        assertThat(spool.shedEvents()).isZero();
    }

    /** A clock whose wall time is set by somebody, while its monotonic time goes on. */
    private static final class Jumping implements TimeSource {

        private final TimeSource time;
        private volatile Duration apart = Duration.ZERO;

        Jumping(TimeSource time) {
            this.time = time;
        }

        @Override
        public Instant now() {
            return time.now().plus(apart);
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }
    }

    @Test
    void turn_backlog_pausesAsLongAsTheLastDeliveryTook() throws IOException {
        reporter = new UsageReporter(
                spool,
                () -> batch -> {
                    clock.turn(Duration.ofMillis(700));
                    return platform.deliver(batch);
                },
                List::of,
                UsageOptions.defaults(),
                clock,
                () -> 1.0);
        Events.append(spool, 1_500);

        assertThat(reporter.turn()).isEqualTo(Duration.ofMillis(700).toNanos());
        assertThat(platform.attempts).isEqualTo(1);
        clock.turn(Duration.ofMillis(700));
        assertThat(reporter.turn()).isEqualTo(Duration.ofMillis(700).toNanos());
        assertThat(platform.attempts).isEqualTo(2);
    }

    @Test
    void turn_answerIsLost_sendsTheSameEventsAgainUnderTheSameIds() throws IOException {
        List<UUID> ids = Events.append(spool, 3);
        reporter = new UsageReporter(
                spool,
                () -> batch -> {
                    platform.deliver(batch);
                    if (platform.attempts < 3) {
                        throw new IOException("timeout");
                    }
                    return UsageSink.Receipt.all();
                },
                List::of,
                UsageOptions.defaults(),
                clock,
                () -> 1.0);
        reporter.turn();
        for (int i = 0; i < 3; i++) {
            clock.turn(Duration.ofSeconds(5));
            reporter.turn();
        }

        assertThat(platform.attempts).isEqualTo(3);
        assertThat(platform.ids())
                .hasSameElementsAs(ids.stream().map(UUID::toString).toList());
        assertThat(reporter.status().delivered()).isEqualTo(3);
    }

    @Test
    void turn_platformRefusesEverything_backsOffAndSaysWhy() throws IOException {
        PickyPlatform picky = new PickyPlatform();
        picky.refusingAll = 413;
        reporter = new UsageReporter(spool, () -> picky, List::of, UsageOptions.defaults(), clock, () -> 1.0);
        Events.append(spool, 800);
        for (int second = 0; second < 3_600; second++) {
            reporter.turn();
            clock.turn(Duration.ofSeconds(1));
        }

        assertThat(spool.pending()).isEqualTo(800);
        assertThat(reporter.status().rejected()).isZero();
        assertThat(reporter.status().lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("refused with 413", "stay in the spool"));
        assertThat(picky.came).hasSizeLessThan(260);

        picky.refusingAll = 0;
        for (int second = 0; second < 400; second++) {
            reporter.turn();
            clock.turn(Duration.ofSeconds(1));
        }
        assertThat(picky.taken).hasSize(800);
        assertThat(reporter.status().lastError()).isEmpty();
    }

    @Test
    void turn_defectOfTheSink_doesNotEndTheReports() throws IOException {
        Events.append(spool);
        reporter = new UsageReporter(
                spool,
                () -> batch -> {
                    if (platform.attempts++ == 0) {
                        throw new AssertionError("a defect");
                    }
                    return UsageSink.Receipt.all();
                },
                List::of,
                UsageOptions.defaults(),
                clock,
                () -> 1.0);
        reporter.turn();
        clock.turn(Duration.ofSeconds(5));
        reporter.turn();
        assertThat(reporter.status().lastError()).hasValue("AssertionError: a defect");
        clock.turn(Duration.ofSeconds(5));
        reporter.turn();

        assertThat(reporter.status().pending()).isZero();
        assertThat(reporter.status().delivered()).isEqualTo(1);
    }

    @Test
    void turn_someEventsRejected_setsThemAsideWithTheMaskedReasonAndAcknowledgesAll() throws IOException {
        List<UUID> ids = Events.append(spool, 3);
        platform.refused.put(ids.get(1).toString(), "unknown person 350102199001011234");
        clock.turn(Duration.ofSeconds(5));
        reporter.turn();
        clock.turn(Duration.ofSeconds(5));
        reporter.turn();

        assertThat(spool.pending()).isZero();
        assertThat(reporter.status().delivered()).isEqualTo(2);
        assertThat(reporter.status().rejected()).isEqualTo(1);
        assertThat(Files.readAllLines(spool.path().resolve("rejected.ndjson")))
                .singleElement()
                .asString()
                .contains("\"reason\":\"unknown person ***\"", ids.get(1).toString())
                .doesNotContain("350102199001011234");
        assertThat(warnings.messages())
                .singleElement()
                .asString()
                .contains("rejected 1 usage events", "unknown person ***", "rejected.ndjson")
                .doesNotContain("350102199001011234");
    }

    @Test
    void turn_spoolOfAProcessThatIsGone_isDeliveredAndGivenBack() throws IOException {
        Path gone = parent.resolve("2");
        List<UUID> ids;
        try (Spool other = Events.spool(parent)) {
            assertThat(other.path()).isEqualTo(gone);
            ids = Events.append(other, 2);
        }
        reporter = new UsageReporter(
                spool,
                () -> platform,
                () -> {
                    List<Spool> found = new java.util.ArrayList<>();
                    for (SpoolFolder folder : SpoolFolder.claimOrphans(parent, Map.of())) {
                        found.add(Spool.open(folder, Events.settings(false, Events.LIMITS, clock), clock));
                    }
                    return found;
                },
                UsageOptions.defaults(),
                clock,
                () -> 1.0);
        platform.failures.add(new IOException("not yet"));
        platform.refused.put(ids.get(1).toString(), "unknown dataset");

        reporter.turn();
        assertThat(reporter.status().pending()).isEqualTo(2);
        assertThat(reporter.status().oldestPending()).hasValue(EventIds.timeOf(ids.get(0)));
        clock.turn(Duration.ofSeconds(1));
        reporter.turn();

        assertThat(platform.ids()).isEqualTo(ids.stream().map(UUID::toString).toList());
        assertThat(reporter.status().delivered()).isEqualTo(1);
        assertThat(reporter.status().rejected()).isEqualTo(1);
        assertThat(gone.resolve("rejected.ndjson"))
                .content()
                .contains(ids.get(1).toString());
        assertThat(Segment.numbers(gone)).isEmpty();
        assertThat(reporter.status().pending()).isZero();
        SpoolFolder free = SpoolFolder.claim(parent);
        assertThat(free.path()).isEqualTo(gone);
        free.close();
    }

    @Test
    void flush_afterFailure_doesNotWaitForTheBackoff() throws IOException {
        Events.append(spool);
        platform.failures.add(new IOException("down"));
        clock.turn(Duration.ofSeconds(5));
        reporter.turn();
        clock.turn(Duration.ofSeconds(5));
        reporter.turn();
        reporter.start();

        assertThat(reporter.flush(Duration.ofSeconds(10), false)).isTrue();
        assertThat(platform.ids()).hasSize(1);
    }

    @Test
    void flush_platformDown_givesUpAtTheFirstFailureWhenAskedTo() throws IOException {
        Events.append(spool);
        for (int i = 0; i < 100; i++) {
            platform.failures.add(new IOException("down"));
        }
        reporter.start();

        assertThat(reporter.flush(Duration.ofSeconds(30), true)).isFalse();
        assertThat(platform.attempts()).isEqualTo(1);
        assertThat(spool.pending()).isEqualTo(1);
    }

    @Test
    void flush_interrupted_returnsAndStaysInterrupted() throws IOException {
        Events.append(spool);
        platform.failures.add(new IOException("down"));

        Thread.currentThread().interrupt();
        boolean delivered = reporter.flush(Duration.ofSeconds(30), false);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(delivered).isFalse();
    }

    @Test
    void start_fullBatchAppended_wakesTheThread() throws IOException {
        reporter = reporter(UsageOptions.defaults().batchEvents(10).interval(Duration.ofHours(1)));
        reporter.start();

        Events.append(spool, 10);

        await().until(() -> platform.ids().size() == 10);
    }

    @Test
    void close_deliveryHangs_endsTheThread() throws IOException, InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        Events.append(spool);
        UsageReporter stuck = new UsageReporter(
                spool,
                () -> batch -> {
                    hanging.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return null;
                },
                List::of,
                UsageOptions.defaults(),
                clock,
                () -> 1.0);
        stuck.start();
        Thread flusher = new Thread(() -> stuck.flush(Duration.ofSeconds(30), false));
        flusher.start();
        hanging.await();

        stuck.close();
        flusher.join();

        assertThat(spool.pending()).isEqualTo(1);
    }
}
