package io.govshare;

import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.dataset.Records;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Request;
import io.govshare.platform.PageState;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records of a query, page after page, no more than one page in memory. The use ends with the last record, a failure,
 * or the closing of the stream, whichever comes first.
 */
final class RecordStream<T> extends Spliterators.AbstractSpliterator<T> {

    private final RealGovShare govshare;
    private final Use use;
    private final Query<?> query;
    private final RecordReader<T> reader;
    private final long limit;
    private @Nullable Request next;
    private boolean started;
    private Iterator<T> page = java.util.Collections.emptyIterator();
    private int pages;
    private long read;
    private long delivered;
    private String checkpoint = "";
    private int checkpointAt = 1;

    RecordStream(RealGovShare govshare, Use use, Query<?> query, RecordReader<T> reader) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.govshare = govshare;
        this.use = use;
        this.query = query;
        this.reader = reader;
        this.limit = query.limit().isPresent() ? query.limit().getAsInt() : Long.MAX_VALUE;
    }

    Stream<T> open() {
        return StreamSupport.stream(this, false).onClose(use.call()::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (delivered >= limit || !hasNext()) {
            use.call().close();
            return false;
        }
        delivered++;
        use.call().countDelivered(1);
        action.accept(page.next());
        return true;
    }

    private boolean hasNext() {
        while (!page.hasNext()) {
            if (started && next == null) {
                return false;
            }
            try {
                use.step(this::readPage);
            } catch (RuntimeException | Error e) {
                next = null;
                started = true;
                use.call().close();
                throw e;
            }
        }
        return true;
    }

    /** Reads the next page and says how many records are on it. */
    private int readPage(Use current) throws IOException {
        Request request = next;
        if (request == null) {
            current.asks(query);
            request = govshare.dialect().addressing().query(current.describe(), query);
        }
        started = true;
        Answer answer = current.send(request);
        Records<T> records = current.read(answer, reader);
        int here = records.count();
        pages++;
        read += here;
        page = records.items().iterator();
        PageState state = new PageState(answer.request().url(), records.next(), pages, read, here);
        Optional<Request> following = govshare.dialect().addressing().next(current.describe(), query, state);
        following.ifPresent(link -> refuseLoop(link.url()));
        next = following.orElse(null);
        return here;
    }

    /** Finds a loop of links of any length in constant memory: the remembered link moves on at powers of two. */
    private void refuseLoop(String link) {
        if (link.equals(checkpoint)) {
            throw new ResponseRejectedException(
                    use.call().dataset() + ": the links from page to page run in a circle after page " + pages,
                    "Tell the platform's operators; read page by page with query(…) to get what there is.");
        }
        if (pages >= checkpointAt) {
            checkpoint = link;
            checkpointAt = pages * 2;
        }
    }
}
