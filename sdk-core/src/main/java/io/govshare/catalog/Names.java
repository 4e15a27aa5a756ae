package io.govshare.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which term a name in a JSON-LD document means: the usual names, and those that the document itself declares in a {@code
 * @context} of its own. A context that is only named is never fetched. Not safe for concurrent use.
 */
final class Names {

    private final Map<String, String> declared = new HashMap<>();

    /** The term; null when it is none that a directory has a meaning for. */
    @Nullable
    Term of(String name) {
        if (declared.isEmpty()) {
            return Term.of(name);
        }
        @Nullable String iri = declared.get(name);
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
        @Nullable String namespace = declared.getOrDefault(prefix, Term.namespace(prefix));
        return namespace == null ? name : namespace + name.substring(colon + 1);
    }

    /** Takes what a document declares (JSON-LD 1.1 §3.1): names for IRIs, in an object or in a list of contexts. */
    void declare(@Nullable Object context) {
        for (Object one : JsonLd.list(context)) {
            if (one instanceof Map<?, ?> names) {
                names.forEach((name, meaning) -> {
                    Object iri = meaning instanceof Map<?, ?> definition ? definition.get("@id") : meaning;
                    if (iri instanceof String text
                            && name instanceof String declaredName
                            && !declaredName.startsWith("@")) {
                        declared.put(declaredName, text);
                    }
                });
            }
        }
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
