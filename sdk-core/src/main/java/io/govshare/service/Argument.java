package io.govshare.service;

import io.govshare.dataset.Sensitive;
import io.govshare.error.InvalidRequestException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller gives for one parameter of a method.
 *
 * @param index place among the parameters, from 0
 * @param label how messages name it: {@code parameter 'code'}
 * @param wrapped whether it is an {@code Optional}
 * @param nullable whether it is annotated as possibly null
 */
record Argument(int index, String label, boolean wrapped, boolean nullable) {

    /** Whether it may hold nothing. */
    boolean optional() {
        return wrapped || nullable;
    }

    /** What was given; null for nothing, where that is allowed. */
    @Nullable
    Object value(@Nullable Object[] arguments, String method) {
        @Nullable Object given = arguments[index];
        if (!nullable) {
            requireGiven(given, method);
        }
        @Nullable Object held = given instanceof Optional<?> maybe ? maybe.orElse(null) : given;
        return held instanceof Sensitive<?> sensitive ? sensitive.reveal() : held;
    }

    Object requireGiven(@Nullable Object value, String method) {
        if (value == null) {
            throw new InvalidRequestException(
                    method + ": " + label + " is null",
                    wrapped
                            ? "Give Optional.empty() to leave it out."
                            : "Give a value; a parameter that may be left out is declared as Optional, or annotated @Nullable.");
        }
        return value;
    }

    /** The elements of a collection or array. */
    static List<@Nullable Object> elements(Object several) {
        if (several instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        List<@Nullable Object> elements = new ArrayList<>(Array.getLength(several));
        for (int i = 0; i < Array.getLength(several); i++) {
            elements.add(Array.get(several, i));
        }
        return elements;
    }
}
