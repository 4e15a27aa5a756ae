package io.govshare.dataset;

import io.govshare.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The key of a record: one value, or several for a composite key in the order of the catalogue's key fields. Immutable.
 *
 * <pre>{@code
 * districts.find("350102");
 * townships.find(Key.of("350102", 2023));
 * }</pre>
 *
 * @param values the values; at least one, of the types that {@link Condition.Comparison} lists
 */
public record Key(List<Object> values) {

    public Key {
        if (values.isEmpty()) {
            throw new InvalidRequestException("Key.of(…) got no value", "Give the value of each key field.");
        }
        List<Object> usable = new ArrayList<>(values.size());
        for (Object value : values) {
            usable.add(
                    Values.usable(value, "Key.of(…)", "A key has no null: look the record up with query(…) instead."));
        }
        values = List.copyOf(usable);
    }

    /**
     * The key of these values; a {@code Key} alone is returned as it is.
     *
     * @throws InvalidRequestException if there is no value, or one is null or of a type that no key has
     */
    public static Key of(Object... values) {
        return values.length == 1 && values[0] instanceof Key key ? key : new Key(Arrays.asList(values));
    }

    /** How many values; they may be personal. */
    @Override
    public String toString() {
        return "Key[" + values.size() + (values.size() == 1 ? " value]" : " values]");
    }
}
