package io.govshare.signing;

import io.govshare.signing.StructuredFields.Item;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message that a signature covers (RFC 9421 §2): a header field, or what is derived from the message. Two of
 * them are equal whatever the order of their parameters.
 *
 * @param name the name in lower case
 * @param kind where its value comes from
 * @param ofRequest whether the parameter {@code req} takes it from the request that an answer belongs to (RFC 9421 §2.4)
 * @param strict whether the parameter {@code sf} has the field in its canonical form (RFC 9421 §2.1.1)
 * @param part which part of it is meant: the parameter {@code key} of a Dictionary (RFC 9421 §2.1.2), or the parameter
 *     {@code name} of {@code @query-param} (RFC 9421 §2.2.8); null for the whole
 * @param identifier the component identifier as it is written, such as {@code "@method";req}
 */
record Component(
        String name,
        Kind kind,
        boolean ofRequest,
        boolean strict,
        @Nullable String part,
        String identifier) {

    private static final int MOST_SHOWN = 80;

    /** What nearly all signatures cover, by name: it need not be made for each. */
    private static final Map<String, Component> USUAL = usual(
            "@method",
            "@target-uri",
            "@authority",
            "@path",
            "@query",
            "@status",
            "authorization",
            "content-digest",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "govshare-context");

    /** Where a value comes from: a field, or a derived component (RFC 9421 §2.2). */
    enum Kind {
        FIELD(""),
        METHOD("@method"),
        TARGET_URI("@target-uri"),
        AUTHORITY("@authority"),
        SCHEME("@scheme"),
        REQUEST_TARGET("@request-target"),
        PATH("@path"),
        QUERY("@query"),
        QUERY_PARAM("@query-param"),
        STATUS("@status");

        private final String derivedName;

        Kind(String derivedName) {
            this.derivedName = derivedName;
        }

        private static Kind of(String name) throws MalformedFieldException {
            if (!name.startsWith("@")) {
                return FIELD;
            }
            for (Kind kind : values()) {
                if (kind.derivedName.equals(name)) {
                    return kind;
                }
            }
            throw new MalformedFieldException(
                    name.equals("@signature-params") ? "which every signature covers by itself" : "which is not known");
        }
    }

    /**
     * The component written like {@code @method}, {@code content-digest;req} or {@code @query-param;name="page"}.
     *
     * @throws MalformedFieldException if it cannot be signed here
     */
    static Component of(String written) throws MalformedFieldException {
        int end = written.indexOf(';');
        String name = end < 0 ? written : written.substring(0, end);
        return of(StructuredFields.parseItem("\"" + name + "\"" + written.substring(name.length())));
    }

    /** The component of an item in a {@code Signature-Input}. @throws MalformedFieldException if it cannot be signed here */
    static Component of(Item item) throws MalformedFieldException {
        Component usual = item.parameters().isEmpty() && item.value() instanceof String name ? USUAL.get(name) : null;
        return usual != null ? usual : checked(item);
    }

    private static Map<String, Component> usual(String... names) {
        Map<String, Component> usual = new HashMap<>();
        for (String name : names) {
            try {
                usual.put(name, known(new Item(name, Map.of())));
            } catch (MalformedFieldException e) {
                throw new IllegalStateException(e);
            }
        }
        return Map.copyOf(usual);
    }

    private static Component checked(Item item) throws MalformedFieldException {
        try {
            return known(item);
        } catch (MalformedFieldException e) {
            throw new MalformedFieldException("covers " + shown(item) + ", " + e.reason());
        }
    }

    private static Component known(Item item) throws MalformedFieldException {
        if (!(item.value() instanceof String name)) {
            throw new MalformedFieldException("which is no string");
        }
        if (name.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new MalformedFieldException("which is no name in lower case");
        }
        Kind kind = Kind.of(name);
        boolean ofRequest = false;
        boolean strict = false;
        String part = null;
        for (Map.Entry<String, Object> parameter : item.parameters().entrySet()) {
            switch (parameter.getKey()) {
                case "req" -> ofRequest = flag(parameter, kind != Kind.STATUS);
                case "sf" -> strict = flag(parameter, kind == Kind.FIELD);
                case "key" -> part = text(parameter, kind == Kind.FIELD);
                case "name" -> part = text(parameter, kind == Kind.QUERY_PARAM);
                case "bs", "tr" ->
                    throw new MalformedFieldException("whose parameter " + parameter.getKey() + " is not supported");
                default -> throw new MalformedFieldException("whose parameter " + parameter.getKey() + " is not known");
            }
        }
        if (kind == Kind.QUERY_PARAM && part == null) {
            throw new MalformedFieldException("which lacks the parameter name");
        }
        return new Component(name, kind, ofRequest, strict, part, written(item));
    }

    private static boolean flag(Map.Entry<String, Object> parameter, boolean allowed) throws MalformedFieldException {
        if (!allowed || !Boolean.TRUE.equals(parameter.getValue())) {
            throw misplaced(parameter);
        }
        return true;
    }

    private static String text(Map.Entry<String, Object> parameter, boolean allowed) throws MalformedFieldException {
        if (!allowed || !(parameter.getValue() instanceof String text)) {
            throw misplaced(parameter);
        }
        return text;
    }

    private static MalformedFieldException misplaced(Map.Entry<String, Object> parameter) {
        return new MalformedFieldException("whose parameter " + parameter.getKey() + " does not belong there");
    }

    private static String written(Item item) {
        StringBuilder text = new StringBuilder();
        StructuredFields.appendBare(text, item.value());
        StructuredFields.appendParameters(text, item.parameters());
        return text.toString();
    }

    private static String shown(Item item) {
        String text = written(item);
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Component that
                && name.equals(that.name)
                && ofRequest == that.ofRequest
                && strict == that.strict
                && Objects.equals(part, that.part);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, ofRequest, strict, part);
    }
}
