package io.govshare.dataset;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;

/** Reads a boolean that is spelled as {@link YesNo} says. */
final class YesNoReader extends TextReader {

    private final Map<String, Boolean> words = new HashMap<>();
    private final List<String> yes;
    private final List<String> no;

    /** @throws IllegalArgumentException if a word is blank or stands for both */
    YesNoReader(Class<?> type, YesNo spelling) {
        super(type);
        add(spelling.yes(), true);
        add(spelling.no(), false);
        yes = inAnyCase(spelling.yes());
        no = inAnyCase(spelling.no());
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

    @Override
    boolean spells(Object value) {
        return value instanceof Boolean;
    }

    @Override
    List<String> spellings(Object value) {
        return Boolean.TRUE.equals(value) ? yes : no;
    }

    /** The words as listed, in lower case and with a capital: those that are likely of the ways that are read. */
    private static List<String> inAnyCase(String[] words) {
        Set<String> all = new LinkedHashSet<>();
        for (String listed : words) {
            String word = listed.strip();
            all.add(word);
            all.add(word.toUpperCase(Locale.ROOT));
            all.add(word.toLowerCase(Locale.ROOT));
            int second = word.offsetByCodePoints(0, 1);
            all.add(word.substring(0, second).toUpperCase(Locale.ROOT)
                    + word.substring(second).toLowerCase(Locale.ROOT));
        }
        return List.copyOf(all);
    }

    private static String folded(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
