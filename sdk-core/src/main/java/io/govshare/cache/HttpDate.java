package io.govshare.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a date of HTTP in the three spellings that a recipient must accept (RFC 9110 §5.6.7). */
final class HttpDate {

    /** How far in the future a year of two digits may seem to lie before it is taken to be of the century before. */
    private static final int YEARS_AHEAD = 50;

    /** A day of one digit is not to the letter, but servers written in Java like to send it. */
    private static final DateTimeFormatter IMF_FIXDATE = pattern("EEE, d MMM uuuu HH:mm:ss 'GMT'");

    private static final DateTimeFormatter ASCTIME = pattern("EEE MMM ppd HH:mm:ss uuuu");

    private HttpDate() {}

    /** The instant, or empty if the field is absent or cannot be read. */
    static Optional<Instant> parse(@Nullable String value, Instant now) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value.trim();
        return parse(text, IMF_FIXDATE).or(() -> parse(text, rfc850(now))).or(() -> parse(text, ASCTIME));
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter spelling) {
        try {
            return Optional.of(Instant.from(spelling.parse(text)));
        } catch (DateTimeException notThisSpelling) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    private static DateTimeFormatter rfc850(Instant now) {
        int firstYear = now.atOffset(ZoneOffset.UTC).getYear() + YEARS_AHEAD - 99;
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, firstYear)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
