package io.govshare.dataset;

import io.govshare.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a dataset: condition, fields, order, limit. Immutable: every method returns another query.
 *
 * <pre>{@code
 * import static io.govshare.dataset.Query.where;
 *
 * where(District::provinceCode).is("35").orderBy(District::code).limit(50)
 * where(District::provinceCode).is("35").and(District::name).startsWith("鼓楼")
 * where(District::code).is("350102").or(where(District::name).is("鼓楼区").and(District::provinceCode).is("35"))
 * Query.not(where(District::provinceCode).in("11", "31"))
 * where("provinceCode").is("35")                          // by name, for records of any type
 * where(path(Person::address, Address::city)).is("福州")  // nested; by name "address/city"
 * Query.all()
 * }</pre>
 *
 * <p>{@code and} and {@code or} join what stands to their left, as a whole, with what stands to their right:
 * {@code a.or(b).and(c)} means (a or b) and c.
 *
 * @param <T> type of the records; a query by names alone fits records of any type
 */
public final class Query<T> {

    /** Deeper conditions than any person writes; without a limit, one that a program builds would overflow the stack. */
    private static final int DEEPEST = 100;

    private static final Query<Object> ALL = new Query<>(null, List.of(), List.of(), 0, false);

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
        return ALL.narrowed();
    }

    /**
     * Begins a condition on the field with this accessor.
     *
     * @throws io.govshare.error.ConfigurationException if it is no method reference, or names no field of the records
     */
    public static <T, V extends @Nullable Object> Where<T, V> where(Field<T, V> field) {
        return new Where<>(Query.<T>all(), FieldNames.of(field), UnaryOperator.identity());
    }

    /**
     * Begins a condition on the field of this name as it is in the records; {@code address/city} for a nested one.
     *
     * @throws InvalidRequestException if it is no name
     */
    public static Where<Object, Object> where(String field) {
        return new Where<>(Query.all(), FieldNames.checked(field, "where(…)"), UnaryOperator.identity());
    }

    /**
     * A field of a nested record, wherever a field is asked for: {@code where(path(Person::address, Address::city)).is("福州")}.
     * A path may be the outer field of another. What is nested in an {@code Optional} or a list has no accessor that could be
     * referred to: name it, {@code where("address/city")}.
     *
     * @throws io.govshare.error.ConfigurationException if one is no method reference, or names no field
     */
    public static <T, V extends @Nullable Object, W extends @Nullable Object> Field<T, W> path(
            Field<T, V> outer, Field<V, W> inner) {
        return new FieldPath<>(outer, inner);
    }

    /**
     * Records that do not satisfy the condition of a query.
     *
     * @throws InvalidRequestException if it is more than a condition, or none
     */
    public static <T> Query<T> not(Query<T> query) {
        return Query.<T>all().satisfying(new Condition.Not(bare(query, "not(…)")));
    }

    /** Goes on with a condition on another field, which must be satisfied as well. */
    public <S extends T, V extends @Nullable Object> Where<S, V> and(Field<S, V> field) {
        return new Where<>(narrowed(), FieldNames.of(field), this::both);
    }

    /** Goes on with a condition on the field of this name, which must be satisfied as well. */
    public Where<T, Object> and(String field) {
        return new Where<>(this, FieldNames.checked(field, "and(…)"), this::both);
    }

    /**
     * Records that satisfy the condition of the other query as well; order, limit and fields stay as they are here.
     *
     * @throws InvalidRequestException if the other is more than a condition, or none
     */
    public <S extends T> Query<S> and(Query<? super S> other) {
        return this.<S>narrowed().satisfying(both(bare(other, "and(…)")));
    }

    /** Goes on with a condition on another field, which may be satisfied instead. */
    public <S extends T, V extends @Nullable Object> Where<S, V> or(Field<S, V> field) {
        return new Where<>(narrowed(), FieldNames.of(field), this::either);
    }

    /** Goes on with a condition on the field of this name, which may be satisfied instead. */
    public Where<T, Object> or(String field) {
        return new Where<>(this, FieldNames.checked(field, "or(…)"), this::either);
    }

    /**
     * Records that satisfy this condition or that of the other query; order, limit and fields stay as they are here.
     *
     * @throws InvalidRequestException if the other is more than a condition, or one of the two has none
     */
    public <S extends T> Query<S> or(Query<? super S> other) {
        return this.<S>narrowed().satisfying(either(bare(other, "or(…)")));
    }

    /** Reads these fields only; the others are null in the records, and so must not be of a primitive type. */
    @SafeVarargs
    public final <S extends T> Query<S> select(Field<S, ?> first, Field<S, ?>... more) {
        List<String> names = new ArrayList<>();
        names.add(FieldNames.of(first));
        for (Field<S, ?> field : more) {
            names.add(FieldNames.of(field));
        }
        return selecting(names);
    }

    /** Reads the fields of these names only; the others are null in the records, and so must not be of a primitive type. */
    public Query<T> select(String first, String... more) {
        List<String> names = new ArrayList<>();
        names.add(FieldNames.checked(first, "select(…)"));
        for (String field : more) {
            names.add(FieldNames.checked(field, "select(…)"));
        }
        return selecting(names);
    }

    /** Sorts by this field, the smallest first; within the order given before, if there is one. */
    public <S extends T> Query<S> orderBy(Field<S, ?> field) {
        return ordered(FieldNames.of(field), false);
    }

    /** Sorts by the field of this name, the smallest first; within the order given before, if there is one. */
    public Query<T> orderBy(String field) {
        return ordered(FieldNames.checked(field, "orderBy(…)"), false);
    }

    /** Sorts by this field, the largest first; within the order given before, if there is one. */
    public <S extends T> Query<S> orderByDescending(Field<S, ?> field) {
        return ordered(FieldNames.of(field), true);
    }

    /** Sorts by the field of this name, the largest first; within the order given before, if there is one. */
    public Query<T> orderByDescending(String field) {
        return ordered(FieldNames.checked(field, "orderByDescending(…)"), true);
    }

    /**
     * Reads at most this many records in all, on however many pages they come. Without it, all that match are read by {@code
     * stream}, and {@code query} brings as many as the platform puts on a page.
     *
     * @throws InvalidRequestException if it is less than 1
     */
    public Query<T> limit(int records) {
        if (records < 1) {
            throw new InvalidRequestException("limit(…) got " + records, "Give a limit of at least 1, or none.");
        }
        return new Query<>(condition, select, order, records, counted);
    }

    /** Asks for the number of all records that match, beside the page: {@link Page#total()}. */
    public Query<T> counted() {
        return new Query<>(condition, select, order, limit, true);
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

    /** How many records at most, on however many pages; empty for all. */
    public OptionalInt limit() {
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** Whether the total number of matching records is wanted beside the page. */
    public boolean isCounted() {
        return counted;
    }

    /**
     * The fields and operators of this query with {@code ?} for every value, as it goes into usage events:
     * {@code provinceCode is ? order by code limit 50}.
     */
    public String shape() {
        StringBuilder text = new StringBuilder(64).append(condition == null ? "all" : condition);
        if (!select.isEmpty()) {
            text.append(" select ").append(String.join(", ", select));
        }
        if (!order.isEmpty()) {
            text.append(" order by ").append(order.stream().map(Order::toString).collect(Collectors.joining(", ")));
        }
        if (limit > 0) {
            text.append(" limit ").append(limit);
        }
        return counted ? text.append(" counted").toString() : text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Query<?> query
                && Objects.equals(condition, query.condition)
                && select.equals(query.select)
                && order.equals(query.order)
                && limit == query.limit
                && counted == query.counted;
    }

    @Override
    public int hashCode() {
        return Objects.hash(condition, select, order, limit, counted);
    }

    /** The {@link #shape()}: values may be personal. */
    @Override
    public String toString() {
        return shape();
    }

    Query<T> satisfying(Condition newCondition) {
        if (depth(newCondition) > DEEPEST) {
            throw new InvalidRequestException(
                    "The condition of a query is nested more than " + DEEPEST + " deep",
                    "Say it with in(…), or ask in several queries.");
        }
        return new Query<>(newCondition, select, order, limit, counted);
    }

    /** Each query is checked when it is made, so that no condition is met that is much deeper. */
    private static int depth(Condition condition) {
        if (condition instanceof Condition.Not not) {
            return 1 + depth(not.condition());
        }
        List<Condition> parts = condition instanceof Condition.And and
                ? and.all()
                : condition instanceof Condition.Or or ? or.any() : List.of();
        int deepest = 0;
        for (Condition part : parts) {
            deepest = Math.max(deepest, depth(part));
        }
        return 1 + deepest;
    }

    private <S extends T> Query<S> selecting(List<String> names) {
        return new Query<>(condition, names.stream().distinct().toList(), order, limit, counted);
    }

    private <S extends T> Query<S> ordered(String field, boolean descending) {
        List<Order> more = new ArrayList<>(order);
        more.add(new Order(field, descending));
        return new Query<>(condition, select, more, limit, counted);
    }

    /** A query says nothing but names of fields, so that what fits records of a type fits those of its subtypes. */
    @SuppressWarnings("unchecked")
    private <S extends T> Query<S> narrowed() {
        return (Query<S>) this;
    }

    private Condition both(Condition more) {
        if (condition == null) {
            return more;
        }
        List<Condition> all = new ArrayList<>(condition instanceof Condition.And and ? and.all() : List.of(condition));
        all.addAll(more instanceof Condition.And and ? and.all() : List.of(more));
        return new Condition.And(all);
    }

    private Condition either(Condition more) {
        if (condition == null) {
            throw new InvalidRequestException(
                    "or(…) follows a query without condition, which every record satisfies already",
                    "Begin with where(…) instead of Query.all().");
        }
        List<Condition> any = new ArrayList<>(condition instanceof Condition.Or or ? or.any() : List.of(condition));
        any.addAll(more instanceof Condition.Or or ? or.any() : List.of(more));
        return new Condition.Or(any);
    }

    private static Condition bare(@Nullable Query<?> query, String method) {
        if (query == null) {
            throw new InvalidRequestException(method + " got null", "Give a condition that begins with where(…).");
        }
        if (query.condition == null) {
            throw new InvalidRequestException(
                    method + " got a query without condition", "Give a condition that begins with where(…).");
        }
        if (!query.select.isEmpty() || !query.order.isEmpty() || query.limit > 0 || query.counted) {
            throw new InvalidRequestException(
                    method + " takes a condition only, and got: " + query,
                    "Call select, orderBy, limit and counted on the whole query, last.");
        }
        return query.condition;
    }
}
