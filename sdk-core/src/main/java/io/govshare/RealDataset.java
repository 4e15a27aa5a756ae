package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Key;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.dataset.Records;
import io.govshare.http.Answer;
import io.govshare.http.Request;
import io.govshare.platform.Addressing;
import io.govshare.platform.PageState;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A dataset on its platform: turns each operation into a use that goes through the pipeline, and its answers into records. */
final class RealDataset<T> implements Dataset<T> {

    private final RealGovShare govshare;
    private final String id;
    private final RecordReader<T> reader;
    private final CallContext context;
    private final CallOptions options;

    RealDataset(RealGovShare govshare, String id, RecordReader<T> reader, CallContext context, CallOptions options) {
        this.govshare = govshare;
        this.id = id;
        this.reader = reader;
        this.context = context;
        this.options = options;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Dataset<T> with(CallContext nearer) {
        return new RealDataset<>(govshare, id, reader, nearer.over(context), options);
    }

    @Override
    public Dataset<T> with(CallOptions newOptions) {
        return new RealDataset<>(govshare, id, reader, context, newOptions.over(options));
    }

    @Override
    public Optional<T> find(Object key) {
        return govshare.begin(id, "find", govshare.capture(context), options).run(use -> {
            CapabilityCheck.keyLookup(id, govshare.dialect().capabilities());
            DatasetDescription description = use.describe();
            Addressing addressing = govshare.dialect().addressing();
            Key wanted = Key.of(key);
            use.asksFor(description.key());
            Answer answer = use.send(addressing.find(description, wanted));
            Optional<T> found = Use.isEmpty(answer)
                    ? Optional.empty()
                    : reader.single(
                            answer.bytes(), addressing.found(govshare.dialect().envelope(), description, wanted));
            use.call().countReceived(found.isPresent() ? 1 : 0);
            use.call().countDelivered(found.isPresent() ? 1 : 0);
            return found;
        });
    }

    @Override
    public long count(Query<? super T> query) {
        return govshare.begin(id, "count", govshare.capture(context), options).run(use -> {
            CapabilityCheck.count(id, govshare.dialect().capabilities());
            use.asks(query);
            Answer answer = use.send(govshare.dialect().addressing().count(use.describe(), query));
            return reader.count(answer.bytes(), govshare.dialect().envelope());
        });
    }

    @Override
    public Page<T> query(Query<? super T> query) {
        return page(new Paging(govshare.capture(context), query, null, 0, 0));
    }

    /** Where the reading of a query stands: the request for the next page, null at first, and what came before it. */
    private record Paging(
            CallContext captured, Query<?> query, @Nullable Request next, int pages, long records) {}

    private Page<T> page(Paging paging) {
        return govshare.begin(id, "query", paging.captured(), options).run(use -> {
            use.asks(paging.query());
            DatasetDescription description = use.describe();
            Request request = paging.next() != null
                    ? paging.next()
                    : govshare.dialect().addressing().query(description, paging.query());
            Answer answer = use.send(request);
            Records<T> records = use.read(answer, reader);
            use.call().countDelivered(records.count());
            PageState state = new PageState(
                    answer.request().url(),
                    records.next(),
                    paging.pages() + 1,
                    paging.records() + records.count(),
                    records.count());
            @Nullable
            Request following = govshare.dialect()
                    .addressing()
                    .next(description, paging.query(), state)
                    .orElse(null);
            if (following == null) {
                return Page.of(records, null);
            }
            Paging rest = new Paging(paging.captured(), paging.query(), following, state.pages(), state.records());
            return Page.of(records, () -> page(rest));
        });
    }

    @Override
    public Stream<T> stream(Query<? super T> query) {
        Use use = govshare.begin(id, "stream", govshare.capture(context), options);
        return new RecordStream<>(govshare, use, query, reader).open();
    }
}
