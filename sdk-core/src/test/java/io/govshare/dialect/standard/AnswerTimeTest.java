package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnswerTimeTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    /** What passes whatever anybody says. */
    private Duration passed = Duration.ZERO;

    /** What the dates of answers have made of the clock. */
    private Duration offset = Duration.ZERO;

    private final AnswerTime time =
            new AnswerTime(() -> START.plus(passed).plus(offset), () -> Long.MAX_VALUE - 5 + passed.toNanos());

    private void pass(Duration duration) {
        passed = passed.plus(duration);
    }

    @Test
    void now_nothingShown_isWhatAnswersTell() {
        offset = Duration.ofHours(-3);

        assertThat(time.now()).isEqualTo(START.minus(Duration.ofHours(3)));
    }

    @Test
    void now_turnedBackAfterASignatureHeld_goesOnFromThere() {
        time.shown(START);
        pass(Duration.ofMinutes(10));
        offset = Duration.ofMinutes(-10);

        assertThat(time.now()).isEqualTo(START.plus(Duration.ofMinutes(10)));
    }

    @Test
    void now_turnedForward_isWhatAnswersTell() {
        time.shown(START);
        offset = Duration.ofMinutes(10);

        assertThat(time.now()).isEqualTo(START.plus(Duration.ofMinutes(10)));
    }

    @Test
    void shown_fromTheFuture_saysNothing() {
        time.shown(START.plusSeconds(60));

        assertThat(time.now()).isEqualTo(START);
    }

    @Test
    void shown_olderThanBefore_doesNotTurnBack() {
        time.shown(START);
        pass(Duration.ofMinutes(1));
        time.shown(START);
        offset = Duration.ofMinutes(-5);

        assertThat(time.now()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    }

    @Test
    void now_platformPutItsClockRight_isFollowedAfterAnHour() {
        time.shown(START);
        offset = Duration.ofMinutes(-10);
        pass(AnswerTime.HELD);
        assertThat(time.now()).isEqualTo(START.plus(AnswerTime.HELD));

        pass(Duration.ofSeconds(1));
        assertThat(time.now()).isEqualTo(START.plus(passed).plus(offset));
    }

    @Test
    void now_signaturesGoOnToHold_isHeldForLongerThanAnHour() {
        for (int minutes = 0; minutes < 90; minutes++) {
            time.shown(START.plus(passed));
            pass(Duration.ofMinutes(1));
        }
        offset = Duration.ofHours(-2);

        assertThat(time.now()).isEqualTo(START.plus(passed));
    }
}
