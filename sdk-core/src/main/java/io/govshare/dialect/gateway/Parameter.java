package io.govshare.dialect.gateway;

import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that a service declares. Immutable; made by {@link #required} or {@link #optional}.
 *
 * @param name name by which queries speak of it
 * @param type what its values are
 * @param required whether the service refuses a request without it
 * @param defaultValue what is sent when a query does not give it; null for nothing
 * @param position where it stands; null for where the parameters of its service stand
 * @param wireName its name in the request; in a JSON body a JSON Pointer (RFC 6901) if it begins with a slash
 * @param pattern how dates and times are spelled, as {@link DateTimeFormatter} has it; empty for what is usual for the type
 */
public record Parameter(
        String name,
        ValueType type,
        boolean required,
        @Nullable String defaultValue,
        @Nullable Position position,
        String wireName,
        String pattern) {

    /** What values are, and how they are spelled. */
    public enum ValueType {
        /** Text; other values as they print themselves. */
        TEXT("string", ""),
        /** A whole number; text that is one will do. */
        INTEGER("integer", ""),
        /** A number; text that is one will do. */
        DECIMAL("decimal", ""),
        /** {@code true} or {@code false}. */
        BOOLEAN("boolean", ""),
        /** A date of {@code java.time}, or text in the pattern; {@code yyyy-MM-dd} unless another is given. */
        DATE("date", "uuuu-MM-dd"),
        /** A date and time of {@code java.time}, or text; {@code yyyy-MM-dd HH:mm:ss} unless another is given. */
        TIME("dateTime", "uuuu-MM-dd HH:mm:ss");

        private final String schema;
        private final String usual;

        ValueType(String schema, String usual) {
            this.schema = schema;
            this.usual = usual;
        }

        /** Its type as catalogues spell it. */
        String published() {
            return "xsd:" + schema;
        }
    }

    public Parameter {
        if (name.isBlank() || wireName.isBlank()) {
            throw new ConfigurationException(
                    "Parameter: the name is blank", "Give the name that the service's description gives.");
        }
        if (!isPattern(pattern)) {
            throw new ConfigurationException(
                    "Parameter " + name + ": '" + pattern + "' is no pattern of dates",
                    "Give pattern(…) one of java.time.format.DateTimeFormatter, such as uuuuMMdd.");
        }
    }

    private static boolean isPattern(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** One that must be given. */
    public static Parameter required(String name, ValueType type) {
        return new Parameter(name, type, true, null, null, name, "");
    }

    /** One that may be given. */
    public static Parameter optional(String name, ValueType type) {
        return new Parameter(name, type, false, null, null, name, "");
    }

    /** This parameter with a value for requests that do not give it. */
    public Parameter defaultValue(String value) {
        return new Parameter(name, type, required, value, position, wireName, pattern);
    }

    /** This parameter at another place than the others of its service. */
    public Parameter in(Position newPosition) {
        return new Parameter(name, type, required, defaultValue, newPosition, wireName, pattern);
    }

    /** This parameter with another name on the wire, or a JSON Pointer to its place in the body. */
    public Parameter onWire(String newName) {
        return new Parameter(name, type, required, defaultValue, position, newName, pattern);
    }

    /** This parameter with dates and times spelled like this. */
    public Parameter pattern(String newPattern) {
        return new Parameter(name, type, required, defaultValue, position, wireName, newPattern);
    }

    /** The value as it goes on the wire. @throws InvalidRequestException if it is not of this type */
    Object rendered(String dataset, Object value) {
        try {
            return switch (type) {
                case TEXT ->
                    value instanceof TemporalAccessor time && !pattern.isEmpty()
                            ? formatter().format(time)
                            : value.toString();
                case INTEGER -> new BigInteger(value.toString());
                case DECIMAL -> new BigDecimal(value.toString());
                case BOOLEAN -> flag(value.toString());
                case DATE, TIME -> time(value);
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new InvalidRequestException(
                    dataset + ": the parameter '" + name + "' is "
                            + type.name().toLowerCase(Locale.ROOT)
                            + (formatPattern().isEmpty() ? "" : " spelled " + formatPattern())
                            + ", and the query gives it a "
                            + value.getClass().getSimpleName() + " that is none",
                    "Give a value of this type, or declare the parameter as it is: Parameter.required(name, type).");
        }
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("no boolean");
        }
        return text.equals("true");
    }

    private String time(Object value) {
        if (value instanceof TemporalAccessor time) {
            return formatter().format(time);
        }
        String text = value.toString();
        formatter().parse(text);
        return text;
    }

    private DateTimeFormatter formatter() {
        return DateTimeFormatter.ofPattern(formatPattern(), Locale.ROOT);
    }

    private String formatPattern() {
        return pattern.isEmpty() ? type.usual : pattern;
    }
}
