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
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Answer;
import io.govshare.http.Request;
import io.govshare.platform.Addressing;
import io.govshare.platform.PageState;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A dataset on its platform: turns each operation into a use that goes through the pipeline, and its answers into records. */
final class RealDataset<T> implements Dataset<T> {

    private static final String KEY = "the value of the key field, or Key.of(…)";

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
        return new RealDataset<>(
                govshare, id, reader, given(nearer, "with", "a CallContext").over(context), options);
    }

    @Override
    public Dataset<T> with(CallOptions newOptions) {
        return new RealDataset<>(
                govshare,
                id,
                reader,
                context,
                given(newOptions, "with", "CallOptions").over(options));
    }

    @Override
    public Optional<T> find(Object key) {
        return lookedUp(Key.of(given(key, "find", KEY)), (record, answer, use) -> record);
    }

    @Override
    public Page<T> findPage(Object key) {
        return lookedUp(
                Key.of(given(key, "findPage", KEY)),
                (record, answer, use) ->
                        page(new Records<>(record.stream().toList(), null, OptionalLong.empty()), null, use, answer));
    }

    /** What is made of a record, if it was found, and the answer that it came with. */
    private interface Found<T, R> {
        R of(Optional<T> record, Answer answer, Use use);
    }

    private <R> R lookedUp(Key wanted, Found<T, R> result) {
        return begin("find", this::captured).run(use -> {
            CapabilityCheck.keyLookup(id, govshare.dialect().capabilities());
            DatasetDescription description = use.describe();
            Addressing addressing = govshare.dialect().addressing();
            use.asksFor(wanted, description.key());
            Answer answer = use.send(addressing.find(description, wanted));
            Optional<T> found = Use.isEmpty(answer)
                    ? Optional.empty()
                    : reader.single(answer.bytes(), addressing.found(use.envelope(), description, wanted));
            use.call().countReceived(found.isPresent() ? 1 : 0);
            use.call().countDelivered(found.isPresent() ? 1 : 0);
            return result.of(found, answer, use);
        });
    }

    @Override
    public long count(Query<? super T> query) {
        Query<? super T> asked = given(query, "count", "a query; Query.all() for all records");
        return begin("count", this::captured).run(use -> {
            use.asksHowMany(asked);
            Answer answer = use.send(govshare.dialect().addressing().count(use.describe(), use.spelled(asked, reader)));
            return Use.isEmpty(answer) ? 0L : reader.count(answer.bytes(), use.envelope());
        });
    }

    /** Asks for the number where the platform has one, so that no record leaves it for a question that needs none. */
    @Override
    public boolean exists(Query<? super T> query) {
        Query<? super T> asked = given(query, "exists", "a query; Query.all() for all records");
        return govshare.dialect().capabilities().counting() ? count(asked) > 0 : Dataset.super.exists(asked);
    }

    @Override
    public Page<T> query(Query<? super T> query) {
        Query<? super T> asked = given(query, "query", "a query; Query.all() for all records");
        return page(new Paging(null, asked, null, null, 0, 0, new PagingCheck()));
    }

    /**
     * Where the reading of a query stands.
     *
     * @param captured context that all pages are read in; null until the first is
     * @param next request for the next page; null for the first
     * @param last how the page before came; null for the first
     * @param pages pages read so far
     * @param records records read so far
     * @param check knows the pages read so far; copied, since each page may be read on from many times
     */
    private record Paging(
            @Nullable CallContext captured,
            Query<?> query,
            @Nullable Request next,
            @Nullable Repetition last,
            int pages,
            long records,
            PagingCheck check) {

        Supplier<CallContext> captured(Supplier<CallContext> now) {
            return captured == null ? now : () -> captured;
        }

        /** How many more records the query's limit lets through. */
        long left() {
            return query.limit().isPresent() ? query.limit().getAsInt() - records : Long.MAX_VALUE;
        }
    }

    private Page<T> page(Paging paging) {
        return begin("query", paging.captured(this::captured)).run(use -> {
            use.asks(paging.query());
            DatasetDescription description = use.describe();
            Addressing addressing = govshare.dialect().addressing();
            Query<?> spelled = use.spelled(paging.query(), reader);
            Request request = paging.next() != null ? paging.next() : addressing.query(description, spelled);
            Answer answer = use.send(request);
            Records<T> records = Repetition.dropped(use.read(answer, reader), paging.last(), addressing, description);
            PageState state = new PageState(
                    answer.request().url(),
                    records.next(),
                    paging.pages() + 1,
                    paging.records() + records.count(),
                    records.count(),
                    records.total().isPresent() ? records.total().getAsLong() : null);
            Page<T> page = page(
                    limited(records, paging.left()),
                    following(paging, spelled, use, records, state)
                            .<Supplier<Page<T>>>map(rest -> () -> page(rest))
                            .orElse(null),
                    use,
                    answer);
            use.call().countDelivered(page.size());
            return page;
        });
    }

    private static <T> Page<T> page(Records<T> records, @Nullable Supplier<Page<T>> next, Use use, Answer answer) {
        return Page.of(records, next, use.asOf(answer), use.isFromCache(), Use.proof(answer));
    }

    private Optional<Paging> following(Paging paging, Query<?> spelled, Use use, Records<T> records, PageState state)
            throws IOException {
        if (records.count() >= paging.left()) {
            return Optional.empty();
        }
        DatasetDescription description = use.describe();
        Optional<Request> following = govshare.dialect().addressing().next(description, spelled, state);
        PagingCheck check = paging.check().copy();
        check.page(records.count(), records.first(), PagingCheck.Identity.of(paging.query(), description));
        following.ifPresent(check::following);
        return following.map(next -> new Paging(
                use.context(), paging.query(), next, Repetition.of(records), state.pages(), state.records(), check));
    }

    /** Not every platform knows limits; what is beyond was not asked for. */
    private static <T> Records<T> limited(Records<T> records, long most) {
        return records.count() <= most
                ? records
                : new Records<>(records.items().subList(0, (int) most), records.next(), records.total());
    }

    @Override
    public Stream<T> stream(Query<? super T> query) {
        Query<? super T> asked = given(query, "stream", "a query; Query.all() for all records");
        Use use = begin("stream", this::captured);
        boolean begun = false;
        try {
            use.step(current -> {
                current.asks(asked);
                return current;
            });
            begun = true;
        } finally {
            if (!begun) {
                use.call().close();
            }
        }
        RecordSource<T> source = new OfferedRecords<>(govshare, use, asked, reader);
        long limit = asked.limit().isPresent() ? asked.limit().getAsInt() : Long.MAX_VALUE;
        RecordStream<T> stream = new RecordStream<>(use, source, limit, govshare.io());
        govshare.abandoned().watch(stream, use.call());
        return stream.open();
    }

    private Use begin(String operation, Supplier<CallContext> captured) {
        return govshare.begin(id, operation, captured, options, this::marked);
    }

    private CallContext captured() {
        return govshare.capture(context);
    }

    /** The description with what the type says where the catalogue does not: its key, and which fields are personal. */
    private DatasetDescription marked(DatasetDescription described) {
        return described.marked(reader.key(), reader.personal());
    }

    private <V> V given(@Nullable V value, String method, String instead) {
        if (value == null) {
            Diagnosis diagnosis = Diagnosis.of("Dataset." + method + "(…) got null", "Give " + instead + ".");
            throw new InvalidRequestException(ErrorDetails.of(diagnosis).of(govshare.platformName(), id, 0), null);
        }
        return value;
    }

    /** The id and the type's name. */
    @Override
    public String toString() {
        return "Dataset[" + id + " as " + reader.type().getSimpleName() + "]";
    }
}
