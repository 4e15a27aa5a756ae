package io.govshare.testing.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the time of a request may be from the gateway's.
 *
 * @param behind a request as old as this is refused
 * @param ahead a request further ahead than this is refused
 */
record TimeWindow(Duration behind, Duration ahead) {

    TimeWindow {
        if (behind.isNegative() || behind.isZero() || ahead.isNegative()) {
            throw new IllegalArgumentException(
                    "window takes a positive duration and one that is not negative, not " + behind + " and " + ahead);
        }
    }

    static TimeWindow ofSeconds(long behind, long ahead) {
        return new TimeWindow(Duration.ofSeconds(behind), Duration.ofSeconds(ahead));
    }

    /**
     * The time in milliseconds since 1970, as text.
     *
     * @throws Refusal if it is no such number, or outside the window
     */
    Instant millis(String where, String text, Clock clock) {
        if (text.matches("[0-9]{10}")) {
            throw Refusal.request(where + " has 10 digits: these are seconds, this gateway wants milliseconds");
        }
        if (!text.matches("[0-9]{13}")) {
            throw Refusal.request(where + " takes 13 digits, milliseconds since 1970, not '" + text + "'");
        }
        return within(where, Instant.ofEpochMilli(Long.parseLong(text)), clock.instant());
    }

    /**
     * The time in seconds since 1970, as text.
     *
     * @throws Refusal if it is no such number, or outside the window
     */
    Instant seconds(String where, String text, Clock clock) {
        if (text.matches("[0-9]{13}")) {
            throw Refusal.request(where + " has 13 digits: these are milliseconds, this gateway wants seconds");
        }
        if (!text.matches("[0-9]{10}")) {
            throw Refusal.request(where + " takes 10 digits, seconds since 1970, not '" + text + "'");
        }
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        return within(where, Instant.ofEpochSecond(Long.parseLong(text)), now);
    }

    Instant within(String where, Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.compareTo(behind) >= 0) {
            throw new Refusal(
                    GatewayProblem.CLOCK,
                    where + " is " + spoken(age) + " behind the gateway's clock; less than " + spoken(behind)
                            + " is accepted");
        }
        if (age.negated().compareTo(ahead) > 0) {
            throw new Refusal(
                    GatewayProblem.CLOCK,
                    where + " is " + spoken(age.negated()) + " ahead of the gateway's clock; at most " + spoken(ahead)
                            + " is accepted");
        }
        return time;
    }

    private static String spoken(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toSeconds() + "." + String.format("%03d", duration.toMillisPart()) + " s";
    }
}
