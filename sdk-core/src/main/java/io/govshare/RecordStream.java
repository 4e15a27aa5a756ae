package io.govshare;

import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records of a query one after the other, no more than two pages of them in memory: the one that is consumed and the one
 * that is read ahead. The use ends with the last record, a failure, or the closing of the stream or client, whichever comes
 * first; after a failure every further step fails in the same way, so that nobody takes what came before for everything.
 *
 * <p>It does not split: a stream made parallel is still read by one thread, in order and in constant memory.
 */
final class RecordStream<T> implements Spliterator<T> {

    private final Use use;
    private final ReadAhead<T> ahead;
    private final @Nullable ProgressMeter progress;
    private final long limit;
    private List<T> page = List.of();
    private int at;

    /** The record of the page with which the next page is begun to be read. */
    private int aheadAt = Integer.MAX_VALUE;

    private boolean first = true;
    private long delivered;
    private boolean finished;
    private @Nullable Throwable failure;

    /** @param limit records to deliver at most */
    RecordStream(Use use, RecordSource<T> source, long limit, Executor executor) {
        this.use = use;
        this.limit = limit;
        this.progress = ProgressMeter.of(use.call(), source);
        this.ahead = new ReadAhead<>(use, source, executor);
    }

    Stream<T> open() {
        return StreamSupport.stream(this, false).onClose(this::close);
    }

    /** The record of the use is closed before what is under way is cancelled, which is no failure of the use. */
    private void close() {
        try {
            if (progress != null) {
                progress.over(delivered);
            }
        } finally {
            try {
                use.call().close();
            } finally {
                use.call().cancel();
            }
        }
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
            close();
            return false;
        }
        if (at == aheadAt) {
            ahead.begin();
        }
        delivered++;
        use.call().countDelivered(1);
        refuseFurtherSteps(); // what is delivered is on record: once that is closed, by whomever, nothing more is
        if (progress != null) {
            progress.look(delivered);
        }
        action.accept(page.get(at++));
        return true;
    }

    private void refuseFurtherSteps() {
        if (failure instanceof RuntimeException same) {
            throw same;
        }
        if (failure instanceof Error same) {
            throw same;
        }
        if (use.call().isEnded()) {
            throw new IllegalStateException(
                    "The stream of " + use.call().dataset() + " is closed, or the client that it came from");
        }
    }

    private boolean hasNext() {
        while (at == page.size()) {
            page = List.of();
            at = 0;
            if (!ahead.hasMore()) {
                return false;
            }
            try {
                page = ahead.take();
            } catch (RuntimeException | Error e) {
                failure = e;
                close();
                throw e;
            }
            planAhead();
        }
        return true;
    }

    /**
     * Who has read one page wants the next, probably; who reads the first may look for a few records only, and is not made to
     * use more of another department's data than that.
     */
    private void planAhead() {
        aheadAt = !ahead.hasMore() ? Integer.MAX_VALUE : first ? Math.max(1, page.size() / 2) : 0;
        first &= page.isEmpty();
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
