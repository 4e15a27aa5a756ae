package io.govshare.usage;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record of one use, without content and without personal data.
 *
 * @param id known to the platform again when the event is sent twice
 * @param time when the use began
 * @param application name of the application
 * @param applicationVersion its version; null when not given
 * @param platform name of the platform
 * @param dataset id of the dataset
 * @param datasetVersion version that the catalogue names
 * @param grant id of the grant that the use rests on
 * @param purpose code of the purpose
 * @param matter code of the administrative matter
 * @param operator pseudonym of the person who operated
 * @param caseNumber pseudonym of the number of the case
 * @param operation {@code find}, {@code query}, {@code count}, {@code stream}, {@code raw} …
 * @param outcome how it ended
 * @param received records decoded; {@link #UNKNOWN} for a use whose end was not seen
 * @param delivered records handed to the application; or {@link #UNKNOWN}
 * @param bytes bytes of answer bodies that came over the wire; or {@link #UNKNOWN}
 * @param cache part that the cache had: {@code miss}, {@code hit}, {@code revalidated}, {@code stale}; null if none
 * @param attempts attempts that went to the network; or {@link #UNKNOWN}
 * @param durationMs milliseconds from begin to end; or {@link #UNKNOWN}
 * @param traceId trace id or UUID that ties the use to what the application did
 * @param query shape of the query: field names and operators, never values
 * @param failure kind of the failure, such as {@code sharing-denied}
 * @param code the platform's code of the failure
 */
record UsageEvent(
        UUID id,
        Instant time,
        String application,
        @Nullable String applicationVersion,
        String platform,
        String dataset,
        @Nullable String datasetVersion,
        @Nullable String grant,
        @Nullable String purpose,
        @Nullable String matter,
        @Nullable String operator,
        @Nullable String caseNumber,
        String operation,
        UseOutcome outcome,
        long received,
        long delivered,
        long bytes,
        @Nullable String cache,
        long attempts,
        long durationMs,
        @Nullable String traceId,
        @Nullable String query,
        @Nullable String failure,
        @Nullable String code) {

    /** In the place of a number that is not known. */
    static final long UNKNOWN = -1;
}
