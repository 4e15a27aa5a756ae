package io.govshare.testing.platform;

import io.govshare.error.Internal;
import io.govshare.testing.odata.Table;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as the platform publishes it.
 *
 * @param sharing {@code UNCONDITIONAL}, {@code CONDITIONAL} or {@code NOT_SHARED}
 * @param titles titles of fields that have one
 * @param personal names of fields that hold personal data
 * @param rate calls a second for each client; null for no limit
 * @param quota calls a day for each client; null for no limit
 * @param cacheControl the field for its records
 * @param lines whether all records of a query can be had at once, one on each line (NDJSON)
 */
@Internal
public record Published(
        String id,
        String title,
        String publisher,
        String version,
        String sharing,
        Map<String, String> titles,
        Set<String> personal,
        @Nullable Integer rate,
        @Nullable Integer quota,
        String cacheControl,
        boolean lines,
        Table table) {

    boolean isConditional() {
        return sharing.equals("CONDITIONAL");
    }

    boolean isShared() {
        return !sharing.equals("NOT_SHARED");
    }
}
