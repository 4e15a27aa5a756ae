package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.signing.StructuredFields.InnerList;
import io.govshare.signing.StructuredFields.Item;
import io.govshare.signing.StructuredFields.Member;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which header fields are structured fields, and of which type (RFC 9651 §3): what signer and verifier must both know for
 * the parameters {@code sf} and {@code key} of a component (RFC 9421 §2.1.1). Immutable; safe for concurrent use.
 */
@Internal
public final class FieldTypes {

    /** The types. */
    public enum Type {
        ITEM,
        LIST,
        DICTIONARY
    }

    /** The fields that are registered as structured (RFC 9651 §2.1), and those of docs/protocol.md. */
    public static final FieldTypes KNOWN = new FieldTypes(known());

    private final Map<String, Type> types;

    private FieldTypes(Map<String, Type> types) {
        this.types = types;
    }

    private static Map<String, Type> known() {
        Map<String, Type> types = new HashMap<>();
        for (String name : new String[] {
            "available-dictionary",
            "capsule-protocol",
            "client-cert",
            "cross-origin-embedder-policy",
            "cross-origin-embedder-policy-report-only",
            "cross-origin-opener-policy",
            "cross-origin-opener-policy-report-only",
            "deprecation",
            "dictionary-id",
            "origin-agent-cluster"
        }) {
            types.put(name, Type.ITEM);
        }
        for (String name : new String[] {
            "accept-ch", "cache-group-invalidation", "cache-groups", "cache-status", "client-cert-chain", "proxy-status"
        }) {
            types.put(name, Type.LIST);
        }
        for (String name : new String[] {
            "accept-signature",
            "cdn-cache-control",
            "content-digest",
            "govshare-context",
            "govshare-usage-chain",
            "priority",
            "repr-digest",
            "reporting-endpoints",
            "signature",
            "signature-input",
            "use-as-dictionary",
            "want-content-digest",
            "want-repr-digest"
        }) {
            types.put(name, Type.DICTIONARY);
        }
        return Map.copyOf(types);
    }

    /** These types and that of one more field. */
    public FieldTypes and(String field, Type type) {
        Map<String, Type> more = new HashMap<>(types);
        more.put(field.toLowerCase(Locale.ROOT), type);
        return new FieldTypes(Map.copyOf(more));
    }

    /**
     * The value of a component with the parameter {@code sf} or {@code key}.
     *
     * @param value the values of all lines of the field, joined by a comma
     * @throws MalformedFieldException if the field has none; the reason is the end of a sentence
     */
    String value(Component component, String value) throws MalformedFieldException {
        Type type = types.get(component.name());
        if (type == null) {
            throw new MalformedFieldException("is a field that is not known to be structured");
        }
        try {
            return component.part() == null ? canonical(type, value) : member(type, value, component.part());
        } catch (MalformedFieldException e) {
            throw new MalformedFieldException("cannot be had, since the field " + e.reason());
        }
    }

    private static String canonical(Type type, String value) throws MalformedFieldException {
        return switch (type) {
            case ITEM -> StructuredFields.serialiseItem(StructuredFields.parseItem(value));
            case LIST -> StructuredFields.serialiseList(StructuredFields.parseList(value));
            case DICTIONARY -> StructuredFields.serialiseDictionary(StructuredFields.parseDictionary(value));
        };
    }

    private static String member(Type type, String value, String key) throws MalformedFieldException {
        if (type != Type.DICTIONARY) {
            throw new MalformedFieldException("is no dictionary");
        }
        @Nullable Member member = StructuredFields.parseDictionary(value).get(key);
        if (member instanceof InnerList list) {
            StringBuilder text = new StringBuilder();
            StructuredFields.appendInnerList(text, list);
            return text.toString();
        }
        if (member instanceof Item item) {
            return StructuredFields.serialiseItem(item);
        }
        throw new MalformedFieldException("has no member of this key");
    }
}
