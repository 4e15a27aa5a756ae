package io.govshare.usage;

import io.govshare.dataset.Condition;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Order;
import io.govshare.dataset.Query;
import io.govshare.error.Internal;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What was asked, without the values: names of fields and operators, such as {@code provinceCode is ? order by code limit
 * 50}. The root puts it into the call, the usage event shows it.
 *
 * @param text the shape as people read it; empty when everything was asked for
 */
@Internal
public record QueryShape(String text) {

    /** The shape of a query. */
    public static QueryShape of(Query<?> query) {
        StringBuilder shape = new StringBuilder();
        query.condition().ifPresent(condition -> shape.append(condition(condition)));
        word(shape, "select ", String.join(", ", query.select()));
        word(shape, "order by ", query.order().stream().map(QueryShape::order).collect(Collectors.joining(", ")));
        OptionalInt limit = query.limit();
        word(shape, "limit ", limit.isPresent() ? Integer.toString(limit.getAsInt()) : "");
        return new QueryShape(shape.toString());
    }

    /** The shape of a look-up of one record by the fields of its key; empty names if they are not known. */
    public static QueryShape ofKey(List<String> fields) {
        return new QueryShape(
                fields.isEmpty()
                        ? "key is ?"
                        : fields.stream().map(field -> field + " is ?").collect(Collectors.joining(" and ")));
    }

    private static void word(StringBuilder shape, String word, String rest) {
        if (!rest.isEmpty()) {
            shape.append(shape.length() == 0 ? "" : " ").append(word).append(rest);
        }
    }

    private static String order(Order order) {
        return order.descending() ? order.field() + " descending" : order.field();
    }

    private static String condition(Condition condition) {
        if (condition instanceof Condition.Comparison comparison) {
            String value = comparison.operator() == Operator.IS_NULL ? "" : " ?";
            return comparison.field() + " " + comparison.operator() + value;
        }
        if (condition instanceof Condition.And and) {
            return joined(and.all(), " and ");
        }
        if (condition instanceof Condition.Or or) {
            return joined(or.any(), " or ");
        }
        return "not " + grouped(((Condition.Not) condition).condition());
    }

    private static String joined(List<Condition> conditions, String word) {
        return conditions.stream().map(QueryShape::grouped).collect(Collectors.joining(word));
    }

    private static String grouped(Condition condition) {
        return condition instanceof Condition.Comparison ? condition(condition) : "(" + condition(condition) + ")";
    }
}
