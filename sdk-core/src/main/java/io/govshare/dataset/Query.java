package io.govshare.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a dataset: condition, fields, order, limit. Immutable.
 *
 * @param <T> type of the records
 */
public final class Query<T> {

    private final @Nullable Condition condition;
    private final List<String> select;
    private final List<Order> order;
    private final int limit;
    private final boolean counted;

    private Query(@Nullable Condition condition, List<String> select, List<Order> order, int limit, boolean counted) {
        this.condition = condition;
        this.select = List.copyOf(select);
        this.order = List.copyOf(order);
        this.limit = limit;
        this.counted = counted;
    }

    /** All records. */
    public static <T> Query<T> all() {
        return new Query<>(null, List.of(), List.of(), 0, false);
    }

    /** This query with this condition as well. */
    public Query<T> and(Condition more) {
        Condition both = condition == null ? more : new Condition.And(List.of(condition, more));
        return new Query<>(both, select, order, limit, counted);
    }

    /** This query with one more level of sorting. */
    public Query<T> orderBy(String field) {
        List<Order> more = new ArrayList<>(order);
        more.add(new Order(field, false));
        return new Query<>(condition, select, more, limit, counted);
    }

    /** What records must satisfy; empty for all. */
    public Optional<Condition> condition() {
        return Optional.ofNullable(condition);
    }

    /** The fields to read; empty for all. */
    public List<String> select() {
        return select;
    }

    /** The levels of sorting; empty when the platform's order will do. */
    public List<Order> order() {
        return order;
    }

    /** How many records at most: on a page for {@code query}, in all for {@code stream}; empty for the platform's choice. */
    public OptionalInt limit() {
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** Whether the total number of matching records is wanted beside the page. */
    public boolean isCounted() {
        return counted;
    }
}
