package io.govshare.auth;

import io.govshare.http.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What an answer shows of the clock of the server that refused an assertion for its times. */
final class ServerClock {

    /** A difference that the delay of a network cannot explain. */
    private static final Duration SKEW = Duration.ofSeconds(20);

    private ServerClock() {}

    /** Whether a clock was wrong when the request was made and is right now. */
    static boolean isSetRight(Answer answer, Instant made, Instant now) {
        return apart(answer, made) != null && apart(answer, now) == null;
    }

    /** How far the server's clock is from ours; null when no further than a network explains, or unknown. */
    static @Nullable Duration apart(Answer answer, Instant now) {
        @Nullable String date = answer.headers().get("Date");
        if (date == null || answer.headers().get("Age") != null) {
            return null;
        }
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration apart = Duration.between(now, theirs);
            return apart.abs().compareTo(SKEW) > 0 ? apart : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
