package io.govshare.dataset;

import java.util.List;

/**
 * The key of a record: one value, or several for a composite key in the order of the catalogue's key fields.
 *
 * @param values the values; at least one
 */
public record Key(List<Object> values) {

    public Key {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A key has at least one value");
        }
    }

    /** The key of these values; a {@code Key} alone is returned as it is. */
    public static Key of(Object... values) {
        return values.length == 1 && values[0] instanceof Key ? (Key) values[0] : new Key(List.of(values));
    }

    /** How many values; they may be personal. */
    @Override
    public String toString() {
        return "Key[" + values.size() + (values.size() == 1 ? " value]" : " values]");
    }
}
