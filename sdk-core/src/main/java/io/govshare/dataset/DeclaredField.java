package io.govshare.dataset;

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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/**
 * A field that a type declares, as it is read.
 *
 * @param name name in the data
 * @param aliases other names that are read as well
 * @param type its type, without the {@code Optional} or {@link Sensitive} around it
 * @param required whether null is refused
 * @param kinds the kinds of value that it can be read from; empty for any
 */
record DeclaredField(String name, List<String> aliases, JavaType type, boolean required, Set<ValueKind> kinds) {

    private static final Map<Class<?>, Set<ValueKind>> KINDS = new HashMap<>();

    static {
        for (Class<?> whole : List.of(
                byte.class,
                Byte.class,
                short.class,
                Short.class,
                int.class,
                Integer.class,
                long.class,
                Long.class,
                BigInteger.class,
                OptionalInt.class,
                OptionalLong.class)) {
            KINDS.put(whole, EnumSet.of(ValueKind.INTEGER));
        }
        for (Class<?> number :
                List.of(float.class, Float.class, double.class, Double.class, BigDecimal.class, OptionalDouble.class)) {
            KINDS.put(number, EnumSet.of(ValueKind.INTEGER, ValueKind.DECIMAL));
        }
        KINDS.put(boolean.class, EnumSet.of(ValueKind.BOOLEAN));
        KINDS.put(Boolean.class, EnumSet.of(ValueKind.BOOLEAN));
        KINDS.put(String.class, ValueKind.ofStrings());
        KINDS.put(CharSequence.class, ValueKind.ofStrings());
        KINDS.put(char.class, EnumSet.of(ValueKind.TEXT));
        KINDS.put(Character.class, EnumSet.of(ValueKind.TEXT));
        KINDS.put(LocalDate.class, EnumSet.of(ValueKind.DATE));
        KINDS.put(LocalTime.class, EnumSet.of(ValueKind.TIME));
        KINDS.put(LocalDateTime.class, EnumSet.of(ValueKind.DATE_TIME));
        for (Class<?> time : List.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class)) {
            KINDS.put(time, EnumSet.of(ValueKind.INSTANT, ValueKind.DATE_TIME));
        }
        KINDS.put(Duration.class, EnumSet.of(ValueKind.DURATION));
        // OData has no type for these two, nor XML Schema one for UUIDs.
        KINDS.put(YearMonth.class, EnumSet.of(ValueKind.YEAR_MONTH, ValueKind.TEXT));
        KINDS.put(Year.class, EnumSet.of(ValueKind.YEAR, ValueKind.INTEGER, ValueKind.TEXT));
        KINDS.put(UUID.class, EnumSet.of(ValueKind.UUID, ValueKind.TEXT));
        KINDS.put(byte[].class, EnumSet.of(ValueKind.BINARY, ValueKind.TEXT));
    }

    /** The field that Jackson sees. */
    static DeclaredField of(BeanPropertyDefinition property) {
        AnnotatedMember member = property.getPrimaryMember();
        JavaType declared = property.getPrimaryType();
        JavaType type = declared;
        while (type.isReferenceType()) {
            type = type.getContentType();
        }
        return new DeclaredField(
                property.getName(),
                property.findAliases().stream()
                        .map(alias -> alias.getSimpleName())
                        .toList(),
                type,
                declared.isPrimitive() || property.isRequired(),
                member.hasAnnotation(JsonDeserialize.class) ? Set.of() : spelled(kinds(type), member));
    }

    /** The kinds of value that a type can be read from; empty for any. */
    static Set<ValueKind> kinds(JavaType type) {
        Set<ValueKind> known = KINDS.get(type.getRawClass());
        if (known != null) {
            return known;
        }
        if (type.isEnumType()) {
            return isNamedByNumbers(type) ? EnumSet.of(ValueKind.TEXT, ValueKind.INTEGER) : EnumSet.of(ValueKind.TEXT);
        }
        if (type.isArrayType() || type.isCollectionLikeType()) {
            return EnumSet.of(ValueKind.LIST);
        }
        if (type.isMapLikeType() || type.getRawClass().isRecord()) {
            return EnumSet.of(ValueKind.OBJECT);
        }
        return Set.of();
    }

    /** Whether a constant is spelled in digits, so that a number may stand for it. */
    private static boolean isNamedByNumbers(JavaType type) {
        for (Object constant : type.getRawClass().getEnumConstants()) {
            if (Values.name((Enum<?>) constant).chars().allMatch(c -> c >= '0' && c <= '9')) {
                return true;
            }
        }
        return false;
    }

    private static Set<ValueKind> spelled(Set<ValueKind> kinds, AnnotatedMember member) {
        Set<ValueKind> more = kinds.isEmpty() ? EnumSet.noneOf(ValueKind.class) : EnumSet.copyOf(kinds);
        if (member.hasAnnotation(NumberAsText.class)) {
            more.add(ValueKind.TEXT);
        }
        if (member.hasAnnotation(DatePatterns.class) || member.hasAnnotation(YesNo.class)) {
            more.add(ValueKind.TEXT);
            more.add(ValueKind.INTEGER);
        }
        return more;
    }

    /** The type as its declaration spells it, more or less. */
    String declared() {
        String shown = type.getRawClass().getSimpleName();
        return type.isCollectionLikeType()
                ? shown + " of " + type.getContentType().getRawClass().getSimpleName()
                : shown;
    }
}
