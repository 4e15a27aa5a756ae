package io.govshare;

import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.dataset.Records;
import io.govshare.http.Answer;
import io.govshare.http.Request;
import io.govshare.platform.PageState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The records of a query page after page: each page is one request, which the pipeline alone tries again if it fails. */
final class PagedRecords<T> implements RecordSource<T> {

    private final RealGovShare govshare;
    private final Use use;
    private final Query<?> query;
    private final RecordReader<T> reader;
    private final long limit;
    private final PagingCheck check = new PagingCheck();
    private @Nullable Request next;
    private @Nullable Repetition last;
    private boolean started;
    private int pages;
    private long read;
    private volatile OptionalLong total = OptionalLong.empty();

    PagedRecords(RealGovShare govshare, Use use, Query<?> query, RecordReader<T> reader) {
        this.govshare = govshare;
        this.use = use;
        this.query = query;
        this.reader = reader;
        this.limit = query.limit().isPresent() ? query.limit().getAsInt() : Long.MAX_VALUE;
    }

    @Override
    public boolean hasMore() {
        return !started || next != null;
    }

    @Override
    public OptionalLong total() {
        return total;
    }

    @Override
    public List<T> next() throws IOException {
        Request request = next != null ? next : govshare.dialect().addressing().query(use.describe(), query);
        started = true;
        Answer answer = use.send(request);
        Records<T> records = Repetition.dropped(
                use.read(answer, reader), last, govshare.dialect().addressing(), use.describe());
        last = Repetition.of(records);
        int here = records.count();
        pages++;
        read += here;
        if (records.total().isPresent()) {
            total = OptionalLong.of(Math.min(limit, records.total().getAsLong()));
        }
        next = following(answer, records).orElse(null);
        return records.items();
    }

    private Optional<Request> following(Answer answer, Records<T> records) throws IOException {
        if (read >= limit) {
            return Optional.empty();
        }
        PageState state = new PageState(
                answer.request().url(),
                records.next(),
                pages,
                read,
                records.count(),
                records.total().isPresent() ? records.total().getAsLong() : null);
        Optional<Request> following = govshare.dialect().addressing().next(use.describe(), query, state);
        check.page(records.count(), records.first(), PagingCheck.Identity.of(query, use.describe()));
        following.ifPresent(check::following);
        return following;
    }
}
