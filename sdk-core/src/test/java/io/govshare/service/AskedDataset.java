package io.govshare.service;

import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A dataset that answers from a list, page by page, and keeps what it is asked. */
final class AskedDataset<T> implements Dataset<T> {

    /** One call, in the context and with the options that it came with. */
    record Asked(
            String operation,
            Object what,
            @Nullable CallContext context,
            @Nullable CallOptions options) {}

    private final String id;
    private final Class<T> type;
    private final List<Object> records;
    private final int pageSize;
    private final List<Asked> asked;
    private final @Nullable CallContext context;
    private final @Nullable CallOptions options;

    private AskedDataset(
            String id,
            Class<T> type,
            List<Object> records,
            int pageSize,
            List<Asked> asked,
            @Nullable CallContext context,
            @Nullable CallOptions options) {
        this.id = id;
        this.type = type;
        this.records = records;
        this.pageSize = pageSize;
        this.asked = asked;
        this.context = context;
        this.options = options;
    }

    /** Datasets that all answer from these records, and keep what they are asked in one list. */
    static DataServices.Datasets answering(List<Asked> asked, int pageSize, List<?> records) {
        return new DataServices.Datasets() {
            @Override
            public <T> Dataset<T> dataset(String id, Class<T> type) {
                return new AskedDataset<>(id, type, List.copyOf(records), pageSize, asked, null, null);
            }
        };
    }

    private void keep(String operation, Object what) {
        asked.add(new Asked(operation + " " + id + " as " + type.getSimpleName(), what, context, options));
    }

    private List<T> matching(Query<?> query) {
        return records.stream()
                .limit(query.limit().isPresent() ? query.limit().getAsInt() : Long.MAX_VALUE)
                .map(type::cast)
                .toList();
    }

    private Page<T> page(List<T> items, int from) {
        int to = Math.min(items.size(), from + pageSize);
        return Page.of(
                items.subList(from, to), OptionalLong.empty(), to == items.size() ? null : () -> page(items, to));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<T> find(Object key) {
        keep("find", key);
        return matching(Query.all()).stream().findFirst();
    }

    @Override
    public Page<T> query(Query<? super T> query) {
        keep("query", query);
        return page(matching(query), 0);
    }

    @Override
    public Stream<T> stream(Query<? super T> query) {
        keep("stream", query);
        return matching(query).stream().onClose(() -> asked.add(new Asked("close", query, context, options)));
    }

    @Override
    public long count(Query<? super T> query) {
        keep("count", query);
        return matching(query).size();
    }

    @Override
    public Dataset<T> with(CallContext nearer) {
        return new AskedDataset<>(id, type, records, pageSize, asked, nearer, options);
    }

    @Override
    public Dataset<T> with(CallOptions newOptions) {
        return new AskedDataset<>(id, type, records, pageSize, asked, context, newOptions);
    }

    static List<Asked> nothing() {
        return new ArrayList<>();
    }
}
