package io.govshare.signing;

import io.govshare.error.Internal;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
 * Reads and writes header fields of structured values (RFC 9651): those of signatures and digests, and {@code
 * GovShare-Context}. Both are strict: what is read is refused unless it is exactly as the standard has it, and what is
 * written is canonical. Safe for concurrent use.
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

    /** A member of a List, or what a key of a Dictionary stands for. */
    public sealed interface Member {
        /** The parameters in their order (RFC 9651 §3.1.2). */
        Map<String, Object> parameters();
    }

    /** One value with parameters (RFC 9651 §3.3). */
    public record Item(Object value, Map<String, Object> parameters) implements Member {}

    /** Several items in parentheses (RFC 9651 §3.1.1). */
    public record InnerList(List<Item> items, Map<String, Object> parameters) implements Member {}

    private static final String HEX = "0123456789abcdef";
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~:/";
    private static final long LARGEST_INTEGER = 999_999_999_999_999L;
    private static final int FRACTION_DIGITS = 3;

    /** The least number that has more digits before its point than a Decimal may have. */
    private static final BigDecimal BEYOND_DECIMALS = BigDecimal.TEN.pow(12);

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

    /** The members of a Dictionary as they stand, also those whose key comes again, for who must see them all. */
    static List<Map.Entry<String, Member>> parseMembers(String field) throws MalformedFieldException {
        return new StructuredFieldParser(field).members();
    }

    /**
     * Parses a List (RFC 9651 §4.2.1); an empty field is an empty one.
     *
     * @param field the values of all field lines of the name, joined by a comma
     * @throws MalformedFieldException if it is none
     */
    public static List<Member> parseList(String field) throws MalformedFieldException {
        return new StructuredFieldParser(field).list();
    }

    /**
     * Parses an Item (RFC 9651 §4.2.3).
     *
     * @param field the values of all field lines of the name, joined by a comma
     * @throws MalformedFieldException if it is none
     */
    public static Item parseItem(String field) throws MalformedFieldException {
        return new StructuredFieldParser(field).onlyItem();
    }

    /**
     * Writes a Dictionary (RFC 9651 §4.1.2). An empty one is empty text: the field is to be left out then.
     *
     * @throws IllegalArgumentException if a key or value has no such form, such as an Integer of 16 digits; values are not
     *     named
     */
    public static String serialiseDictionary(Map<String, ? extends Member> members) {
        StringBuilder out = new StringBuilder(48 * members.size());
        for (Map.Entry<String, ? extends Member> member : members.entrySet()) {
            appendKey(out.length() == 0 ? out : out.append(", "), member.getKey());
            if (member.getValue() instanceof Item item && Boolean.TRUE.equals(item.value())) {
                appendParameters(out, item.parameters());
            } else {
                appendMember(out.append('='), member.getValue());
            }
        }
        return out.toString();
    }

    /**
     * Writes a List (RFC 9651 §4.1.1). An empty one is empty text: the field is to be left out then.
     *
     * @throws IllegalArgumentException as {@link #serialiseDictionary}
     */
    public static String serialiseList(List<? extends Member> members) {
        StringBuilder out = new StringBuilder(32 * members.size());
        for (Member member : members) {
            appendMember(out.length() == 0 ? out : out.append(", "), member);
        }
        return out.toString();
    }

    /**
     * Writes an Item (RFC 9651 §4.1.3).
     *
     * @throws IllegalArgumentException as {@link #serialiseDictionary}
     */
    public static String serialiseItem(Item item) {
        StringBuilder out = new StringBuilder();
        appendMember(out, item);
        return out.toString();
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
            String text = member.getValue();
            appendKey(out.length() == 0 ? out : out.append(", "), member.getKey());
            try {
                appendBare(out.append('='), isPrintable(text) ? text : new DisplayString(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(member.getKey() + " cannot be written: " + e.getMessage(), e);
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
            appendKeyAndValue(out.length() == 0 ? out : out.append(", "), member);
        }
        return out.toString();
    }

    private static void appendMember(StringBuilder out, Member member) {
        if (member instanceof InnerList list) {
            appendInnerList(out, list);
        } else if (member instanceof Item item) {
            appendBare(out, item.value());
            appendParameters(out, item.parameters());
        }
    }

    /**
     * Appends a value of one of the types above in its canonical form (RFC 9651 §4.1.3.1).
     *
     * @throws IllegalArgumentException if it has none; the value is not named
     */
    static void appendBare(StringBuilder out, Object value) {
        if (value instanceof String text) {
            appendString(out, text);
        } else if (value instanceof byte[] bytes) {
            out.append(':').append(Base64.getEncoder().encodeToString(bytes)).append(':');
        } else if (value instanceof Boolean bool) {
            out.append(bool ? "?1" : "?0");
        } else if (value instanceof Long || value instanceof Integer) {
            appendInteger(out, ((Number) value).longValue());
        } else if (value instanceof Token token) {
            appendToken(out, token.text());
        } else if (value instanceof Date date) {
            appendInteger(out.append('@'), date.epochSecond());
        } else if (value instanceof DisplayString display) {
            appendDisplayString(out, display.text());
        } else if (value instanceof BigDecimal decimal) {
            appendDecimal(out, decimal);
        } else {
            throw new IllegalArgumentException(
                    "Structured fields have no values of " + value.getClass().getName());
        }
    }

    /** Appends parameters in their order (RFC 9651 §4.1.1.2). @throws IllegalArgumentException as {@link #appendBare} */
    static void appendParameters(StringBuilder out, Map<String, Object> parameters) {
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            appendKeyAndValue(out.append(';'), parameter);
        }
    }

    private static void appendKeyAndValue(StringBuilder out, Map.Entry<String, Object> member) {
        appendKey(out, member.getKey());
        if (!Boolean.TRUE.equals(member.getValue())) {
            appendBare(out.append('='), member.getValue());
        }
    }

    private static void appendKey(StringBuilder out, String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "Not a key of a structured field: '" + key.replaceAll("[^ -~]", "?") + "'");
        }
        out.append(key);
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

    /** Appends a String (RFC 9651 §4.1.6). @throws IllegalArgumentException if it is not printable ASCII */
    static void appendString(StringBuilder out, String text) {
        if (!isPrintable(text)) {
            throw new IllegalArgumentException("A String of a structured field has only printable ASCII");
        }
        out.append('"');
        if (text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
            out.append(text);
        } else {
            out.append(text.replace("\\", "\\\\").replace("\"", "\\\""));
        }
        out.append('"');
    }

    private static void appendInteger(StringBuilder out, long value) {
        if (value > LARGEST_INTEGER || value < -LARGEST_INTEGER) {
            throw new IllegalArgumentException("An Integer of a structured field has at most 15 digits");
        }
        out.append(value);
    }

    /** Rounded to three digits after the point, a half to the even one (RFC 9651 §4.1.5). */
    private static void appendDecimal(StringBuilder out, BigDecimal value) {
        boolean large = value.abs().compareTo(BEYOND_DECIMALS) >= 0;
        BigDecimal rounded = large ? value : value.setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN);
        if (rounded.abs().compareTo(BEYOND_DECIMALS) >= 0) {
            throw new IllegalArgumentException(
                    "A Decimal of a structured field has at most 12 digits before its point");
        }
        BigDecimal shown = rounded.stripTrailingZeros();
        out.append((shown.scale() < 1 ? shown.setScale(1) : shown).toPlainString());
    }

    private static void appendToken(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i), i == 0)) {
                throw new IllegalArgumentException(
                        "A Token of a structured field has a character that it must not have");
            }
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("A Token of a structured field is not empty");
        }
        out.append(text);
    }

    private static void appendDisplayString(StringBuilder out, String text) {
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A Display String of a structured field holds half a surrogate pair", e);
        }
        out.append("%\"");
        while (utf8.hasRemaining()) {
            int octet = utf8.get() & 0xff;
            if (!isPrintable((char) octet) || octet == '%' || octet == '"') {
                out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
            } else {
                out.append((char) octet);
            }
        }
        out.append('"');
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(char c) {
        return c >= 0x20 && c <= 0x7e;
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
        return first ? start : start || isDigit(c) || c == '_' || c == '-' || c == '.';
    }

    /** Whether a token may have this character, first or later (RFC 9651 §3.3.4). */
    static boolean isTokenCharacter(char c, boolean first) {
        boolean start = c == '*' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return first ? start : start || isDigit(c) || TOKEN_MARKS.indexOf(c) >= 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
