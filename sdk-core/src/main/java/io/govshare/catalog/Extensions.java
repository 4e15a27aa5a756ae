package io.govshare.catalog;

import io.govshare.error.ConfigurationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a directory says beyond what has a member of its own, as plain values: String, Boolean, Integer, Long, BigInteger,
 * BigDecimal, and lists and maps of these. Such a value reads back from JSON as an equal one. Immutable.
 */
final class Extensions {

    private Extensions() {}

    static Map<String, Object> frozen(Map<String, Object> extensions) {
        if (extensions.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        extensions.forEach((name, value) -> {
            @Nullable Object frozen = value(value);
            if (frozen != null) {
                copy.put(name, frozen);
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    /**
     * The value as JSON would bring it back.
     *
     * @throws ConfigurationException if JSON has no such value
     */
    static @Nullable Object value(@Nullable Object given) {
        if (given == null || given instanceof String || given instanceof Boolean || given instanceof Integer) {
            return given;
        }
        if (given instanceof BigDecimal number) {
            return number.scale() == 0 ? whole(number.unscaledValue()) : number;
        }
        if (given instanceof Long || given instanceof BigInteger || given instanceof Short || given instanceof Byte) {
            return whole(new BigInteger(given.toString()));
        }
        if ((given instanceof Double || given instanceof Float) && Double.isFinite(((Number) given).doubleValue())) {
            return new BigDecimal(given.toString());
        }
        if (given instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(value(item)));
            return Collections.unmodifiableList(copy);
        }
        if (given instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, item) -> copy.put(String.valueOf(name), value(item)));
            return Collections.unmodifiableMap(copy);
        }
        throw new ConfigurationException(
                "An extension of a description holds a " + given.getClass().getName() + " that JSON does not have",
                "Give text, finite numbers, booleans, and lists and maps of these.");
    }

    private static Object whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
}
