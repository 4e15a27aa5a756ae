package io.govshare;

import io.govshare.dataset.LineReader;
import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Reading;
import io.govshare.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The records of a query as lines of one long answer (NDJSON), decoded as they come. Its connection is released at its end,
 * or when the call is cancelled, by whoever is not reading then.
 */
final class LineRecords<T> implements RecordSource<T> {

    /** Records that are handed over at once if they are here already. */
    private static final int MOST_AT_ONCE = 256;

    private enum State {
        IDLE,
        READING,
        CANCELLED,
        RELEASED
    }

    private final Use use;
    private final Request request;
    private final RecordReader<T> reader;
    private final long limit;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private @Nullable Answer answer;
    private @Nullable LineReader<T> lines;
    private long read;
    private volatile boolean ended;
    private volatile @Nullable Exception failure;

    LineRecords(Use use, Request request, Query<?> query, RecordReader<T> reader) {
        this.use = use;
        this.request = request;
        this.reader = reader;
        this.limit = query.limit().isPresent() ? query.limit().getAsInt() : Long.MAX_VALUE;
    }

    @Override
    public boolean hasMore() {
        return !ended || failure != null;
    }

    /** Not said in lines. */
    @Override
    public OptionalLong total() {
        return OptionalLong.empty();
    }

    @Override
    public List<T> next() throws IOException {
        throwFailure();
        if (!state.compareAndSet(State.IDLE, State.READING)) {
            throw new IOException("The stream was cancelled");
        }
        List<T> batch = new ArrayList<>();
        try {
            readInto(batch);
        } catch (IOException | RuntimeException e) {
            failure = e; // after the records before it
        } finally {
            use.call().countReceived(batch.size());
            if (ended || failure != null || !state.compareAndSet(State.READING, State.IDLE)) {
                state.set(State.RELEASED);
                release();
            }
        }
        if (batch.isEmpty()) {
            throwFailure();
        }
        return batch;
    }

    private void throwFailure() throws IOException {
        Exception failed = failure;
        if (failed instanceof IOException network) {
            throw network;
        }
        if (failed instanceof RuntimeException refusal) {
            throw refusal;
        }
    }

    private void readInto(List<T> batch) throws IOException {
        LineReader<T> from = lines == null ? open() : lines;
        try {
            while (!ended && batch.size() < MOST_AT_ONCE && (batch.isEmpty() || from.isNextHere())) {
                T record = read == limit ? null : from.next();
                if (record == null) {
                    // The end is read also where a limit is reached: it is there that the digest is verified.
                    from.isAtEnd();
                    ended = true;
                } else {
                    batch.add(record);
                    read++;
                }
            }
        } catch (IOException e) {
            throw new IOException("The answer broke off after record " + read + ": " + e.getMessage(), e);
        }
    }

    private LineReader<T> open() throws IOException {
        Answer opened = use.send(request, Reading.STREAMED);
        answer = opened;
        use.call().onCancel(this::cancelled);
        if (Use.isEmpty(opened)) {
            return reader.lines(InputStream.nullInputStream());
        }
        if (opened.isWhole()) {
            throw new ResponseRejectedException(
                    "The catalogue offers the records as NDJSON, but asked for it the platform sent "
                            + opened.headers().get("Content-Type"),
                    "Tell the platform's operators; read page by page with query(…) until it is put right.");
        }
        LineReader<T> first = reader.lines(opened.stream());
        lines = first;
        return first;
    }

    private void cancelled() {
        if (state.compareAndSet(State.IDLE, State.RELEASED)) {
            release();
        } else {
            state.compareAndSet(State.READING, State.CANCELLED);
        }
    }

    private void release() {
        Answer opened = answer;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                use.call().failed(e);
            }
        }
    }
}
