package io.govshare.catalog;

import io.govshare.dataset.Condition;
import io.govshare.dataset.Order;
import io.govshare.dataset.Query;
import io.govshare.error.Internal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields that a call is going to read or compare, left on the {@link io.govshare.http.Call} by who knows the query. A
 * call without this fact, such as a raw one, is not checked against the fields of its grant: the platform does that.
 *
 * @param names names of the fields as they are in the records; empty for all
 * @param selected those of them that the call selects; empty for none or all
 */
@Internal
public record RequestedFields(List<String> names, List<String> selected) {

    public RequestedFields {
        names = List.copyOf(names);
        selected = List.copyOf(selected);
    }

    /** What a query brings, compares and sorts by; all fields when it selects none. */
    public static RequestedFields of(Query<?> query) {
        if (query.select().isEmpty()) {
            return new RequestedFields(List.of(), List.of());
        }
        Set<String> names = new LinkedHashSet<>(query.select());
        query.condition().ifPresent(condition -> add(condition, names));
        query.order().stream().map(Order::field).forEach(names::add);
        return new RequestedFields(List.copyOf(names), query.select());
    }

    /** What a count compares, since it brings no field; empty when it compares none. */
    public static Optional<RequestedFields> ofCount(Query<?> query) {
        return query.condition().map(condition -> {
            Set<String> names = new LinkedHashSet<>();
            add(condition, names);
            return new RequestedFields(List.copyOf(names), List.of());
        });
    }

    private static void add(Condition condition, Set<String> names) {
        if (condition instanceof Condition.Comparison comparison) {
            names.add(comparison.field());
        } else if (condition instanceof Condition.And and) {
            and.all().forEach(each -> add(each, names));
        } else if (condition instanceof Condition.Or or) {
            or.any().forEach(each -> add(each, names));
        } else if (condition instanceof Condition.Not not) {
            add(not.condition(), names);
        }
    }
}
