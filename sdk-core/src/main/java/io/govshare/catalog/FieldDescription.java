package io.govshare.catalog;

import io.govshare.error.Internal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One field of a dataset. Immutable.
 *
 * @param name name in the records
 * @param type type as the catalogue spells it, such as {@code Edm.String} or {@code xsd:date}; empty when not given
 * @param title name for people; empty when not given
 * @param nullable whether records may lack it
 * @param personal whether its values are personal data and stay out of URLs, logs and messages; a mark that is not
 *     understood counts as yes
 * @param sensitivity level of protection as the catalogue spells it; empty when not given
 * @param description what it means; empty when not given
 * @param length longest value, in the unit of the directory; null when not given or not understood
 * @param extensions what else the catalogue says of it, by member
 */
public record FieldDescription(
        String name,
        String type,
        String title,
        boolean nullable,
        boolean personal,
        String sensitivity,
        String description,
        @Nullable Integer length,
        Map<String, Object> extensions) {

    public FieldDescription {
        extensions = Extensions.frozen(extensions);
    }

    /** The extension of a field that the catalogue mentions only, and what it is. */
    private static final String NOT_PUBLISHED = "govshare:only";

    /** A field of which no more is said than this. */
    public FieldDescription(String name, String type, String title, boolean nullable, boolean personal) {
        this(name, type, title, nullable, personal, "", "", null, Map.of());
    }

    /** A field of which only the name is known. */
    public static FieldDescription named(String name) {
        return new FieldDescription(name, "", "", true, false);
    }

    /** This field as one of which is not said that records have it, such as a parameter of queries. */
    @Internal
    public FieldDescription notPublished(String role) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(NOT_PUBLISHED, role);
        return new FieldDescription(name, type, title, nullable, personal, sensitivity, description, length, more);
    }

    /**
     * Whether the catalogue publishes it as a field of the records; false for one that is only mentioned, as gateways do with
     * parameters: what it is stands in {@code extensions().get("govshare:only")} then.
     */
    public boolean isPublished() {
        return !extensions.containsKey(NOT_PUBLISHED);
    }

    /** This field, its values personal. */
    FieldDescription asPersonal() {
        return personal
                ? this
                : new FieldDescription(name, type, title, nullable, true, sensitivity, description, length, extensions);
    }
}
