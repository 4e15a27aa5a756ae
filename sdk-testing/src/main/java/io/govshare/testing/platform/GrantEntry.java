package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One agreement as the platform keeps it.
 *
 * @param id short id, the end of its {@code uid}
 * @param purposes purposes; empty for any
 * @param fields fields; empty for all
 * @param from first instant it is valid; null when open
 * @param until first instant it is no longer valid; null when open
 * @param applicationNumber number of the application; null for none
 * @param rows which records it is for, in words that are shown and not enforced; null for none
 */
@Internal
public record GrantEntry(
        String id,
        String client,
        String dataset,
        Set<String> purposes,
        Set<String> fields,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String applicationNumber,
        @Nullable String rows) {

    public GrantEntry {
        purposes = Set.copyOf(purposes);
        fields = Set.copyOf(fields);
    }

    boolean isFor(String purpose) {
        return purposes.isEmpty() || purposes.contains(purpose);
    }

    boolean isValid(Instant now) {
        return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
    }
}
