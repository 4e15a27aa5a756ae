package io.govshare;

import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.dataset.Records;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.platform.PageState;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records of a query, page after page, no more than one page in memory. The use ends with the last record, a failure,
 * or the closing of the stream or client, whichever comes first; after a failure every further step fails in the same way,
 * so that nobody takes what came before for everything.
 *
 * <p>It does not split: a stream made parallel is still read by one thread, in order and in constant memory.
 */
final class RecordStream<T> implements Spliterator<T> {

    /** A platform that filters after it pages may send some pages without records; one that sends so many never ends. */
    private static final int MOST_EMPTY_PAGES = 1_000;

    private final RealGovShare govshare;
    private final Use use;
    private final Query<?> query;
    private final RecordReader<T> reader;
    private final long limit;
    private @Nullable Request next;
    private boolean started;
    private Iterator<T> page = Collections.emptyIterator();
    private int pages;
    private int emptyPages;
    private long read;
    private long delivered;
    private @Nullable Request checkpoint;
    private int checkpointAt = 1;
    private boolean finished;
    private @Nullable Throwable failure;
    private volatile boolean closed;

    RecordStream(RealGovShare govshare, Use use, Query<?> query, RecordReader<T> reader) {
        this.govshare = govshare;
        this.use = use;
        this.query = query;
        this.reader = reader;
        this.limit = query.limit().isPresent() ? query.limit().getAsInt() : Long.MAX_VALUE;
        use.call().onEnd(() -> closed = true);
    }

    Stream<T> open() {
        return StreamSupport.stream(this, false).onClose(use.call()::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        if (finished) {
            return false;
        }
        refuseFurtherSteps();
        if (delivered >= limit || !hasNext()) {
            finished = true;
            use.call().close();
            return false;
        }
        refuseFurtherSteps(); // what is delivered is on record, so nothing is once the record is closed
        delivered++;
        use.call().countDelivered(1);
        action.accept(page.next());
        return true;
    }

    private void refuseFurtherSteps() {
        if (failure instanceof RuntimeException same) {
            throw same;
        }
        if (failure instanceof Error same) {
            throw same;
        }
        if (closed) {
            throw new IllegalStateException(
                    "The stream of " + use.call().dataset() + " is closed, or the client that it came from");
        }
    }

    private boolean hasNext() {
        while (!page.hasNext()) {
            if (started && next == null) {
                return false;
            }
            try {
                use.step(this::readPage);
            } catch (RuntimeException | Error e) {
                failure = e;
                use.call().close();
                throw e;
            }
        }
        return true;
    }

    /** Reads the next page and says how many records are on it. */
    private int readPage(Use current) throws IOException {
        Request request = next != null ? next : govshare.dialect().addressing().query(current.describe(), query);
        started = true;
        Answer answer = current.send(request);
        Records<T> records = current.read(answer, reader);
        int here = records.count();
        pages++;
        read += here;
        emptyPages = here == 0 ? emptyPages + 1 : 0;
        page = records.items().iterator();
        PageState state = new PageState(answer.request().url(), records.next(), pages, read, here);
        Optional<Request> following = govshare.dialect().addressing().next(current.describe(), query, state);
        following.ifPresent(this::refuseLoop);
        next = following.orElse(null);
        return here;
    }

    /** Finds a loop of links of any length in constant memory: the remembered request moves on at powers of two. */
    private void refuseLoop(Request following) {
        if (checkpoint != null && isSame(checkpoint, following)) {
            throw new ResponseRejectedException(
                    "The links from page to page run in a circle after page " + pages,
                    "Tell the platform's operators; read page by page with query(…) to get what there is.");
        }
        if (emptyPages == MOST_EMPTY_PAGES) {
            throw new ResponseRejectedException(
                    MOST_EMPTY_PAGES + " pages without a record came in a row, each with a link to a further one",
                    "Tell the platform's operators: its paging does not end.");
        }
        if (pages >= checkpointAt) {
            checkpoint = following;
            checkpointAt = pages * 2;
        }
    }

    /** Gateways page by a number in the body as well, with one URL for all pages. */
    private static boolean isSame(Request one, Request other) {
        return one.method().equals(other.method())
                && one.url().equals(other.url())
                && one.headers().equals(other.headers())
                && Arrays.equals(bytes(one.body()), bytes(other.body()));
    }

    private static byte @Nullable [] bytes(@Nullable Body body) {
        return body == null ? null : body.toBytes();
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
