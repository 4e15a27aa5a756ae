package io.govshare.testing.odata;

import io.govshare.error.Internal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * All records of a dataset, column by column. Queries are answered without reading a record; results of the last queries are
 * kept, so that the next page costs no second search. Immutable but for that; safe for concurrent use.
 */
@Internal
public final class Table {

    private static final int RESULTS_KEPT = 16;

    private record Result(@Nullable Filter filter, List<Sort> order) {}

    private final Map<String, Column> columns;
    private final Map<String, Column> nested;
    private final List<Column> key;
    private final Map<List<Integer>, Integer> rowsByKey;
    private final int[] rowsBySingleKey;
    private final int size;
    private final String fingerprint;
    private final Map<Result, int[]> results = new LinkedHashMap<>(32, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Result, int[]> eldest) {
            return size() > RESULTS_KEPT;
        }
    };

    private Table(Map<String, Column> columns, Map<String, Column> nested, List<String> key, int size) {
        this.columns = columns;
        this.nested = nested;
        this.size = size;
        this.key = key.stream()
                .map(name -> {
                    Column column = columns.get(name);
                    if (column == null) {
                        throw new IllegalArgumentException("the key names a field " + name + " that no record has");
                    }
                    return column;
                })
                .toList();
        this.rowsBySingleKey = this.key.size() == 1 ? index(this.key.get(0)) : new int[0];
        this.rowsByKey = this.key.size() > 1 ? index(this.key) : Map.of();
        this.fingerprint = digest(columns.values());
    }

    /** Begins a table with fields of these names and types, in this order. */
    public static Builder of(Map<String, EdmType> fields) {
        return new Builder(fields, Map.of());
    }

    /**
     * Begins a table whose nested objects can be compared and ordered by what is in them.
     *
     * @param nested fields of nested objects by their paths, such as {@code address/city}; they are served as a part of the
     *     object that holds them only
     */
    public static Builder of(Map<String, EdmType> fields, Map<String, EdmType> nested) {
        return new Builder(fields, nested);
    }

    public int size() {
        return size;
    }

    /** Names and types of the fields in their order. */
    public Map<String, EdmType> fields() {
        Map<String, EdmType> fields = new LinkedHashMap<>();
        columns.forEach((name, column) -> fields.put(name, column.type()));
        return fields;
    }

    public List<String> key() {
        return key.stream().map(Column::name).toList();
    }

    /** Whether a record lacks this field. */
    public boolean isNullable(String field) {
        return column("$select", field).hasNulls();
    }

    /** Changes when any record changes. */
    public String fingerprint() {
        return fingerprint;
    }

    private static String digest(Collection<Column> columns) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            columns.forEach(column -> column.digest(digest));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Column comparable(String field) {
        Column column = column("$filter", field);
        if (column.type() == EdmType.UNTYPED) {
            throw new InvalidQueryException("$filter: field " + field + " is nested and cannot be compared");
        }
        return column;
    }

    Column column(String option, String field) {
        Column column = columns.getOrDefault(field, nested.get(field));
        if (column == null) {
            throw new InvalidQueryException(
                    option + ": there is no field " + field + "; there are " + String.join(", ", columns.keySet()));
        }
        return column;
    }

    /** The rows that match, in order. */
    int[] rows(@Nullable Filter filter, List<Sort> order) {
        Result wanted = new Result(filter, order);
        synchronized (results) {
            int[] known = results.get(wanted);
            if (known != null) {
                return known;
            }
        }
        int[] rows = search(filter);
        for (int level = order.size() - 1; level >= 0; level--) {
            Sort sort = order.get(level);
            Column column = column("$orderby", sort.field());
            if (column.type() == EdmType.UNTYPED) {
                throw new InvalidQueryException("$orderby: field " + sort.field() + " is nested and has no order");
            }
            rows = column.sort(rows, sort.descending());
        }
        synchronized (results) {
            results.put(wanted, rows);
        }
        return rows;
    }

    private int[] search(@Nullable Filter filter) {
        int[] rows = new int[size];
        if (filter == null) {
            Arrays.setAll(rows, row -> row);
            return rows;
        }
        RowTest test = RowTest.of(filter, this);
        int found = 0;
        for (int row = 0; row < size; row++) {
            if (test.test(row) == RowTest.TRUE) {
                rows[found++] = row;
            }
        }
        return Arrays.copyOf(rows, found);
    }

    /**
     * The row with this key; empty if there is none.
     *
     * @throws InvalidQueryException if the key does not fit
     */
    public OptionalInt find(KeyLookup lookup) {
        if (key.isEmpty()) {
            throw new InvalidQueryException("the dataset has no key");
        }
        List<Integer> ordinals = new ArrayList<>();
        for (Column column : key) {
            Literal literal = lookup.literal(column.name(), key());
            if (!column.type().takes(literal.kind())) {
                throw new InvalidQueryException("key " + column.name() + " is "
                        + column.type().edmName() + ", it looks like "
                        + column.type().example());
            }
            int ordinal = column.find(literal.value());
            if (ordinal < 0) {
                return OptionalInt.empty();
            }
            ordinals.add(ordinal);
        }
        if (ordinals.size() == 1) {
            return OptionalInt.of(rowsBySingleKey[ordinals.get(0)]);
        }
        Integer row = rowsByKey.get(ordinals);
        return row == null ? OptionalInt.empty() : OptionalInt.of(row);
    }

    /** The columns of these fields in their order; all of them for null. */
    List<Column> columns(@Nullable Collection<String> fields) {
        return fields == null
                ? List.copyOf(columns.values())
                : fields.stream().map(this::selected).toList();
    }

    private Column selected(String field) {
        if (nested.containsKey(field)) {
            throw new InvalidQueryException("$select: a part of a nested field is not offered; select "
                    + field.substring(0, field.indexOf('/')));
        }
        return column("$select", field);
    }

    static void write(List<Column> columns, int row, Bytes out) {
        char before = '{';
        for (Column column : columns) {
            out.write(before);
            column.write(row, out);
            before = ',';
        }
        out.write('}');
    }

    /** One record as JSON with these fields; all of them for null. */
    public byte[] record(int row, @Nullable Collection<String> fields) {
        Bytes out = new Bytes(256);
        write(columns(fields), row, out);
        return out.toByteArray();
    }

    private int[] index(Column column) {
        int[] rows = new int[column.distinct()];
        Arrays.fill(rows, -1);
        for (int row = 0; row < size; row++) {
            int ordinal = column.ordinal(row);
            if (ordinal == Column.NULL) {
                throw new IllegalArgumentException("record " + (row + 1) + " has no key " + column.name());
            }
            if (rows[ordinal] >= 0) {
                throw new IllegalArgumentException("records " + (rows[ordinal] + 1) + " and " + (row + 1)
                        + " have the same key " + column.name() + " = " + column.value(ordinal));
            }
            rows[ordinal] = row;
        }
        return rows;
    }

    private Map<List<Integer>, Integer> index(List<Column> parts) {
        Map<List<Integer>, Integer> rows = new HashMap<>();
        for (int row = 0; row < size; row++) {
            List<Integer> ordinals = new ArrayList<>(parts.size());
            for (Column part : parts) {
                ordinals.add(part.ordinal(row));
            }
            Integer other = rows.put(List.copyOf(ordinals), row);
            if (ordinals.contains(Column.NULL) || other != null) {
                throw new IllegalArgumentException(
                        "record " + (row + 1) + " has no full key, or the same as an earlier one: " + key());
            }
        }
        return rows;
    }

    /** Collects records. Not safe for concurrent use. */
    public static final class Builder {

        private final List<ColumnBuilder> columns = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final int nestedFrom;
        private int size;

        private Builder(Map<String, EdmType> fields, Map<String, EdmType> nested) {
            nestedFrom = fields.size();
            add(fields);
            add(nested);
        }

        private void add(Map<String, EdmType> fields) {
            names.addAll(fields.keySet());
            fields.forEach((name, type) -> columns.add(new ColumnBuilder(name, type)));
        }

        /**
         * Adds a record.
         *
         * @param values one for each field, those of nested objects last: the characters of a string, date or time, the JSON of anything else, null for none
         * @throws IllegalArgumentException naming record and field if a value is not of its field's type
         */
        public Builder add(List<@Nullable String> values) {
            if (values.size() != columns.size()) {
                throw new IllegalArgumentException("record " + (size + 1) + " has " + values.size() + " values for "
                        + columns.size() + " fields " + names);
            }
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).add(values.get(i));
            }
            size++;
            return this;
        }

        /** The table with this key; without fields, records cannot be looked up. */
        public Table build(List<String> key) {
            return new Table(built(0, nestedFrom), built(nestedFrom, columns.size()), key, size);
        }

        private Map<String, Column> built(int from, int to) {
            Map<String, Column> built = new LinkedHashMap<>();
            for (int i = from; i < to; i++) {
                built.put(names.get(i), columns.get(i).build());
            }
            return built;
        }
    }

    @Override
    public String toString() {
        return "Table[" + size + " records of " + String.join(", ", columns.keySet()) + "]";
    }
}
