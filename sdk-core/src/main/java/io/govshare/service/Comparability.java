package io.govshare.service;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which types of values a query compares fields with, and which values fit a field. */
final class Comparability {

    private static final Set<Class<?>> NUMBERS = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class);

    private static final Set<Class<?>> MOMENTS = Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class);

    private Comparability() {}

    /** Whether a field can be compared with values of this type. */
    static boolean isValue(Class<?> type) {
        Class<?> boxed = boxed(type);
        return isText(boxed)
                || NUMBERS.contains(boxed)
                || boxed == Boolean.class
                || boxed == UUID.class
                || boxed.isEnum()
                || boxed == Duration.class
                || isOfJavaTime(boxed);
    }

    static boolean isText(Class<?> type) {
        Class<?> boxed = boxed(type);
        return CharSequence.class.isAssignableFrom(boxed) || boxed == Character.class;
    }

    static boolean isWhole(Class<?> type) {
        Class<?> boxed = boxed(type);
        return boxed == Integer.class || boxed == Long.class;
    }

    static boolean isBoolean(Class<?> type) {
        return boxed(type) == Boolean.class;
    }

    /** Whether fields of this type are compared with nothing: they hold several values. */
    static boolean isCompound(Class<?> field) {
        return Collection.class.isAssignableFrom(field)
                || Map.class.isAssignableFrom(field)
                || field.isArray()
                || (field.isRecord() && field.getRecordComponents().length > 1);
    }

    /**
     * Whether a field of the one type can be equal to a value of the other. All numbers can, and all points on the time line,
     * with which local times are compared too where the platform has them only so. A field of a type of one's own is compared
     * with what it is in the records, which its type does not show.
     */
    static boolean fits(Class<?> value, Class<?> field) {
        Class<?> boxedField = boxed(field);
        Class<?> boxedValue = boxed(value);
        if (!isValue(boxedField)) {
            return true;
        }
        return boxedField == boxedValue
                || (isText(boxedField) && isText(boxedValue))
                || (NUMBERS.contains(boxedField) && NUMBERS.contains(boxedValue))
                || ((MOMENTS.contains(boxedField) || boxedField == LocalDateTime.class)
                        && MOMENTS.contains(boxedValue));
    }

    private static boolean isOfJavaTime(Class<?> type) {
        return Temporal.class.isAssignableFrom(type) && type.getName().startsWith("java.time.");
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
