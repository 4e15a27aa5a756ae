package io.govshare.http;

import io.govshare.error.Internal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wish of a server to be left alone for a while (RFC 9110 §10.2.3). */
@Internal
public final class RetryAfter {

    private static final int MOST_DIGITS = 9;
    private static final Duration VERY_LONG = Duration.ofSeconds(999_999_999);

    private RetryAfter() {}

    /** How long to wait from now, from seconds or an HTTP date; empty when absent or unreadable; never negative. */
    public static Optional<Duration> of(Headers headers, Instant now) {
        @Nullable String value = headers.get("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        String text = value.trim();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(text.length() > MOST_DIGITS ? VERY_LONG : Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(now, date);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
