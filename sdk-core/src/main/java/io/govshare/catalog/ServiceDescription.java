package io.govshare.catalog;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of an interface (DCAT 3 §6.9, {@code dcat:DataService}): one that is registered by itself, or the
 * access to a dataset. Immutable.
 *
 * @param id id in the catalogue; empty for the access to a dataset that has none of its own
 * @param title name for people; empty when not given
 * @param description what it is for; empty when not given
 * @param publisher the department that offers it; empty when not given
 * @param sharing how it is shared; {@link SharingAttribute#CONDITIONAL} when not given or not understood
 * @param endpoint its address; null when not given or not understood
 * @param conformsTo standards it conforms to
 * @param datasets ids of the datasets that it serves
 * @param themes subjects
 * @param regions codes of the divisions it is about
 * @param extensions what else the directory says of it, by member
 * @param defects what is wrong with its entry
 */
public record ServiceDescription(
        String id,
        String title,
        String description,
        String publisher,
        SharingAttribute sharing,
        @Nullable URI endpoint,
        List<String> conformsTo,
        List<String> datasets,
        List<String> themes,
        List<String> regions,
        Map<String, Object> extensions,
        List<Defect> defects) {

    public ServiceDescription {
        conformsTo = List.copyOf(conformsTo);
        datasets = List.copyOf(datasets);
        themes = List.copyOf(themes);
        regions = List.copyOf(regions);
        extensions = Extensions.frozen(extensions);
        defects = List.copyOf(defects);
    }

    /** The access to a dataset at this address, by these standards. */
    public static ServiceDescription at(URI endpoint, String... conformsTo) {
        return new ServiceDescription(
                "",
                "",
                "",
                "",
                SharingAttribute.CONDITIONAL,
                endpoint,
                List.of(conformsTo),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    /** Whether its address is that of an OData entity set. */
    boolean isOData() {
        if (endpoint == null) {
            return false;
        }
        for (String standard : conformsTo) {
            if (standard.contains("/odata/")) {
                return true;
            }
        }
        return false;
    }

    /** What it is and whose, without what else the directory says: that may name people. */
    @Override
    public String toString() {
        return "ServiceDescription[" + id + ", " + title + (publisher.isEmpty() ? "" : " of " + publisher) + ", "
                + sharing + (defects.isEmpty() ? "]" : ", " + defects.size() + " defects]");
    }
}
