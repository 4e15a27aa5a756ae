package io.govshare;

import io.govshare.catalog.CataloguePage;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.http.Call;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a search, page after page, no more than one page in memory. After a failure every further step fails in the
 * same way, so that nobody takes what came before for everything. Closing it cancels what is being read.
 */
final class CatalogueStream<T> implements Spliterator<T> {

    private final RealCatalogue catalogue;
    private final CatalogueQuery query;
    private final RealCatalogue.Pages<T> pages;
    private CatalogueTurn turn = CatalogueTurn.FIRST;
    private Iterator<T> page = Collections.emptyIterator();
    private @Nullable RuntimeException failure;
    private volatile @Nullable Call reading;
    private volatile boolean closed;

    CatalogueStream(RealCatalogue catalogue, CatalogueQuery query, RealCatalogue.Pages<T> pages) {
        this.catalogue = catalogue;
        this.query = query;
        this.pages = pages;
    }

    Stream<T> open() {
        return StreamSupport.stream(this, false).onClose(this::close);
    }

    private void close() {
        closed = true;
        @Nullable Call current = reading;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        if (failure != null) {
            throw failure;
        }
        while (!page.hasNext()) {
            if (turn.pages() > 0 && turn.next() == null) {
                return false;
            }
            try {
                readPage();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        requireOpen();
        action.accept(page.next());
        return true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This stream of the catalogue is closed");
        }
    }

    private void readPage() {
        requireOpen();
        CataloguePage<T> read = catalogue.read(query, pages, turn, this::underWay);
        page = turn.within(read.items(), query).iterator();
        turn = turn.after(read, query);
    }

    private void underWay(Call call) {
        reading = call;
        // Asked after it is there: either the closing is seen here, or the call by who closes.
        if (closed) {
            call.cancel();
        }
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
