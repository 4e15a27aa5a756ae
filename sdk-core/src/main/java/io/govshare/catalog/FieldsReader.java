package io.govshare.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the fields of a dataset, which are most of a directory, straight from its tokens. Used once. */
final class FieldsReader {

    private static final String MEMBER = Term.FIELDS.spelled();

    /** The members of a field, which stand bare or in our namespace. */
    private static final Set<String> OWN =
            Set.of("name", "type", "title", "nullable", "personal", "sensitivity", "description", "length");

    private final Names names;
    private final Consumer<Defect> defects;
    private final List<FieldDescription> fields = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private int position = -1;
    private boolean whole = true;

    private String name = "";
    private String type = "";
    private String title = "";
    private String sensitivity = "";
    private String description = "";
    private @Nullable Integer length;
    private boolean nullable = true;
    private @Nullable Boolean personal;
    private boolean understood = true;
    private Map<String, Object> extensions = Map.of();

    FieldsReader(Names names, Consumer<Defect> defects) {
        this.names = names;
        this.defects = defects;
    }

    /** Reads the value that the parser stands at: a list of fields, or one. */
    List<FieldDescription> read(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            elements(parser);
        } else {
            element(parser);
        }
        return fields;
    }

    private void elements(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element(parser);
        }
    }

    /** Whether all that was there is in what {@link #read} returned. */
    boolean isWhole() {
        return whole;
    }

    private void element(JsonParser parser) {
        position++;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            @Nullable Object value = JsonLd.value(parser);
            drop(new Defect(at(""), "is no field", JsonLd.kind(value)));
            return;
        }
        begin();
        boolean container = false;
        for (String member = parser.nextName(); member != null; member = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY && (member.equals("@list") || member.equals("@set"))) {
                container = true;
                position--;
                elements(parser);
            } else if (token != JsonToken.VALUE_NULL) {
                member(member, token, parser);
            }
        }
        if (container) {
            whole = false;
        } else {
            end();
        }
    }

    private void begin() {
        name = "";
        type = "";
        title = "";
        sensitivity = "";
        description = "";
        length = null;
        nullable = true;
        personal = null;
        understood = true;
        extensions = Map.of();
    }

    private void member(String member, JsonToken token, JsonParser parser) {
        switch (member) {
            case "name" -> name = text(member, token, parser);
            case "type" -> type = text(member, token, parser);
            case "title" -> title = text(member, token, parser);
            case "sensitivity" -> sensitivity = level(member, token, parser);
            case "description" -> description = text(member, token, parser);
            case "length" -> length = length(token, parser);
            case "nullable" -> {
                @Nullable Boolean flag = flag(member, token, parser, "is neither true nor false; taken as true");
                nullable = flag == null || flag;
            }
            case "personal" -> {
                @Nullable Boolean flag = flag(member, token, parser, "is neither true nor false; taken as true");
                understood &= flag != null;
                // One that says so is enough, should several marks be given.
                personal = Boolean.TRUE.equals(personal) ? personal : flag;
            }
            default -> {
                String local = member.indexOf(':') < 0 ? member : names.withoutOurs(member);
                if (OWN.contains(local) && !local.equals(member)) {
                    member(local, token, parser);
                } else {
                    keep(member, JsonLd.value(parser));
                }
            }
        }
    }

    /** A level of protection; what is none, such as a list of several, may hide one that is personal. */
    private String level(String member, JsonToken token, JsonParser parser) {
        if (token == JsonToken.VALUE_STRING) {
            String level = parser.getString();
            return sensitivity.isEmpty() ? level : sensitivity + " " + level;
        }
        @Nullable Object value = JsonLd.value(parser);
        keep(member, value);
        understood = false;
        defects.accept(new Defect(at(member), "is no level; taken as personal", JsonLd.kind(value)));
        @Nullable String text = JsonLd.text(value);
        return text == null ? "" : text;
    }

    private String text(String member, JsonToken token, JsonParser parser) {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        @Nullable Object value = JsonLd.value(parser);
        @Nullable String text = JsonLd.text(value);
        keep(member, value);
        if (value instanceof Number || value instanceof Boolean || text == null) {
            defects.accept(new Defect(at(member), "is no text", JsonLd.kind(value)));
        }
        return text == null ? "" : text;
    }

    private @Nullable Integer length(JsonToken token, JsonParser parser) {
        @Nullable Object value = JsonLd.value(parser);
        if (token == JsonToken.VALUE_NUMBER_INT && value instanceof Integer number && number >= 0) {
            return number;
        }
        keep("length", value);
        defects.accept(new Defect(at("length"), "is no whole number from 0", JsonLd.kind(value)));
        return value instanceof String text && text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
    }

    private @Nullable Boolean flag(String member, JsonToken token, JsonParser parser, String problem) {
        @Nullable Object value = JsonLd.value(parser);
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return (Boolean) value;
        }
        keep(member, value);
        @Nullable Boolean flag = PrivacyMark.flag(value);
        defects.accept(new Defect(at(member), flag == null ? problem : "is no boolean", JsonLd.kind(value)));
        return flag;
    }

    private void keep(String member, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (extensions.isEmpty()) {
            extensions = new LinkedHashMap<>();
        }
        extensions.put(member, value);
    }

    private void end() {
        if (name.isBlank()) {
            drop(new Defect(at(""), "is a field without name", "object"));
            return;
        }
        if (personal == null && understood && PrivacyMark.level(sensitivity) == null) {
            defects.accept(new Defect(at("sensitivity"), "is no known level; taken as personal", "text"));
        }
        FieldDescription field = new FieldDescription(
                name,
                type,
                title,
                nullable,
                PrivacyMark.isPersonal(personal, understood, sensitivity),
                sensitivity,
                description,
                length,
                extensions);
        @Nullable Integer earlier = positions.putIfAbsent(name, fields.size());
        if (earlier == null) {
            fields.add(field);
            return;
        }
        drop(new Defect(at("name"), "is that of an earlier field", "text"));
        if (field.personal()) {
            fields.set(earlier, fields.get(earlier).asPersonal());
        }
    }

    private void drop(Defect defect) {
        whole = false;
        defects.accept(defect);
    }

    private String at(String member) {
        return at(position, member);
    }

    /** Where a member of the field at this position is, for a {@link Defect}. */
    static String at(int position, String member) {
        return MEMBER + "[" + position + "]" + (member.isEmpty() ? "" : "." + member);
    }
}
