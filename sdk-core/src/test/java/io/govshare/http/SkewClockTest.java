package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkewClockTest {

    private final TurnableClock local = new TurnableClock();
    private final SkewClock clock = new SkewClock(local);

    /** What a platform answers whose clock is so much ahead, in no time. */
    private void observe(long secondsAhead) {
        clock.observe(dated(local.now().plusSeconds(secondsAhead)), local.now(), local.now());
    }

    private static Headers dated(Instant date) {
        return Headers.of(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        date.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
    }

    @Test
    void now_nothingMeasured_isTheLocalTime() {
        assertThat(clock.now()).isEqualTo(local.now());
        assertThat(clock.applyNow()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, -5, 29, -30})
    void observe_smallDifference_changesNothingUnprompted(long seconds) {
        observe(seconds);

        assertThat(clock.offset()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 300, -31, -300, 86_000})
    void observe_largeDifference_correctsUnprompted(long seconds) {
        observe(seconds);

        assertThat(clock.offset()).isEqualTo(Duration.ofSeconds(seconds).plusMillis(500));
        assertThat(clock.now()).isEqualTo(local.now().plusSeconds(seconds).plusMillis(500));
    }

    @Test
    void observe_beyondADay_isNoMeasurement() {
        observe(90_000);

        assertThat(clock.offset()).isZero();
        assertThat(clock.applyNow()).isFalse();
    }

    @Test
    void observe_answerFromACache_isNoMeasurement() {
        clock.observe(dated(local.now().minusSeconds(600)).with("Age", "600"), local.now(), local.now());

        assertThat(clock.offset()).isZero();
    }

    @Test
    void observe_unreadableDate_isNoMeasurement() {
        clock.observe(Headers.of("Date", "yesterday"), local.now(), local.now());

        assertThat(clock.applyNow()).isFalse();
    }

    @Test
    void observe_longRoundTrip_takesItsMiddleAndItsUncertainty() {
        Instant sent = local.now();
        clock.observe(dated(sent.plusSeconds(20)), sent, sent.plusSeconds(20));

        assertThat(clock.offset()).isZero();
        assertThat(clock.applyNow()).isTrue();
        assertThat(clock.offset()).isEqualTo(Duration.ofMillis(10_500));
    }

    @Test
    void observe_differenceIsGone_returnsToZero() {
        observe(120);
        observe(0);

        assertThat(clock.offset()).isZero();
    }

    @Test
    void observe_grainOfDate_doesNotMakeTheClockJump() {
        observe(120);
        Duration first = clock.offset();
        observe(121);

        assertThat(clock.offset()).isEqualTo(first);
    }

    @Test
    void applyNow_smallDifference_correctsWhateverItsSize() {
        observe(7);

        assertThat(clock.applyNow()).isTrue();
        assertThat(clock.offset()).isEqualTo(Duration.ofMillis(7500));
    }

    @Test
    void applyNow_measuredAgain_followsAndReturnsToZero() {
        observe(7);
        clock.applyNow();
        observe(7);
        assertThat(clock.offset()).isEqualTo(Duration.ofMillis(7500));
        observe(12);
        assertThat(clock.offset()).isEqualTo(Duration.ofMillis(12_500));
        observe(0);
        assertThat(clock.offset()).isZero();
        observe(12);
        assertThat(clock.offset()).isZero();
    }
}
