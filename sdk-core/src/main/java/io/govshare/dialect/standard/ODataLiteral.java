package io.govshare.dialect.standard;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.error.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as OData 4.01 literals (ABNF §7), so that nothing in a value can end it. What the catalogue publishes as text
 * is compared with text: the number 7 is written {@code '7'} there.
 */
final class ODataLiteral {

    private static final Set<String> TEXT =
            Set.of("Edm.String", "xsd:string", "xs:string", "http://www.w3.org/2001/XMLSchema#string");

    private ODataLiteral() {}

    /**
     * The literal; not yet percent-encoded.
     *
     * @param field name of the field that is compared
     * @param value of one of the types that {@link io.govshare.dataset.Condition.Comparison} lists; numbers are finite
     * @throws InvalidRequestException naming field and type, never the value, if OData has no literal for it
     */
    static String of(String field, Object value, DatasetDescription dataset) {
        if (value instanceof String text) {
            return quoted(field, text);
        }
        if (isText(field, dataset)) {
            return quoted(field, text(field, value));
        }
        if (value instanceof YearMonth) {
            return quoted(field, value.toString());
        }
        if (value instanceof LocalDateTime) {
            throw new InvalidRequestException(
                    "Field '" + field + "' is compared with a LocalDateTime, which is no point in time without a zone",
                    "Compare with an OffsetDateTime or Instant: time.atZone(zone).toInstant(), by where(\"" + field
                            + "\") if the record has a LocalDateTime.");
        }
        return value instanceof Duration ? "duration'" + text(field, value) + "'" : text(field, value);
    }

    /**
     * Checks that a field sorts as the values of this type do.
     *
     * @throws InvalidRequestException if it is published as text, and the value is a number
     */
    static void requireOrder(String field, Object value, DatasetDescription dataset) {
        if (value instanceof Number && isText(field, dataset)) {
            throw new InvalidRequestException(
                    "Field '" + field
                            + "' is published as text, which has 10 before 9, and cannot be greater or less than a"
                            + " number",
                    "Give text as long as the data, where(\"" + field
                            + "\") with a String, or compare the records after reading them.");
        }
    }

    private static boolean isText(String field, DatasetDescription dataset) {
        for (FieldDescription known : dataset.fields()) {
            if (known.name().equals(field)) {
                return TEXT.contains(known.type());
            }
        }
        return false;
    }

    private static String text(String field, Object value) {
        if (value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Float
                || value instanceof Double
                || value instanceof BigInteger
                || value instanceof UUID
                || value instanceof Year
                || value instanceof YearMonth) {
            return value.toString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Duration duration) {
            return duration.isNegative() ? "-" + duration.negated() : duration.toString();
        }
        @Nullable String time = time(value);
        if (time != null) {
            return time;
        }
        throw new InvalidRequestException(
                "Field '" + field + "' is compared with a " + value.getClass().getName()
                        + ", for which OData has no literal",
                "Compare with a string, number, boolean, UUID, LocalDate, LocalTime, Duration, Instant or OffsetDateTime.");
    }

    private static @Nullable String time(Object value) {
        if (value instanceof LocalDate || value instanceof Instant) {
            return unsigned(value.toString());
        }
        if (value instanceof LocalTime time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        }
        if (value instanceof LocalDateTime time) {
            return unsigned(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
        }
        if (value instanceof ZonedDateTime time) {
            return time(time.toOffsetDateTime());
        }
        if (value instanceof OffsetDateTime time) {
            // Before zones were agreed on, their offsets had seconds, which OData has no place for.
            return time.getOffset().getTotalSeconds() % 60 == 0
                    ? unsigned(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time))
                    : time(time.toInstant());
        }
        return null;
    }

    /** The JDK puts a plus before years of more than four digits; OData does not. */
    private static String unsigned(String text) {
        return text.charAt(0) == '+' ? text.substring(1) : text;
    }

    private static String quoted(String field, String value) {
        StringBuilder text = new StringBuilder(value.length() + 8).append('\'');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    throw new InvalidRequestException(
                            "Field '" + field + "' is compared with text that holds half a character (UTF-16), which"
                                    + " cannot be sent",
                            "Cut text between characters: String.offsetByCodePoints.");
                }
                text.append(c);
                c = value.charAt(++i);
            }
            text.append(c);
            if (c == '\'') {
                text.append(c);
            }
        }
        return text.append('\'').toString();
    }
}
