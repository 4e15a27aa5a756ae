package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Records;
import io.govshare.platform.Addressing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a page came, to know it again: some platforms give their last page once more when they are asked for the one after it.
 *
 * @param first its first record as it came; null when there is none or it is not known
 * @param checksum of its records as they came
 * @param count how many there are
 */
record Repetition(@Nullable String first, int checksum, int count) {

    static Repetition of(Records<?> page) {
        return new Repetition(page.first(), page.checksum(), page.count());
    }

    /** The records of a page, or none when they are those of the page before on a platform that ends in this way. */
    static <T> Records<T> dropped(
            Records<T> page, @Nullable Repetition before, Addressing addressing, DatasetDescription dataset) {
        boolean same = page.first() != null && of(page).equals(before);
        boolean totalled = page.total().isPresent() && page.total().getAsLong() >= page.count();
        return same && !totalled && addressing.repeatsLastPage(dataset)
                ? new Records<>(List.of(), null, page.total())
                : page;
    }
}
