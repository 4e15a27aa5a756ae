package io.govshare.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which term a name in a JSON-LD document means: the usual names, and those that the document itself declares in a {@code
 * @context} of its own. A context that is only named is never fetched. Immutable.
 */
final class Names {

    /** The names that need not be declared. */
    static final Names USUAL = new Names(null, Map.of());

    private static final String OURS = "https://govshare.io/ns#";

    private final @Nullable Names outer;
    private final Map<String, String> declared;

    private Names(@Nullable Names outer, Map<String, String> declared) {
        this.outer = outer;
        this.declared = declared;
    }

    /** The term; null when it is none that a directory has a meaning for. */
    @Nullable
    Term of(String name) {
        if (this == USUAL) {
            return Term.of(name);
        }
        @Nullable String iri = declared(name);
        if (iri != null) {
            return Term.of(expanded(iri));
        }
        int colon = name.indexOf(':');
        return Term.of(colon > 0 ? expanded(name) : name);
    }

    private String expanded(String name) {
        int colon = name.indexOf(':');
        if (colon <= 0 || name.startsWith("//", colon + 1)) {
            return name;
        }
        String prefix = name.substring(0, colon);
        @Nullable String meant = declared(prefix);
        @Nullable String namespace = meant == null ? Term.namespace(prefix) : meant;
        return namespace == null ? name : namespace + name.substring(colon + 1);
    }

    private @Nullable String declared(String name) {
        for (@Nullable Names names = this; names != null; names = names.outer) {
            @Nullable String iri = names.declared.get(name);
            if (iri != null) {
                return iri;
            }
        }
        return null;
    }

    /** Whether the document itself gave this name its meaning. */
    boolean isDeclared(String name) {
        return declared(name) != null;
    }

    /**
     * The name that a member without meaning is kept under: its own, or its IRI where the document has taken a usual name for
     * something else, which would be misread outside of it.
     */
    String kept(String name) {
        if (this == USUAL || Term.of(name) == null) {
            return name;
        }
        @Nullable String iri = declared(name);
        return expanded(iri == null ? name : iri);
    }

    /** The name without our namespace, if it has that one. */
    String withoutOurs(String name) {
        String whole = expanded(name);
        return whole.startsWith(OURS) ? whole.substring(OURS.length()) : name;
    }

    /**
     * The names inside of an object that declares these (JSON-LD 1.1 §3.1): names for IRIs, in an object or in a list of
     * contexts. They mean nothing outside of it.
     */
    Names within(@Nullable Object context) {
        Map<String, String> more = new HashMap<>();
        for (Object one : JsonLd.list(context)) {
            if (one instanceof Map<?, ?> names) {
                names.forEach((name, meaning) -> {
                    Object iri = meaning instanceof Map<?, ?> definition ? definition.get("@id") : meaning;
                    if (iri instanceof String text
                            && name instanceof String declaredName
                            && !declaredName.startsWith("@")) {
                        more.put(declaredName, text);
                    }
                });
            }
        }
        return more.isEmpty() ? this : new Names(this, more);
    }

    /** What an object has under a term; null when it has nothing. */
    @Nullable
    Object member(Map<?, ?> object, Term term) {
        @Nullable Object exact = object.get(term.spelled());
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            if (of(String.valueOf(entry.getKey())) == term) {
                return entry.getValue();
            }
        }
        return null;
    }
}
