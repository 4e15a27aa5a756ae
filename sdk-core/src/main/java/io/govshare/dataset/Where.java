package io.govshare.dataset;

import io.govshare.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A field of which the next call says how it is compared: {@code where(District::provinceCode).is("35")}. Immutable.
 *
 * <p>A value is a {@code String}, number, boolean, enum constant, {@code UUID}, or a date, time or {@code Duration} of
 * {@code java.time}; an {@code Optional} or {@link Sensitive} stands for what it holds. Anything else, and null, fails with an {@code InvalidRequestException} that
 * names the method.
 *
 * @param <T> type of the records
 * @param <V> type of the field
 */
public final class Where<T, V extends @Nullable Object> {

    private final String field;
    private final UnaryOperator<Condition> completed;
    private final Query<T> query;

    Where(Query<T> query, String field, UnaryOperator<Condition> completed) {
        this.query = query;
        this.field = field;
        this.completed = completed;
    }

    /** Records in which the field has this value. */
    public Query<T> is(V value) {
        return compared(Operator.IS, value, "is");
    }

    /** Records in which the field has another value; whether null counts as another is the platform's rule. */
    public Query<T> isNot(V value) {
        return compared(Operator.IS_NOT, value, "isNot");
    }

    /** Records in which the field has one of these values, at least one. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Query<T> in(V... values) {
        return in(values == null ? List.of() : Arrays.asList(values));
    }

    /** Records in which the field has one of these values, at least one. */
    public Query<T> in(Collection<? extends V> values) {
        if (values == null || values.isEmpty()) {
            throw new InvalidRequestException(
                    "in(…) on field " + field + " got no value, so that no record could match",
                    "Do not ask when the list is empty.");
        }
        List<Object> usable = new ArrayList<>(values.size());
        for (V value : values) {
            usable.add(usable(value, "in"));
        }
        return with(new Condition.Comparison(field, Operator.IN, usable));
    }

    /** Records in which the field is greater, or later. */
    public Query<T> greaterThan(V value) {
        return compared(Operator.GREATER_THAN, value, "greaterThan");
    }

    /** Records in which the field is this or greater, or later. */
    public Query<T> atLeast(V value) {
        return compared(Operator.AT_LEAST, value, "atLeast");
    }

    /** Records in which the field is less, or earlier. */
    public Query<T> lessThan(V value) {
        return compared(Operator.LESS_THAN, value, "lessThan");
    }

    /** Records in which the field is this or less, or earlier. */
    public Query<T> atMost(V value) {
        return compared(Operator.AT_MOST, value, "atMost");
    }

    /** Records in which the field is from {@code least} to {@code most}, both included. */
    public Query<T> between(V least, V most) {
        return with(new Condition.And(List.of(
                new Condition.Comparison(field, Operator.AT_LEAST, List.of(usable(least, "between"))),
                new Condition.Comparison(field, Operator.AT_MOST, List.of(usable(most, "between"))))));
    }

    /** Records in which the text of the field starts with this; not with empty text, which all would. */
    public Query<T> startsWith(String prefix) {
        return compared(Operator.STARTS_WITH, text(prefix, "startsWith"), "startsWith");
    }

    /** Records in which the text of the field contains this; not empty text, which all would. */
    public Query<T> contains(String part) {
        return compared(Operator.CONTAINS, text(part, "contains"), "contains");
    }

    /** Records in which the field has no value. */
    public Query<T> isNull() {
        return with(new Condition.Comparison(field, Operator.IS_NULL, List.of()));
    }

    /** Records in which the field has a value. */
    public Query<T> isNotNull() {
        return with(new Condition.Not(new Condition.Comparison(field, Operator.IS_NULL, List.of())));
    }

    private @Nullable String text(@Nullable String text, String method) {
        if (text != null && text.isEmpty()) {
            throw new InvalidRequestException(
                    method + "(…) on field " + field + " got empty text, which every record would match",
                    "Leave the condition out to read every record.");
        }
        return text;
    }

    private Query<T> compared(Operator operator, @Nullable Object value, String method) {
        return with(new Condition.Comparison(field, operator, List.of(usable(value, method))));
    }

    private Object usable(@Nullable Object value, String method) {
        return Values.usable(value, method + "(…) on field " + field, "Use isNull() to find records without a value.");
    }

    private Query<T> with(Condition condition) {
        return query.satisfying(completed.apply(condition));
    }

    /** The field, of which nothing is said yet. */
    @Override
    public String toString() {
        return field + " …";
    }
}
