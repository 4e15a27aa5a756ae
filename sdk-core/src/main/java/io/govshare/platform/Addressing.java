package io.govshare.platform;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Envelope;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.http.Request;
import java.util.Optional;

/**
 * Which URL, method and parameters mean this dataset and this query. Values are escaped here, and personal ones kept out of
 * the URL. A request that is no GET and yet reads only is declared {@link Request#asQuery()}. Safe for concurrent use.
 */
public interface Addressing {

    /** The first page of a query. */
    Request query(DatasetDescription dataset, Query<?> query);

    /** The page after the last; empty when that was the end. */
    Optional<Request> next(DatasetDescription dataset, Query<?> query, PageState last);

    /**
     * All records of a query in one answer, one JSON object on each line (NDJSON); empty unless the platform offers that for
     * the dataset.
     */
    default Optional<Request> lines(DatasetDescription dataset, Query<?> query) {
        return Optional.empty();
    }

    /** The look-up of one record. */
    Request find(DatasetDescription dataset, Key key);

    /**
     * Where records, total and next page are in the answers of this dataset: as everywhere on the platform, unless each of its
     * services answers in its own way.
     */
    default Envelope pages(Envelope usual, DatasetDescription dataset) {
        return usual;
    }

    /**
     * Whether the platform may give its last page again when it is asked for the one after, so that a page with the same
     * records as the one before, on a platform that does not tell the total, is the end. Not so by default.
     */
    default boolean repeatsLastPage(DatasetDescription dataset) {
        return false;
    }

    /**
     * Where the record is in the answer to {@link #find}: as for all look-ups, unless this one goes another way, such as a
     * query that keeps a personal key out of the URL.
     */
    default Envelope found(Envelope usual, DatasetDescription dataset, Key key) {
        return usual;
    }

    /** The number of records that match; the answer's whole body is the number or the envelope's total gives it. */
    Request count(DatasetDescription dataset, Query<?> query);
}
