package io.govshare.catalog;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The approved permission to use a dataset.
 *
 * @param id id of the agreement
 * @param dataset id of the dataset
 * @param purposes purposes it was given for; empty for any
 * @param fields fields that may be read; empty for all
 * @param validFrom first instant it is valid; null when open
 * @param validUntil first instant it is no longer valid; null when open
 */
public record Grant(
        String id,
        String dataset,
        Set<String> purposes,
        Set<String> fields,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil) {

    public Grant {
        purposes = Set.copyOf(purposes);
        fields = Set.copyOf(fields);
    }
}
