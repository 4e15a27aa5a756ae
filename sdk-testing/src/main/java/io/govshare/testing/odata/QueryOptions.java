package io.govshare.testing.odata;

import io.govshare.error.Internal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query options of one request, parsed (OData 4.01 Protocol §11.2). Immutable. */
@Internal
public final class QueryOptions {

    private static final Set<String> KNOWN = Set.of("$filter", "$select", "$orderby", "$top", "$count", "$skiptoken");

    private final Map<String, String> texts;
    private final @Nullable Filter filter;
    private final @Nullable List<String> select;
    private final List<Sort> order;
    private final int top;
    private final boolean counted;

    private QueryOptions(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
        String filterText = texts.get("$filter");
        this.filter = filterText == null ? null : FilterParser.parse(filterText);
        String selectText = texts.get("$select");
        this.select = selectText == null || selectText.strip().equals("*") ? null : select(selectText);
        String orderText = texts.get("$orderby");
        this.order = orderText == null ? List.of() : Sort.parse(orderText);
        this.top = texts.containsKey("$top") ? top(texts.get("$top")) : -1;
        this.counted = texts.containsKey("$count") && flag(texts.get("$count"));
    }

    /**
     * Parses the options, percent-decoded.
     *
     * @throws InvalidQueryException if one is unknown or wrong
     */
    public static QueryOptions parse(Map<String, String> texts) {
        for (String name : texts.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new InvalidQueryException("query option " + name
                        + " is not offered; offered are $filter, $select, $orderby, $top, $count");
            }
        }
        return new QueryOptions(texts);
    }

    private static List<String> select(String text) {
        Lexer tokens = new Lexer("$select", text);
        Set<String> fields = new LinkedHashSet<>();
        do {
            String field = tokens.expect(Lexer.Kind.NAME, "a field").text();
            if (!fields.add(field)) {
                throw new InvalidQueryException("$select: field " + field + " occurs twice");
            }
        } while (tokens.accept(Lexer.Kind.COMMA));
        tokens.expect(Lexer.Kind.END, "a comma or the end");
        return List.copyOf(fields);
    }

    private static int top(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new InvalidQueryException("$top: '" + text + "' is no number from 0 to 999999999");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new InvalidQueryException("$count: '" + text + "' is neither true nor false");
        }
        return text.equals("true");
    }

    /** All fields that the query names, in whatever option. */
    public Set<String> fieldsNamed() {
        Set<String> fields = fieldsCompared();
        if (select != null) {
            fields.addAll(select);
        }
        order.forEach(sort -> fields.add(sort.field()));
        return fields;
    }

    /** The fields that {@code $filter} compares, so that their values stand in the query. */
    public Set<String> fieldsCompared() {
        Set<String> fields = new LinkedHashSet<>();
        if (filter != null) {
            filter.collectFields(fields);
        }
        return fields;
    }

    /**
     * Checks that the table has all fields that the query names.
     *
     * @throws InvalidQueryException naming one that it lacks
     */
    public void checkFields(Table table) {
        fieldsCompared().forEach(field -> table.column("$filter", field));
        order.forEach(sort -> table.column("$orderby", sort.field()));
        table.columns(select);
    }

    /** The fields to answer with; null for all. */
    public @Nullable List<String> select() {
        return select;
    }

    /** The most records in the whole result; empty for no limit. */
    public OptionalInt top() {
        return top < 0 ? OptionalInt.empty() : OptionalInt.of(top);
    }

    public boolean isCounted() {
        return counted;
    }

    /** The text of an option; null if it was not given. */
    public @Nullable String text(String option) {
        return texts.get(option);
    }

    /** How many records match, whatever the limit. */
    public int count(Table table) {
        return table.rows(filter, order).length;
    }

    /**
     * Writes the records of the result from a position on as a JSON array.
     *
     * @param fields the fields to answer with; null for all
     * @return the position after the last one written
     */
    public int write(Table table, int from, int most, @Nullable List<String> fields, Bytes out) {
        int[] rows = table.rows(filter, order);
        List<Column> columns = table.columns(fields);
        int end = (int) Math.min(top().isPresent() ? Math.min(top, rows.length) : rows.length, (long) from + most);
        out.write('[');
        for (int i = from; i < end; i++) {
            if (i > from) {
                out.write(',');
            }
            Table.write(columns, rows[i], out);
        }
        out.write(']');
        return Math.max(from, end);
    }

    /**
     * Writes all records of the result, each on a line.
     *
     * @param fields the fields to answer with; null for all
     */
    public void writeLines(Table table, @Nullable List<String> fields, Bytes out) {
        int[] rows = table.rows(filter, order);
        List<Column> columns = table.columns(fields);
        int end = top().isPresent() ? Math.min(top, rows.length) : rows.length;
        for (int i = 0; i < end; i++) {
            Table.write(columns, rows[i], out);
            out.write('\n');
        }
    }

    /** Whether the result goes on after this position. */
    public boolean continuesAfter(Table table, int position) {
        int length = table.rows(filter, order).length;
        return position < (top().isPresent() ? Math.min(top, length) : length);
    }

    @Override
    public String toString() {
        return "QueryOptions" + Arrays.toString(texts.keySet().stream().sorted().toArray());
    }
}
