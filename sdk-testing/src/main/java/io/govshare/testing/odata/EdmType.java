package io.govshare.testing.odata;

import io.govshare.error.Internal;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The primitive types of OData's Entity Data Model that a table can hold, and how their values compare. */
@Internal
public enum EdmType {
    STRING("Edm.String", Literal.Kind.STRING),
    INT64("Edm.Int64", Literal.Kind.NUMBER),
    DECIMAL("Edm.Decimal", Literal.Kind.NUMBER),
    DOUBLE("Edm.Double", Literal.Kind.NUMBER),
    BOOLEAN("Edm.Boolean", Literal.Kind.BOOLEAN),
    DATE("Edm.Date", Literal.Kind.DATE),
    DATE_TIME_OFFSET("Edm.DateTimeOffset", Literal.Kind.DATE_TIME),
    TIME_OF_DAY("Edm.TimeOfDay", Literal.Kind.TIME),
    GUID("Edm.Guid", Literal.Kind.GUID),
    /** Nested objects and arrays: served as they are, but neither compared nor ordered. */
    UNTYPED("Edm.Untyped", null);

    private final String edmName;
    private final Literal.@Nullable Kind literal;

    EdmType(String edmName, Literal.@Nullable Kind literal) {
        this.edmName = edmName;
        this.literal = literal;
    }

    /** The type's name in a catalogue. */
    public String edmName() {
        return edmName;
    }

    /**
     * The type of this name, with or without {@code Edm.}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EdmType named(String name) {
        for (EdmType type : values()) {
            if (type.edmName.equals(name) || type.edmName.equals("Edm." + name)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "No type " + name + "; known are Edm.String, Edm.Int64, Edm.Decimal, Edm.Double, "
                        + "Edm.Boolean, Edm.Date, Edm.DateTimeOffset, Edm.TimeOfDay, Edm.Guid, Edm.Untyped");
    }

    /** Whether values of this type can be compared with literals of this kind. */
    boolean takes(Literal.Kind kind) {
        return literal == kind;
    }

    /** What a literal of this type looks like, for messages. */
    String example() {
        return switch (this) {
            case STRING -> "'text'";
            case INT64 -> "42";
            case DECIMAL, DOUBLE -> "4.2";
            case BOOLEAN -> "true";
            case DATE -> "2026-01-31";
            case DATE_TIME_OFFSET -> "2026-01-31T12:00:00Z";
            case TIME_OF_DAY -> "12:00:00";
            case GUID -> "01890dd5-ea3f-746e-9a9e-5d3c1b1f0c55";
            case UNTYPED -> "none";
        };
    }

    /**
     * The comparable value of what is written in a record.
     *
     * @throws IllegalArgumentException if the text is no value of this type
     */
    Comparable<?> value(String text) {
        try {
            return switch (this) {
                case STRING, UNTYPED -> text;
                case INT64 -> new BigDecimal(Long.parseLong(text));
                case DECIMAL, DOUBLE -> number(text);
                case BOOLEAN -> bool(text);
                case DATE -> LocalDate.parse(text);
                case DATE_TIME_OFFSET -> instant(text);
                case TIME_OF_DAY -> LocalTime.parse(text);
                case GUID -> UUID.fromString(text);
            };
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no " + edmName, e);
        }
    }

    private static Boolean bool(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            throw new NumberFormatException(text);
        }
        return Boolean.valueOf(lower);
    }

    /** Numbers that are equal must be one value, whatever their spelling: 1, 1.0 and 1e0. */
    static BigDecimal number(String text) {
        BigDecimal value = new BigDecimal(text);
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
