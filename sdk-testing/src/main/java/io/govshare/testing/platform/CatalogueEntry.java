package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the catalogue is searched by, and the entry itself.
 *
 * @param service whether it is a service and no dataset
 * @param id what it is asked for by
 * @param sharing as the directory has it, which may be no known code
 * @param regions codes of divisions (GB/T 2260), six digits
 * @param members makes the entry as JSON-LD, without its context
 */
@Internal
public record CatalogueEntry(
        boolean service,
        String id,
        String title,
        String description,
        String publisher,
        String publisherId,
        String theme,
        String sharing,
        List<String> regions,
        List<String> keywords,
        Supplier<Map<String, Object>> members) {

    /** Whether title, description or keywords hold this word, given in lower case. */
    boolean holds(String word) {
        return title.toLowerCase(Locale.ROOT).contains(word)
                || description.toLowerCase(Locale.ROOT).contains(word)
                || keywords.stream()
                        .anyMatch(keyword -> keyword.toLowerCase(Locale.ROOT).contains(word));
    }

    boolean isOf(String department) {
        return department.equals(publisher) || department.equals(publisherId);
    }

    /** @param prefix code of a division without the zeros at its end */
    boolean isIn(String prefix) {
        return regions.stream().anyMatch(region -> region.startsWith(prefix));
    }
}
