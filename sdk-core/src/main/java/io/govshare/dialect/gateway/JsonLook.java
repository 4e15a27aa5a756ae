package io.govshare.dialect.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The single values at some pointers of an answer, found in one pass that skips everything else. A string on the way that
 * holds JSON is opened, at most four deep.
 */
final class JsonLook {

    /** What is found in the place of an array or object that holds nothing. */
    static final String NOTHING = "[]";

    private static final int MOST_NESTED = 4;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Map<String, String> found = new HashMap<>();

    private JsonLook() {}

    /** A place that leads to pointers, or is one. */
    static final class Places {

        private final Map<String, Places> members = new HashMap<>();
        private @Nullable String pointer;

        static Places of(Set<String> pointers) {
            Places root = new Places();
            for (String pointer : pointers) {
                Places here = root;
                for (String step :
                        pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
                    here = here.members.computeIfAbsent(
                            step.replace("~1", "/").replace("~0", "~"), missing -> new Places());
                }
                here.pointer = pointer;
            }
            return root;
        }
    }

    /** What the answer has at these places; null if it is no JSON object or array, also none in a string. */
    static @Nullable JsonLook at(Places places, byte[] body) {
        int start = 0;
        while (start < body.length && body[start] <= ' ') {
            start++;
        }
        if (start == body.length || "{[\"".indexOf(body[start]) < 0) {
            return null;
        }
        JsonLook look = new JsonLook();
        try (JsonParser parser = MAPPER.createParser(body)) {
            if (parser.nextToken() == JsonToken.VALUE_STRING && !isJson(parser.getString())) {
                return null;
            }
            look.value(parser, places, 0);
            return look;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** The text, number or flag at this pointer; null when there is none. */
    @Nullable
    String get(String pointer) {
        return found.get(pointer);
    }

    private void value(JsonParser parser, Places place, int opened) {
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> {
                boolean empty = true;
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    empty = false;
                    parser.nextToken();
                    member(parser, place.members.get(name), opened);
                }
                nothing(empty, place);
            }
            case START_ARRAY -> {
                int i = 0;
                for (; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    member(parser, place.members.get(Integer.toString(i)), opened);
                }
                nothing(i == 0, place);
            }
            case VALUE_NULL -> {
                // As if it were not there.
            }
            default -> single(parser.getString(), place, opened);
        }
    }

    /** An array or object that holds nothing is noted, since some gateways spell "no data" like that. */
    private void nothing(boolean empty, Places place) {
        if (empty && place.pointer != null) {
            found.put(place.pointer, NOTHING);
        }
    }

    private void member(JsonParser parser, @Nullable Places place, int opened) {
        if (place == null) {
            parser.skipChildren();
        } else {
            value(parser, place, opened);
        }
    }

    private void single(String text, Places place, int opened) {
        if (place.pointer != null) {
            found.put(place.pointer, text);
        }
        if (!place.members.isEmpty() && opened < MOST_NESTED && isJson(text)) {
            try (JsonParser inner = MAPPER.createParser(text)) {
                inner.nextToken();
                value(inner, place, opened + 1);
            } catch (JacksonException e) {
                return; // A sentence that begins like JSON holds no codes.
            }
        }
    }

    /** Whether text begins as JSON does that holds something; a plain sentence does not, be it {@code [提示]没有数据}. */
    static boolean isJson(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("[")) {
            String inside = stripped.substring(1).stripLeading();
            return inside.isEmpty() || "]{[\"-0123456789tfn".indexOf(inside.charAt(0)) >= 0;
        }
        return stripped.startsWith("{")
                || (stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\""));
    }
}
