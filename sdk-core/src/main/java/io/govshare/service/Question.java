package io.govshare.service;

import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Key;
import io.govshare.dataset.Order;
import io.govshare.dataset.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a method of a data service asks of its dataset, ready for any arguments. Immutable and safe for concurrent use.
 *
 * @param method how messages name the method
 */
record Question<T>(String method, Dataset<T> dataset, Returned returned, List<Order> order, Arguments arguments)
        implements Invocation {

    /**
     * The parameters of a method by what they are for.
     *
     * @param paging the {@code PageRequest}; null if there is none
     * @param context the {@code CallContext}; null if there is none
     * @param options the {@code CallOptions}; null if there are none
     */
    record Arguments(
            List<Condition> conditions,
            List<Argument> key,
            @Nullable Argument paging,
            @Nullable Argument context,
            @Nullable Argument options) {}

    @Override
    public Object invoke(Object proxy, @Nullable Object[] given) {
        Dataset<T> asked = dataset;
        if (arguments.context() != null && arguments.context().value(given, method) instanceof CallContext context) {
            asked = asked.with(context);
        }
        if (arguments.options() != null && arguments.options().value(given, method) instanceof CallOptions options) {
            asked = asked.with(options);
        }
        return arguments.key().isEmpty() ? returned.ask(asked, query(given), method) : asked.find(key(given));
    }

    private Key key(@Nullable Object[] given) {
        return Key.of(arguments.key().stream()
                .map(part -> part.requireGiven(given[part.index()], method))
                .toArray());
    }

    private Query<T> query(@Nullable Object[] given) {
        Query<T> query = Query.all();
        for (Condition condition : arguments.conditions()) {
            query = condition.narrow(query, given, method);
        }
        for (Order level : order) {
            query = sorted(query, level);
        }
        @Nullable Argument paging = arguments.paging();
        return paging != null && paging.value(given, method) instanceof PageRequest request
                ? paged(query, request)
                : query;
    }

    private static <T> Query<T> paged(Query<T> query, PageRequest request) {
        Query<T> paged = query;
        for (Order level : request.order()) {
            paged = sorted(paged, level);
        }
        if (request.limit().isPresent()) {
            paged = paged.limit(request.limit().getAsInt());
        }
        return request.isCounted() ? paged.counted() : paged;
    }

    private static <T> Query<T> sorted(Query<T> query, Order level) {
        return level.descending() ? query.orderByDescending(level.field()) : query.orderBy(level.field());
    }
}
