package io.govshare.dataset;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;

/** Reads a boolean that is spelled as {@link YesNo} says. */
final class YesNoReader extends TextReader {

    private final Map<String, Boolean> words = new HashMap<>();

    /** @throws IllegalArgumentException if a word is blank or stands for both */
    YesNoReader(Class<?> type, YesNo spelling) {
        super(type);
        add(spelling.yes(), true);
        add(spelling.no(), false);
    }

    static boolean reads(Class<?> type) {
        return type == boolean.class || type == Boolean.class;
    }

    private void add(String[] spellings, boolean meaning) {
        for (String word : spellings) {
            if (word.isBlank()) {
                throw new IllegalArgumentException("a word of it is blank, which stands for null");
            }
            Boolean other = words.put(folded(word.strip()), meaning);
            if (other != null && other != meaning) {
                throw new IllegalArgumentException("'" + word + "' stands for both");
            }
        }
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
                ? Boolean.valueOf(token == JsonToken.VALUE_TRUE)
                : super.deserialize(parser, context);
    }

    @Override
    @Nullable
    Object value(String text) {
        return words.get(folded(text));
    }

    private static String folded(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
