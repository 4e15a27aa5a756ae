package io.govshare;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where the records of a stream come from, one batch after the other. Read by one thread at a time, which need not be the
 * same for each batch; who hands it over makes the writes of the last one visible.
 */
interface RecordSource<T> {

    /**
     * The first batch, or the one after the last; may be empty though more follow. Called only while {@link #hasMore()}; after
     * a failure again only if the reading thread was interrupted.
     */
    List<T> next() throws IOException;

    /** Whether there may be a batch that has not been read. */
    boolean hasMore();

    /** How many records there will be in all, as far as the platform has said so. */
    OptionalLong total();
}
