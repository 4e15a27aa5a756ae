package io.govshare;

import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The records of a query in the best way that the platform offers: as lines of one long answer, else page after page. Pages
 * also where answers must be signed: what a signature covers is only known to be whole when all of it is there, and records of
 * a stream are used before that.
 */
final class OfferedRecords<T> implements RecordSource<T> {

    private final RealGovShare govshare;
    private final Use use;
    private final Query<?> query;
    private final RecordReader<T> reader;
    private volatile @Nullable RecordSource<T> chosen;

    OfferedRecords(RealGovShare govshare, Use use, Query<?> query, RecordReader<T> reader) {
        this.govshare = govshare;
        this.use = use;
        this.query = query;
        this.reader = reader;
    }

    @Override
    public boolean hasMore() {
        RecordSource<T> source = chosen;
        return source == null || source.hasMore();
    }

    @Override
    public OptionalLong total() {
        RecordSource<T> source = chosen;
        return source == null ? OptionalLong.empty() : source.total();
    }

    @Override
    public List<T> next() throws IOException {
        RecordSource<T> source = chosen;
        if (source == null) {
            source = choose();
            chosen = source;
        }
        return source.next();
    }

    private RecordSource<T> choose() throws IOException {
        Query<?> spelled = use.spelled(query, reader);
        Optional<Request> lines = govshare.dialect().addressing().lines(use.describe(), spelled);
        return lines.isPresent() && !govshare.dialect().verifier().requiresSignature(use.facts())
                ? new LineRecords<>(use, lines.get(), spelled, reader)
                : new PagedRecords<>(govshare, use, spelled, reader);
    }
}
