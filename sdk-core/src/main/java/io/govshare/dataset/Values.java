package io.govshare.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.error.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which values a field can be compared with, brought into the form that dialects translate. */
final class Values {

    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            BigDecimal.class,
            Duration.class,
            UUID.class);

    /** Written out, 1E999999999 would fill the memory. */
    private static final int MOST_PLACES = 1_000;

    private Values() {}

    /**
     * The value as a dialect sees it: text as {@code String}, an enum constant by its name in the records, what an
     * {@code Optional} holds.
     *
     * @param method the method that took it, for the message
     * @param ifNull what to do instead of giving null
     */
    static Object usable(@Nullable Object value, String method, String ifNull) {
        if (value instanceof Optional<?> optional) {
            return usable(optional.orElse(null), method, ifNull);
        }
        if (value instanceof Sensitive<?> sensitive) {
            return usable(sensitive.reveal(), method, ifNull);
        }
        if (value == null) {
            throw new InvalidRequestException(method + " got null", ifNull);
        }
        if (value instanceof BigDecimal number && Math.abs((long) number.scale()) > MOST_PLACES) {
            throw new InvalidRequestException(
                    method + " got a number of more than " + MOST_PLACES + " places",
                    "Compare with a number that the data may hold.");
        }
        if (PLAIN.contains(value.getClass()) || isOfJavaTime(value)) {
            return value;
        }
        if (value instanceof CharSequence || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return name(constant);
        }
        if ((value instanceof Double || value instanceof Float) && Double.isFinite(((Number) value).doubleValue())) {
            return value;
        }
        throw unusable(value, method);
    }

    private static boolean isOfJavaTime(Object value) {
        return value instanceof Temporal && value.getClass().getName().startsWith("java.time.");
    }

    /** The name of a constant in the records. */
    static String name(Enum<?> constant) {
        try {
            JsonProperty property =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return property == null || property.value().isEmpty() ? constant.name() : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(
                    "An enum without the field of its constant: " + constant.getDeclaringClass(), e);
        }
    }

    private static InvalidRequestException unusable(Object value, String method) {
        String type = value.getClass().getTypeName();
        if (value instanceof Double || value instanceof Float) {
            return new InvalidRequestException(
                    method + " got a " + type + " that is no finite number", "Compare with a number.");
        }
        boolean several = value instanceof Iterable || value.getClass().isArray();
        return new InvalidRequestException(
                method + " got a " + type + ", which no field can be compared with",
                several
                        ? (method.startsWith("Key.of")
                                ? "Give Key.of(…) the value of each key field by itself."
                                : "Use in(…) to compare with each of several values.")
                        : "Give a String, number, boolean, enum constant, UUID or java.time value.");
    }
}
