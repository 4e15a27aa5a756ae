package io.govshare.catalog;

import io.govshare.error.ConfigurationException;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is said of a dataset, from {@link DatasetDescription#builder}; each method replaces what was given to it
 * before. Not safe for concurrent use.
 */
public final class DatasetDescriptionBuilder {

    private String id;
    private String title = "";
    private String publisher = "";
    private String publisherId = "";
    private @Nullable URI publisherKeys;
    private String description = "";
    private String sharingConditions = "";
    private SharingAttribute sharing = SharingAttribute.CONDITIONAL;
    private @Nullable String version;
    private @Nullable URI access;
    private @Nullable CallRate rate;
    private @Nullable Contact contact;
    private @Nullable LocalDate issued;
    private @Nullable LocalDate modified;
    private @Nullable UpdateFrequency updateFrequency;
    private List<String> otherIds = List.of();
    private List<String> versions = List.of();
    private List<String> themes = List.of();
    private List<String> regions = List.of();
    private List<String> keywords = List.of();
    private List<String> related = List.of();
    private List<SharingMethod> sharingMethods = List.of();
    private List<Distribution> distributions = List.of();
    private List<FieldDescription> fields = List.of();
    private List<String> key = List.of();
    private Map<String, String> binding = Map.of();
    private Map<String, Object> extensions = Map.of();
    private List<Defect> defects = List.of();

    DatasetDescriptionBuilder(String id) {
        this.id = id;
    }

    /** Name for people; the id by default. */
    public DatasetDescriptionBuilder title(String given) {
        title = Objects.requireNonNull(given, "title");
        return this;
    }

    /** Name of the department that shares it; empty by default. */
    public DatasetDescriptionBuilder publisher(String given) {
        publisher = Objects.requireNonNull(given, "publisher");
        return this;
    }

    /** Code of the department that shares it; empty by default. */
    public DatasetDescriptionBuilder publisherId(String given) {
        publisherId = Objects.requireNonNull(given, "publisherId");
        return this;
    }

    /**
     * Where the department that shares it publishes the keys that it signs records with (RFC 7517), if it has keys of its own;
     * none by default.
     */
    public DatasetDescriptionBuilder publisherKeys(@Nullable URI given) {
        publisherKeys = given;
        return this;
    }

    /** What it is about; empty by default. */
    public DatasetDescriptionBuilder description(String given) {
        description = Objects.requireNonNull(given, "description");
        return this;
    }

    /** Under which conditions it is shared; empty by default. */
    public DatasetDescriptionBuilder sharingConditions(String given) {
        sharingConditions = Objects.requireNonNull(given, "sharingConditions");
        return this;
    }

    /** How it is shared; {@link SharingAttribute#CONDITIONAL} by default. */
    public DatasetDescriptionBuilder sharing(SharingAttribute given) {
        sharing = Objects.requireNonNull(given, "sharing");
        return this;
    }

    /** Version of the data or schema; null, the default, for none. */
    public DatasetDescriptionBuilder version(@Nullable String given) {
        version = given;
        return this;
    }

    /** Where its records are served; null, the default, for the first service of its distributions. */
    public DatasetDescriptionBuilder access(@Nullable URI given) {
        access = given;
        return this;
    }

    /** How many calls are registered for it; null, the default, for any number. */
    public DatasetDescriptionBuilder rate(@Nullable CallRate given) {
        rate = given;
        return this;
    }

    /** Whom to ask; null, the default, for nobody. */
    public DatasetDescriptionBuilder contact(@Nullable Contact given) {
        contact = given;
        return this;
    }

    /** When it was published; null, the default, when not known. */
    public DatasetDescriptionBuilder issued(@Nullable LocalDate given) {
        issued = given;
        return this;
    }

    /** When it was changed last; null, the default, when not known. */
    public DatasetDescriptionBuilder modified(@Nullable LocalDate given) {
        modified = given;
        return this;
    }

    /** How often it changes; null, the default, when not known. */
    public DatasetDescriptionBuilder updateFrequency(@Nullable UpdateFrequency given) {
        updateFrequency = given;
        return this;
    }

    /** Further identifiers of it; none by default. */
    public DatasetDescriptionBuilder otherIds(List<String> given) {
        otherIds = List.copyOf(given);
        return this;
    }

    /** Other versions that can be had; none by default. */
    public DatasetDescriptionBuilder versions(List<String> given) {
        versions = List.copyOf(given);
        return this;
    }

    /** Its subjects; none by default. */
    public DatasetDescriptionBuilder themes(List<String> given) {
        themes = List.copyOf(given);
        return this;
    }

    /** Codes of the divisions it is about; none by default. */
    public DatasetDescriptionBuilder regions(List<String> given) {
        regions = List.copyOf(given);
        return this;
    }

    /** Words to find it by; none by default. */
    public DatasetDescriptionBuilder keywords(List<String> given) {
        keywords = List.copyOf(given);
        return this;
    }

    /** Ids of related datasets; none by default. */
    public DatasetDescriptionBuilder related(List<String> given) {
        related = List.copyOf(given);
        return this;
    }

    /** The ways in which it is handed over; none by default. */
    public DatasetDescriptionBuilder sharingMethods(List<SharingMethod> given) {
        sharingMethods = List.copyOf(given);
        return this;
    }

    /** The forms in which it can be had; none by default. The first OData service gives the {@code access} where none is given. */
    public DatasetDescriptionBuilder distributions(List<Distribution> given) {
        distributions = List.copyOf(given);
        return this;
    }

    /** Its fields; none by default. */
    public DatasetDescriptionBuilder fields(List<FieldDescription> given) {
        fields = List.copyOf(given);
        return this;
    }

    /** Names of the fields that make up its key, in their order; none by default. */
    public DatasetDescriptionBuilder key(List<String> given) {
        key = List.copyOf(given);
        return this;
    }

    /** What else a dialect needs to address it; nothing by default. */
    public DatasetDescriptionBuilder binding(Map<String, String> given) {
        binding = given;
        return this;
    }

    /**
     * What else is said of it, by member: text, numbers, booleans, and lists and maps of these. A member that has a meaning of
     * its own, such as {@code dct:title}, is written in the place of what this description says there.
     *
     * @throws ConfigurationException from {@link #build()} for values that JSON does not have
     */
    public DatasetDescriptionBuilder extension(String member, Object value) {
        if (extensions.isEmpty()) {
            extensions = new LinkedHashMap<>();
        }
        extensions.put(member, value);
        return this;
    }

    /** Another id, for a reader that comes to it late. */
    DatasetDescriptionBuilder id(String given) {
        id = given;
        return this;
    }

    /** Notes what is wrong with the entry that is read. */
    DatasetDescriptionBuilder defect(Defect defect) {
        if (defects.isEmpty()) {
            defects = new ArrayList<>();
        }
        defects.add(defect);
        return this;
    }

    boolean hasPublisher() {
        return !publisher.isEmpty() || !publisherId.isEmpty();
    }

    boolean hasExtension(String member) {
        return extensions.containsKey(member);
    }

    /**
     * The description.
     *
     * @throws ConfigurationException if the id is blank
     */
    public DatasetDescription build() {
        return new DatasetDescription(
                id,
                title.isEmpty() ? id : title,
                publisher,
                sharing,
                version,
                access != null ? access : DatasetDescription.accessOf(distributions),
                key,
                fields,
                rate,
                binding,
                details());
    }

    private DatasetDetails details() {
        // The order of an entry's members says nothing, so that of its defects must not either.
        if (defects.size() > 1) {
            defects.sort(Comparator.comparing(Defect::toString));
        }
        return new DatasetDetails(
                otherIds,
                publisherId,
                publisherKeys,
                description,
                sharingConditions,
                sharingMethods,
                updateFrequency,
                distributions,
                versions,
                contact,
                issued,
                modified,
                themes,
                regions,
                keywords,
                related,
                extensions,
                defects);
    }
}
