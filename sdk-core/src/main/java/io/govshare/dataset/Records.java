package io.govshare.dataset;

import io.govshare.error.Internal;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one answer of a platform holds.
 *
 * @param items the records in their order; cannot be changed
 * @param next the link to the next page as it is in the answer; null when there is none
 * @param total how many records match in all; empty when the answer does not say
 * @param first the first record as it came, each byte a character; null when there is none or it is not known
 * @param checksum of the records as they came; 0 when there are none, it is not known or was not asked for
 * @param <T> type of the records
 */
@Internal
public record Records<T>(
        List<T> items,
        @Nullable String next,
        OptionalLong total,
        @Nullable String first,
        int checksum) {

    /** Records of which nobody will ask how the first one came. */
    public Records(List<T> items, @Nullable String next, OptionalLong total) {
        this(items, next, total, null, 0);
    }

    /** How many records the answer holds. */
    public int count() {
        return items.size();
    }

    /** How many records; they may be personal. */
    @Override
    public String toString() {
        return "Records[" + items.size() + (next == null ? ", last]" : "]");
    }
}
