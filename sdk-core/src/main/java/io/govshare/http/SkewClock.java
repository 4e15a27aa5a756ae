package io.govshare.http;

import io.govshare.error.Internal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The time as the platform sees it: this machine's clock, corrected by the difference that the platform's answers show.
 *
 * <p>Each answer that comes straight from its origin (RFC 9110 §6.6.1 {@code Date}, no {@code Age}) is a measurement at the
 * mid-point of its round trip. A difference of 30 s or more corrects the clock unprompted; a smaller one only when the
 * platform has refused a request for its time. Measurements go on, so that the correction follows and returns to zero.
 * Safe for concurrent use.
 */
@Internal
public final class SkewClock {

    /** From here on a difference corrects the clock without a refusal. */
    static final Duration UNPROMPTED = Duration.ofSeconds(30);

    /** A difference beyond this is a broken clock or header, not skew. */
    static final Duration LONGEST = Duration.ofDays(1);

    /** {@code Date} has whole seconds, so a difference within this is none. */
    static final Duration NOISE = Duration.ofSeconds(2);

    /** {@code Date} names the second in which the answer was made; on average half of it had passed. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final TimeSource time;
    private volatile Parsed parsed = new Parsed("", Instant.EPOCH);
    private volatile State state = new State(null, Duration.ZERO, false);

    private record Parsed(String date, Instant instant) {}

    private record State(@Nullable Duration measured, Duration applied, boolean prompted) {}

    public SkewClock(TimeSource time) {
        this.time = time;
    }

    /** The time as the platform sees it. */
    public Instant now() {
        return time.now().plus(state.applied());
    }

    /** What is added to this machine's clock; zero unless a correction is in force. */
    public Duration offset() {
        return state.applied();
    }

    /**
     * Takes the measurement that an answer holds, if it holds one.
     *
     * @param sent when the request was sent, by this machine's clock
     * @param received when the header fields of the answer were here, by this machine's clock
     */
    public void observe(Headers headers, Instant sent, Instant received) {
        String date = headers.get("Date");
        if (date == null || date.isEmpty() || headers.get("Age") != null || received.isBefore(sent)) {
            return;
        }
        Instant theirs = instant(date);
        if (theirs == null) {
            return;
        }
        Duration half = Duration.between(sent, received).dividedBy(2);
        Duration measured = Duration.between(sent.plus(half), theirs);
        if (measured.abs().compareTo(LONGEST) <= 0) {
            measured(measured, half);
        }
    }

    /** The middle of the second that the field names; busy servers name the same one many times in a row. */
    private @Nullable Instant instant(String date) {
        Parsed known = parsed;
        if (known.date().equals(date)) {
            return known.instant();
        }
        try {
            Instant instant = ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .plus(HALF_A_SECOND);
            parsed = new Parsed(date, instant);
            return instant;
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    private synchronized void measured(Duration measured, Duration uncertainty) {
        state = next(state, measured, uncertainty);
    }

    private static State next(State old, Duration measured, Duration uncertainty) {
        Duration size = measured.abs();
        if (size.compareTo(UNPROMPTED.plus(uncertainty)) >= 0) {
            return new State(measured, settle(old.applied(), measured), old.prompted());
        }
        if (old.prompted() && size.compareTo(NOISE) > 0) {
            return new State(measured, settle(old.applied(), measured), true);
        }
        return new State(measured, Duration.ZERO, false);
    }

    /** The correction in force, unless the measurement differs from it by more than the grain of {@code Date}. */
    private static Duration settle(Duration applied, Duration measured) {
        return measured.minus(applied).abs().compareTo(NOISE) <= 0 ? applied : measured;
    }

    /**
     * Corrects the clock by the last measurement whatever its size, because the platform has refused a request for its
     * time. The caller signs anew and tries again once in a call.
     *
     * @return whether there was a measurement; without one a second try would be refused as well
     */
    public synchronized boolean applyNow() {
        Duration measured = state.measured();
        if (measured == null) {
            return false;
        }
        state = new State(measured, measured, true);
        return true;
    }

    @Override
    public String toString() {
        return "clock " + (offset().isNegative() ? "" : "+") + offset();
    }
}
