package io.govshare.catalog;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a description says that no call needs: it is handed on as it is when the rest changes. */
record DatasetDetails(
        List<String> otherIds,
        String publisherId,
        @Nullable URI publisherKeys,
        String description,
        String sharingConditions,
        List<SharingMethod> sharingMethods,
        @Nullable UpdateFrequency updateFrequency,
        List<Distribution> distributions,
        List<String> versions,
        @Nullable Contact contact,
        @Nullable LocalDate issued,
        @Nullable LocalDate modified,
        List<String> themes,
        List<String> regions,
        List<String> keywords,
        List<String> related,
        Map<String, Object> extensions,
        List<Defect> defects) {

    DatasetDetails {
        otherIds = List.copyOf(otherIds);
        sharingMethods = List.copyOf(sharingMethods);
        distributions = List.copyOf(distributions);
        versions = List.copyOf(versions);
        themes = List.copyOf(themes);
        regions = List.copyOf(regions);
        keywords = List.copyOf(keywords);
        related = List.copyOf(related);
        extensions = Extensions.frozen(extensions);
        defects = List.copyOf(defects);
    }
}
