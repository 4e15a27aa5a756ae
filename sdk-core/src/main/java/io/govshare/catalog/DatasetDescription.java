package io.govshare.catalog;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue, or a binding in the configuration, says of a dataset. Immutable.
 *
 * @param id id in the platform's catalogue
 * @param title name for people; the id when not given
 * @param publisher the department that shares it; empty when not given
 * @param sharing how it is shared
 * @param version version of the data or schema; null when not given
 * @param access where its records are served; null when the dialect knows without
 * @param key names of the fields that make up its key; empty when not given
 * @param fields its fields; empty when not given
 * @param rate calls a second that are registered for it; null when not registered
 * @param binding what else a dialect needs to address it, such as a service id
 */
public record DatasetDescription(
        String id,
        String title,
        String publisher,
        SharingAttribute sharing,
        @Nullable String version,
        @Nullable URI access,
        List<String> key,
        List<FieldDescription> fields,
        @Nullable Double rate,
        Map<String, String> binding) {

    /** @throws ConfigurationException if the id is blank */
    public DatasetDescription {
        if (id == null || id.isBlank()) {
            throw new ConfigurationException(
                    "DatasetDescription: the id is missing",
                    "Give the id by which the application asks for the dataset.");
        }
        key = List.copyOf(key);
        fields = List.copyOf(fields);
        binding = Map.copyOf(binding);
    }

    /** A dataset bound by configuration to an address, without a catalogue; taken to be conditional. */
    public static DatasetDescription at(String id, URI access) {
        return new DatasetDescription(
                id, id, "", SharingAttribute.CONDITIONAL, null, access, List.of(), List.of(), null, Map.of());
    }

    /** A dataset bound by configuration to what its dialect needs to address it; taken to be conditional. */
    public static DatasetDescription bound(String id, Map<String, String> binding) {
        return new DatasetDescription(
                id, id, "", SharingAttribute.CONDITIONAL, null, null, List.of(), List.of(), null, binding);
    }

    /** This description with another way of sharing, such as {@link SharingAttribute#UNCONDITIONAL}. */
    public DatasetDescription sharing(SharingAttribute newSharing) {
        return new DatasetDescription(id, title, publisher, newSharing, version, access, key, fields, rate, binding);
    }

    /** This description with the names of the fields that make up its key, in their order. */
    public DatasetDescription key(String... newKey) {
        return new DatasetDescription(
                id, title, publisher, sharing, version, access, List.of(newKey), fields, rate, binding);
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
                        id, title, publisher, sharing, version, access, markedKey, marked, rate, binding);
    }
}
