package io.govshare.catalog;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue, or a binding in the configuration, says of a dataset. Immutable and safe for concurrent use.
 *
 * <p>Texts that are not given are empty. A directory that is not clean is read all the same: what could not be understood is
 * in {@link #defects()}, and kept as it came in {@link #extensions()}. In doubt the safe side is taken: sharing that is
 * not understood counts as conditional, a privacy mark that is not understood as personal.
 */
public final class DatasetDescription {

    private final String id;
    private final String title;
    private final String publisher;
    private final SharingAttribute sharing;
    private final @Nullable String version;
    private final @Nullable URI access;
    private final List<String> key;
    private final List<FieldDescription> fields;
    private final @Nullable CallRate rate;
    private final Map<String, String> binding;
    private final DatasetDetails details;

    DatasetDescription(
            String id,
            String title,
            String publisher,
            SharingAttribute sharing,
            @Nullable String version,
            @Nullable URI access,
            List<String> key,
            List<FieldDescription> fields,
            @Nullable CallRate rate,
            Map<String, String> binding,
            DatasetDetails details) {
        if (id == null || id.isBlank()) {
            throw new ConfigurationException(
                    "DatasetDescription: the id is missing",
                    "Give the id by which the application asks for the dataset.");
        }
        this.id = id;
        this.title = title;
        this.publisher = publisher;
        this.sharing = sharing;
        this.version = version;
        this.access = access;
        this.key = List.copyOf(key);
        this.fields = List.copyOf(fields);
        this.rate = rate;
        this.binding = Map.copyOf(binding);
        this.details = details;
    }

    /**
     * Begins the description of a dataset, conditional until something else is said.
     *
     * @throws ConfigurationException from {@code build()} if the id is blank
     */
    public static DatasetDescriptionBuilder builder(String id) {
        return new DatasetDescriptionBuilder(id);
    }

    /** A dataset bound by configuration to an address, without a catalogue; taken to be conditional. */
    public static DatasetDescription at(String id, URI access) {
        return builder(id).access(access).build();
    }

    /** A dataset bound by configuration to what its dialect needs to address it; taken to be conditional. */
    public static DatasetDescription bound(String id, Map<String, String> binding) {
        return builder(id).binding(binding).build();
    }

    /** This description with another way of sharing, such as {@link SharingAttribute#UNCONDITIONAL}. */
    public DatasetDescription sharing(SharingAttribute newSharing) {
        return new DatasetDescription(
                id, title, publisher, newSharing, version, access, key, fields, rate, binding, details);
    }

    /** This description with the names of the fields that make up its key, in their order. */
    public DatasetDescription key(String... newKey) {
        return new DatasetDescription(
                id, title, publisher, sharing, version, access, List.of(newKey), fields, rate, binding, details);
    }

    /**
     * This description with what the type of the records says beside it: its key where none is given here, and fields that
     * are personal.
     */
    @Internal
    public DatasetDescription marked(List<String> keyFields, Set<String> personalFields) {
        List<String> markedKey = key.isEmpty() ? keyFields : key;
        List<FieldDescription> marked = new ArrayList<>(fields);
        for (String name : personalFields) {
            FieldDescription known = field(name).orElse(FieldDescription.named(name));
            marked.remove(known);
            marked.add(known.asPersonal());
        }
        return markedKey.equals(key) && personalFields.isEmpty()
                ? this
                : new DatasetDescription(
                        id, title, publisher, sharing, version, access, markedKey, marked, rate, binding, details);
    }

    /** Its id in the platform's catalogue: what {@code GovShare.dataset} is asked for. */
    public String id() {
        return id;
    }

    /** Further identifiers that the directory gives. */
    public List<String> otherIds() {
        return details.otherIds();
    }

    /** Name for people; the id when not given. */
    public String title() {
        return title;
    }

    /** What it is about. */
    public String description() {
        return details.description();
    }

    /** Name of the department that shares it. */
    public String publisher() {
        return publisher;
    }

    /** Code of the department that shares it, such as its unified social credit code. */
    public String publisherId() {
        return details.publisherId();
    }

    /**
     * Where the department that shares it publishes the keys that it signs records with (RFC 7517); empty where it has none of
     * its own and the platform signs for it.
     */
    public Optional<URI> publisherKeys() {
        return Optional.ofNullable(details.publisherKeys());
    }

    /** How it is shared. */
    public SharingAttribute sharing() {
        return sharing;
    }

    /** Under which conditions it is shared. */
    public String sharingConditions() {
        return details.sharingConditions();
    }

    /** In which ways it is handed over. */
    public List<SharingMethod> sharingMethods() {
        return details.sharingMethods();
    }

    /** How often it changes. */
    public Optional<UpdateFrequency> updateFrequency() {
        return Optional.ofNullable(details.updateFrequency());
    }

    /** Version of the data or schema; null when not given. */
    public @Nullable String version() {
        return version;
    }

    /** Other versions that can be had. */
    public List<String> versions() {
        return details.versions();
    }

    /** Where its records are served; null when the dialect knows without, or nobody does. */
    public @Nullable URI access() {
        return access;
    }

    /** Names of the fields that make up its key; empty when not given. */
    public List<String> key() {
        return key;
    }

    /** Its fields; empty when not given. */
    public List<FieldDescription> fields() {
        return fields;
    }

    /** The field of this name, if it is described. */
    public Optional<FieldDescription> field(String name) {
        for (FieldDescription field : fields) {
            if (field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** How many calls are registered for it; null when not registered. Calls keep to it before anything is sent. */
    public @Nullable CallRate rate() {
        return rate;
    }

    /** What else a dialect needs to address it, such as a service id. */
    public Map<String, String> binding() {
        return binding;
    }

    /** The forms in which it can be had. */
    public List<Distribution> distributions() {
        return details.distributions();
    }

    /** The formats of its distributions, each once. */
    public List<DataFormat> formats() {
        Set<DataFormat> formats = new LinkedHashSet<>();
        for (Distribution distribution : details.distributions()) {
            formats.add(distribution.format());
        }
        formats.remove(DataFormat.NONE);
        return List.copyOf(formats);
    }

    /** The interfaces that give access to it. */
    public List<ServiceDescription> services() {
        return details.distributions().stream()
                .flatMap(distribution -> distribution.services().stream())
                .toList();
    }

    /** Whom to ask. */
    public Optional<Contact> contact() {
        return Optional.ofNullable(details.contact());
    }

    /** When it was published. */
    public Optional<LocalDate> issued() {
        return Optional.ofNullable(details.issued());
    }

    /** When it was changed last. */
    public Optional<LocalDate> modified() {
        return Optional.ofNullable(details.modified());
    }

    /** Its subjects, as the directory names or codes them. */
    public List<String> themes() {
        return details.themes();
    }

    /** The divisions it is about, as the directory codes them, such as {@code 350100}. */
    public List<String> regions() {
        return details.regions();
    }

    /** Words to find it by. */
    public List<String> keywords() {
        return details.keywords();
    }

    /** Ids of related datasets. */
    public List<String> related() {
        return details.related();
    }

    /** What else the directory says of it, by member: text, numbers, booleans, and lists and maps of these. */
    public Map<String, Object> extensions() {
        return details.extensions();
    }

    /** What is wrong with its entry in the directory; empty for a clean one. */
    public List<Defect> defects() {
        return details.defects();
    }

    /** The address of the first service that is OData, else of the first that has one. */
    @Nullable
    URI accessOfServices() {
        return accessOf(details.distributions());
    }

    static @Nullable URI accessOf(List<Distribution> distributions) {
        @Nullable URI first = null;
        for (Distribution distribution : distributions) {
            for (ServiceDescription service : distribution.services()) {
                if (service.isOData()) {
                    return service.endpoint();
                }
                first = first == null ? service.endpoint() : first;
            }
        }
        return first;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DatasetDescription that
                && id.equals(that.id)
                && title.equals(that.title)
                && publisher.equals(that.publisher)
                && sharing == that.sharing
                && Objects.equals(version, that.version)
                && Objects.equals(access, that.access)
                && key.equals(that.key)
                && fields.equals(that.fields)
                && Objects.equals(rate, that.rate)
                && binding.equals(that.binding)
                && details.equals(that.details);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, version, sharing, fields);
    }

    @Override
    public String toString() {
        return "DatasetDescription[" + id + ", " + title + (publisher.isEmpty() ? "" : " of " + publisher) + ", "
                + sharing + ", " + fields.size() + " fields"
                + (defects().isEmpty() ? "]" : ", " + defects().size() + " defects]");
    }
}
