package io.govshare.signing;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message that a signature covers (RFC 9421 §2): a header field, or what is derived from the message.
 *
 * @param name the name in lower case
 * @param kind where its value comes from
 * @param ofRequest whether the parameter {@code req} takes it from the request that an answer belongs to (RFC 9421 §2.4)
 * @param identifier the canonical component identifier, such as {@code "@method";req}
 */
record Component(String name, Kind kind, boolean ofRequest, String identifier) {

    /** Where a value comes from: a field, or a derived component (RFC 9421 §2.2). */
    enum Kind {
        FIELD(""),
        METHOD("@method"),
        TARGET_URI("@target-uri"),
        AUTHORITY("@authority"),
        SCHEME("@scheme"),
        PATH("@path"),
        QUERY("@query"),
        STATUS("@status");

        private final String derivedName;

        Kind(String derivedName) {
            this.derivedName = derivedName;
        }

        private static @Nullable Kind of(String name) {
            if (!name.startsWith("@")) {
                return FIELD;
            }
            for (Kind kind : values()) {
                if (kind.derivedName.equals(name)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** The component written like {@code @method}, {@code content-digest} or {@code @method;req}, or null if we know no such. */
    static @Nullable Component of(String written) {
        boolean ofRequest = written.endsWith(";req");
        String name = ofRequest ? written.substring(0, written.length() - 4) : written;
        return of(name, ofRequest);
    }

    /** The component of an item in a {@code Signature-Input}. @throws MalformedFieldException if it cannot be verified here */
    static Component of(StructuredFields.Item item) throws MalformedFieldException {
        Map<String, Object> parameters = item.parameters();
        boolean ofRequest = Boolean.TRUE.equals(parameters.get("req"));
        boolean supported = parameters.size() == (ofRequest ? 1 : 0);
        Component component = supported && item.value() instanceof String name ? of(name, ofRequest) : null;
        if (component == null) {
            throw new MalformedFieldException("covers a component that is not supported: " + shown(item));
        }
        return component;
    }

    private static String shown(StructuredFields.Item item) {
        StringBuilder text = new StringBuilder();
        StructuredFields.appendBare(text, item.value());
        StructuredFields.appendParameters(text, item.parameters());
        return text.length() > 80 ? text.substring(0, 80) + "…" : text.toString();
    }

    private static @Nullable Component of(String name, boolean ofRequest) {
        Kind kind = Kind.of(name);
        boolean canonical = !name.isEmpty() && name.equals(name.toLowerCase(Locale.ROOT)) && name.indexOf('"') < 0;
        if (kind == null || !canonical || (ofRequest && kind == Kind.STATUS)) {
            return null;
        }
        return new Component(name, kind, ofRequest, "\"" + name + (ofRequest ? "\";req" : "\""));
    }
}
