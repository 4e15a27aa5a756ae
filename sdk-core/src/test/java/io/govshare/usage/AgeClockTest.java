package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set wrong neither deletes what is kept nor gives up what is pending. */
class AgeClockTest {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final SpoolLimits LIMITS = new SpoolLimits(1L << 30, 0, MONTH, MONTH);

    private final Warnings warnings = Warnings.caught();
    private final WrongClock clock = new WrongClock();

    @TempDir
    Path parent;

    @AfterEach
    void letWarningsGo() {
        warnings.close();
    }

    @Test
    void tidy_clockSetAheadAYear_deletesNothingAndGivesNothingUp() throws IOException {
        try (Spool spool = spool()) {
            appendSegments(spool, 3);
            spool.acknowledge(spool.read(25, Integer.MAX_VALUE / 2));
            int segments = Segment.numbers(spool.path()).size();
            long pending = spool.pending();

            clock.wrongBy = Duration.ofDays(365);
            spool.tidy();

            assertThat(Segment.numbers(spool.path())).hasSize(segments);
            assertThat(spool.pending()).isEqualTo(pending);
            assertThat(spool.shedEvents()).isZero();
        }
    }

    @Test
    void open_clockSetAheadAYearMeanwhile_deletesNothingAndGivesNothingUp() throws IOException {
        long pending;
        int segments;
        try (Spool spool = spool()) {
            appendSegments(spool, 3);
            spool.acknowledge(spool.read(25, Integer.MAX_VALUE / 2));
            segments = Segment.numbers(spool.path()).size();
            pending = spool.pending();
        }

        clock.wrongBy = Duration.ofDays(365);
        try (Spool spool = spool()) {
            assertThat(Segment.numbers(spool.path())).hasSize(segments);
            assertThat(spool.pending()).isEqualTo(pending);
        }
    }

    @Test
    void tidy_clockSetBackAndRightAgain_deletesNothing() throws IOException {
        clock.wrongBy = Duration.ofDays(-9_000);
        try (Spool spool = spool()) {
            appendSegments(spool, 3);
            int segments = Segment.numbers(spool.path()).size();
            long pending = spool.pending();

            clock.wrongBy = Duration.ZERO;
            spool.tidy();

            assertThat(Segment.numbers(spool.path())).hasSize(segments);
            assertThat(spool.pending()).isEqualTo(pending);
        }
    }

    @Test
    void tidy_timeHasPassed_deletesAndGivesUp() throws IOException {
        try (Spool spool = spool()) {
            appendSegments(spool, 3);
            spool.acknowledge(spool.read(25, Integer.MAX_VALUE / 2));
            clock.passed = MONTH.plusDays(1);

            spool.tidy();

            assertThat(spool.shedEvents()).isPositive();
            assertThat(Segment.numbers(spool.path()).first()).isGreaterThan(1);
        }
    }

    @Test
    void acknowledge_nothingIsKeptAndTheClockWasSetBack_deletesAllTheSame() throws IOException {
        SpoolLimits limits = new SpoolLimits(1L << 30, 0, Duration.ZERO, MONTH);
        try (Spool spool = Events.spool(parent, false, limits, clock)) {
            appendSegments(spool, 3);
            clock.wrongBy = Duration.ofDays(-1);

            spool.acknowledge(spool.read(1_000, Integer.MAX_VALUE / 2));

            assertThat(Segment.numbers(spool.path())).hasSize(1);
        }
    }

    private Spool spool() throws IOException {
        return Events.spool(parent, false, LIMITS, clock);
    }

    private void appendSegments(Spool spool, int count) throws IOException {
        while (Segment.numbers(spool.path()).size() <= count) {
            spool.append(Frame.EVENT, idNow(), new byte[200_000]);
        }
    }

    /** Of the clock as it is, whatever the process has seen before. */
    private UUID idNow() {
        return new EventIds(1, System.identityHashCode(new Object())).next(clock);
    }

    private static final class WrongClock implements TimeSource {

        private static final Instant RIGHT = Instant.parse("2026-09-01T08:00:00Z");

        private volatile Duration passed = Duration.ZERO;
        private volatile Duration wrongBy = Duration.ZERO;

        @Override
        public Instant now() {
            return RIGHT.plus(passed).plus(wrongBy);
        }

        @Override
        public long nanoTime() {
            return passed.toNanos();
        }
    }
}
