package io.govshare.testing.odata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the values of one field row by row. Not safe for concurrent use. */
final class ColumnBuilder {

    private final String name;
    private final EdmType type;
    private final Map<Comparable<?>, Integer> arrivals = new HashMap<>();
    private final List<Comparable<?>> distinct = new ArrayList<>();
    private final List<String> spellings = new ArrayList<>();
    private int[] rows = new int[64];
    private int size;

    ColumnBuilder(String name, EdmType type) {
        this.name = name;
        this.type = type;
    }

    /** Adds the value of the next row: a string's characters, or the JSON of anything else; null for none. */
    void add(@Nullable String text) {
        int arrival = Column.NULL;
        if (text != null) {
            Comparable<?> value = value(text);
            Integer known = arrivals.get(value);
            if (known == null) {
                known = distinct.size();
                arrivals.put(value, known);
                distinct.add(value);
                spellings.add(text);
            }
            arrival = known;
        }
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
        }
        rows[size++] = arrival;
    }

    private Comparable<?> value(String text) {
        try {
            return type.value(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("record " + (size + 1) + ", field " + name + ": " + e.getMessage(), e);
        }
    }

    Column build() {
        Integer[] order = new Integer[distinct.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Column.compare(distinct.get(a), distinct.get(b)));
        int[] ordinalOf = new int[order.length];
        int[] starts = new int[order.length + 1];
        Bytes values = new Bytes(order.length * 16);
        for (int ordinal = 0; ordinal < order.length; ordinal++) {
            ordinalOf[order[ordinal]] = ordinal;
            values.write(json(spellings.get(order[ordinal])));
            starts[ordinal + 1] = values.size();
        }
        int[] ordinals = new int[size];
        for (int row = 0; row < size; row++) {
            ordinals[row] = rows[row] == Column.NULL ? Column.NULL : ordinalOf[rows[row]];
        }
        return new Column(name, type, values.toByteArray(), starts, ordinals);
    }

    private String json(String spelling) {
        return switch (type) {
            case STRING, DATE, DATE_TIME_OFFSET, TIME_OF_DAY, GUID -> Json.quoted(spelling);
            case INT64, DECIMAL, DOUBLE, BOOLEAN, UNTYPED -> spelling;
        };
    }
}
