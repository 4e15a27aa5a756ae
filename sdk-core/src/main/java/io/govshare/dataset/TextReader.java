package io.govshare.dataset;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Reads a value that the data hold as text, or as a number that looks like it. Immutable. */
abstract class TextReader extends ValueDeserializer<Object> {

    private final Class<?> type;

    TextReader(Class<?> type) {
        this.type = type;
    }

    /** The value that this text, which is not blank, stands for; null if it is none of the type. */
    abstract @Nullable Object value(String text);

    /** Whether the data spell such a value; text that an application gives is spelled already. */
    abstract boolean spells(Object value);

    /** All spellings of a value that reads as exactly this, the most frequent first; empty if none does. */
    abstract List<String> spellings(Object value);

    /** Whether there is one spelling, whose text sorts as what it stands for. */
    boolean isSorted() {
        return false;
    }

    /** The spelling of the greatest value not above this one; empty if it cannot be told. */
    Optional<String> floor(Object value) {
        return Optional.empty();
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            return context.handleUnexpectedToken(type, parser);
        }
        String text = parser.getString().strip();
        if (text.isEmpty()) {
            return getNullValue(context);
        }
        Object value = value(text);
        if (value != null) {
            return value;
        }
        throw token == JsonToken.VALUE_STRING
                ? context.weirdStringException(text, type, "")
                : context.weirdNumberException(0, type, "");
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        return type.isPrimitive() ? context.reportInputMismatch(type, "no value") : null;
    }

    @Override
    public Class<?> handledType() {
        return type;
    }
}
