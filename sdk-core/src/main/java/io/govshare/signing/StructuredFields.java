package io.govshare.signing;

import io.govshare.error.Internal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes header fields that are Dictionaries (RFC 9651): those of signatures and digests, and {@code
 * GovShare-Context}. Safe for concurrent use.
 *
 * <p>Values are Java's own types: {@code Long} for an Integer, {@link BigDecimal} for a Decimal, {@link String} for a
 * String, {@link Token}, {@code byte[]} for a Byte Sequence, {@code Boolean}, {@link Date}, {@link DisplayString}.
 */
@Internal
public final class StructuredFields {

    /** A Token (RFC 9651 §3.3.4). */
    public record Token(String text) {}

    /** A Date (RFC 9651 §3.3.7), in seconds since 1970. */
    public record Date(long epochSecond) {}

    /** A Display String (RFC 9651 §3.3.8): text of any script. */
    public record DisplayString(String text) {}

    /** What a key of a Dictionary stands for. */
    public sealed interface Member {
        /** The parameters in their order (RFC 9651 §3.1.2). */
        Map<String, Object> parameters();
    }

    /** One value with parameters (RFC 9651 §3.3). */
    public record Item(Object value, Map<String, Object> parameters) implements Member {}

    /** Several items in parentheses (RFC 9651 §3.1.1). */
    public record InnerList(List<Item> items, Map<String, Object> parameters) implements Member {}

    private static final String HEX = "0123456789abcdef";

    private StructuredFields() {}

    /**
     * Parses a Dictionary (RFC 9651 §4.2.2); an empty field is an empty one. Of members with the same key the last counts.
     *
     * @param field the values of all field lines of the name, joined by a comma
     * @throws MalformedFieldException if it is none
     */
    public static Map<String, Member> parseDictionary(String field) throws MalformedFieldException {
        return new StructuredFieldParser(field).dictionary();
    }

    /**
     * Parses a Dictionary whose members are Strings, Display Strings or Tokens, such as {@code GovShare-Context}.
     *
     * @throws MalformedFieldException if it is none, or a member is something else
     */
    public static Map<String, String> parseTexts(String field) throws MalformedFieldException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Member> member : parseDictionary(field).entrySet()) {
            Object value = member.getValue() instanceof Item item ? item.value() : member.getValue();
            if (value instanceof String text) {
                texts.put(member.getKey(), text);
            } else if (value instanceof DisplayString display) {
                texts.put(member.getKey(), display.text());
            } else if (value instanceof Token token) {
                texts.put(member.getKey(), token.text());
            } else {
                throw new MalformedFieldException("member " + member.getKey() + " is no text");
            }
        }
        return texts;
    }

    /**
     * A Dictionary of Strings, and of Display Strings where a value is not printable ASCII (RFC 9651 §4.1.2).
     *
     * @throws IllegalArgumentException if a key is none, or a value holds half a surrogate pair; the value is not named
     */
    public static String dictionary(Map<String, String> texts) {
        StringBuilder out = new StringBuilder(32 * texts.size());
        for (Map.Entry<String, String> member : texts.entrySet()) {
            if (!isKey(member.getKey())) {
                throw new IllegalArgumentException(
                        "Not a key of a dictionary: '" + member.getKey().replaceAll("[^ -~]", "?") + "'");
            }
            out.append(out.length() == 0 ? "" : ", ").append(member.getKey()).append('=');
            if (isPrintable(member.getValue())) {
                appendString(out, member.getValue());
            } else {
                appendDisplayString(out, member.getKey(), member.getValue());
            }
        }
        return out.toString();
    }

    /**
     * A Dictionary of items without parameters (RFC 9651 §4.1.2).
     *
     * @param values Java's own types, as above; {@code true} is written by its key alone
     * @throws IllegalArgumentException if a key is none
     */
    public static String dictionaryOf(Map<String, Object> values) {
        StringBuilder out = new StringBuilder(48 * values.size());
        for (Map.Entry<String, Object> member : values.entrySet()) {
            if (!isKey(member.getKey())) {
                throw new IllegalArgumentException("Not a key of a dictionary: '" + member.getKey() + "'");
            }
            out.append(out.length() == 0 ? "" : ", ").append(member.getKey());
            if (!Boolean.TRUE.equals(member.getValue())) {
                appendBare(out.append('='), member.getValue());
            }
        }
        return out.toString();
    }

    /** Appends a value of one of the types above in its canonical form (RFC 9651 §4.1.3.1). */
    static void appendBare(StringBuilder out, Object value) {
        if (value instanceof String text) {
            appendString(out, text);
        } else if (value instanceof byte[] bytes) {
            out.append(':').append(Base64.getEncoder().encodeToString(bytes)).append(':');
        } else if (value instanceof Boolean bool) {
            out.append(bool ? "?1" : "?0");
        } else if (value instanceof Token token) {
            out.append(token.text());
        } else if (value instanceof Date date) {
            out.append('@').append(date.epochSecond());
        } else if (value instanceof DisplayString display) {
            appendDisplayString(out, "", display.text());
        } else if (value instanceof BigDecimal decimal) {
            appendDecimal(out, decimal);
        } else {
            out.append(value);
        }
    }

    /** Appends parameters in their order (RFC 9651 §4.1.1.2). */
    static void appendParameters(StringBuilder out, Map<String, Object> parameters) {
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            out.append(';').append(parameter.getKey());
            if (!Boolean.TRUE.equals(parameter.getValue())) {
                appendBare(out.append('='), parameter.getValue());
            }
        }
    }

    /** Appends an inner list with its parameters in canonical form (RFC 9651 §4.1.1.1). */
    static void appendInnerList(StringBuilder out, InnerList list) {
        out.append('(');
        for (int i = 0; i < list.items().size(); i++) {
            Item item = list.items().get(i);
            appendBare(i == 0 ? out : out.append(' '), item.value());
            appendParameters(out, item.parameters());
        }
        appendParameters(out.append(')'), list.parameters());
    }

    /** Appends a String of printable ASCII (RFC 9651 §4.1.6). */
    static void appendString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private static void appendDisplayString(StringBuilder out, String key, String text) {
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The value of " + key + " holds half a surrogate pair", e);
        }
        out.append("%\"");
        while (utf8.hasRemaining()) {
            int octet = utf8.get() & 0xff;
            if (octet < 0x20 || octet > 0x7e || octet == '%' || octet == '"') {
                out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
            } else {
                out.append((char) octet);
            }
        }
        out.append('"');
    }

    private static void appendDecimal(StringBuilder out, BigDecimal value) {
        BigDecimal shown = value.stripTrailingZeros();
        out.append((shown.scale() < 1 ? shown.setScale(1) : shown).toPlainString());
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKey(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (!isKeyCharacter(key.charAt(i), i == 0)) {
                return false;
            }
        }
        return !key.isEmpty();
    }

    /** Whether a key may have this character, first or later (RFC 9651 §3.1.2). */
    static boolean isKeyCharacter(char c, boolean first) {
        boolean start = (c >= 'a' && c <= 'z') || c == '*';
        return first ? start : start || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    }
}
