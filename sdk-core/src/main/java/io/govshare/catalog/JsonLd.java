package io.govshare.catalog;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The values of JSON-LD, which has many spellings for one thing, as plain Java values. */
final class JsonLd {

    /**
     * Names and numbers may have any length: a document is bounded as a whole, and one entry of it must not cost its
     * neighbours.
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** No number that means something is longer; of one that is, the digits are kept as text. */
    private static final int LONGEST_NUMBER = 1_000;

    private JsonLd() {}

    /** What the parser stands at, to its end: text, number, boolean, list, map, or null. */
    static @Nullable Object value(JsonParser parser) {
        @Nullable JsonToken token = parser.currentToken();
        if (token == null) {
            return null;
        }
        return switch (token) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(4);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> isLong(parser) ? parser.getString() : parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> isLong(parser) ? parser.getString() : decimal(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static boolean isLong(JsonParser parser) {
        return parser.getStringLength() > LONGEST_NUMBER;
    }

    /** The number; as text when its exponent is beyond what Java can count. */
    private static Object decimal(String digits) {
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException beyond) {
            return digits;
        }
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>(8);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    /** The values of a member that may be one value or a list; nulls are none. */
    static List<Object> list(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey("@list")) {
            return list(map.get("@list"));
        }
        if (value instanceof Map<?, ?> map && map.containsKey("@set")) {
            return list(map.get("@set"));
        }
        if (!(value instanceof List<?> list)) {
            return value == null ? List.of() : List.of(value);
        }
        List<Object> items = new ArrayList<>(list.size());
        for (Object item : list) {
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    /**
     * The text of a value: text or a number, {@code @value} or {@code @id} of an object, a name in it, a map of languages, or
     * the first usable of a list; null when there is none.
     */
    static @Nullable String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text.isBlank() ? null : text;
        }
        if (value instanceof BigDecimal number) {
            // All zeros of 1e999999999 would fill the memory.
            boolean huge = Math.abs((long) number.scale()) > LONGEST_NUMBER;
            return huge ? number.toString() : number.toPlainString();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof List<?> list) {
            for (Object item : list) {
                @Nullable String text = text(item);
                if (text != null) {
                    return text;
                }
            }
        }
        return value instanceof Map<?, ?> map ? textOf(map) : null;
    }

    private static @Nullable String textOf(Map<?, ?> map) {
        for (String member : List.of("@value", "dct:identifier", "@id", "skos:prefLabel", "rdfs:label", "en", "zh")) {
            if (map.containsKey(member)) {
                return text(map.get(member));
            }
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!String.valueOf(entry.getKey()).startsWith("@") && entry.getValue() instanceof String text) {
                return text.isBlank() ? null : text;
            }
        }
        return null;
    }

    /** Whether a type, however it is spelled, is this one. */
    static boolean isType(@Nullable Object given, String type) {
        String name = String.valueOf(given);
        int at = Math.max(name.lastIndexOf(':'), Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')));
        return name.substring(at + 1).equals(type);
    }

    /** The node that an object, or a text, does nothing but name; null when it is something of its own. */
    static @Nullable String reference(@Nullable Object value) {
        Object id = value instanceof Map<?, ?> map && map.size() == 1 ? map.get("@id") : value;
        return id instanceof String text ? text : null;
    }

    /** Whether {@link #text} says all that there is: one text, perhaps with its type. */
    static boolean isPlain(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return true;
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() || (list.size() == 1 && isPlain(list.get(0)));
        }
        if (value instanceof Map<?, ?> map) {
            return map.get("@value") instanceof String
                    ? map.size() == 1 || (map.size() == 2 && map.containsKey("@type"))
                    : map.size() == 1 && map.get("@id") instanceof String;
        }
        return false;
    }

    /** Whether a list holds nothing but what is plain. */
    static boolean isPlainList(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("@list") instanceof List<?> list) {
            return isPlainList(list);
        }
        if (!(value instanceof List<?> list)) {
            return isPlain(value);
        }
        for (Object item : list) {
            if (item instanceof List || item == null || !isPlain(item)) {
                return false;
            }
        }
        return true;
    }

    /** What kind of value it is, for a {@link Defect}. */
    static String kind(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Number) {
            return "number";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        return value instanceof List ? "list" : "object";
    }

    /** The http or https URL that is this text, seen from the document; null if it is none. */
    static @Nullable URI url(@Nullable URI document, String text) {
        try {
            URI uri = URI.create(text);
            // A word such as 无, for none, would be an address, too, if it were seen from the document.
            boolean relative = !uri.isAbsolute() && text.indexOf('/') >= 0 && isAscii(text);
            URI absolute = relative && document != null ? document.resolve(uri) : uri;
            boolean web = "https".equals(absolute.getScheme()) || "http".equals(absolute.getScheme());
            return web && absolute.getHost() != null ? absolute : null;
        } catch (IllegalArgumentException notAUri) {
            return null;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
