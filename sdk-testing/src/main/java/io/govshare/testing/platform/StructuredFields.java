package io.govshare.testing.platform;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;

/**
 * Parses Structured Fields for HTTP (RFC 9651 §4.2). Bare items are {@code Long}, {@code BigDecimal}, {@code String}, {@link
 * Token}, {@code ByteString}, {@code Boolean}, {@code Instant} (a Date) or {@link Display}. One use, one thread.
 */
final class StructuredFields {

    /** A member of a dictionary or list. */
    sealed interface Member {
        Map<String, Object> parameters();
    }

    /** An item with its parameters (RFC 9651 §3.3). */
    record Item(Object value, Map<String, Object> parameters) implements Member {}

    /** An inner list with its parameters (RFC 9651 §3.1.1). */
    record InnerList(List<Item> items, Map<String, Object> parameters) implements Member {}

    /** A token (RFC 9651 §3.3.4). */
    record Token(String name) {}

    /** A display string (RFC 9651 §3.3.8). */
    record Display(String text) {}

    /** A field that does not follow the syntax; the message says where. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~:/";

    private final String text;
    private int position;

    private StructuredFields(String text) {
        this.text = text;
    }

    /** The dictionary; when a key occurs twice, the last one counts (RFC 9651 §4.2.2). */
    static Map<String, Member> dictionary(String text) throws MalformedException {
        return new StructuredFields(text).dictionary();
    }

    private Map<String, Member> dictionary() throws MalformedException {
        Map<String, Member> members = new LinkedHashMap<>();
        skipSpaces();
        while (!atEnd()) {
            String key = key();
            Member member = accept('=') ? itemOrInnerList() : new Item(true, parameters());
            members.remove(key);
            members.put(key, member);
            skipWhitespace();
            if (atEnd()) {
                return members;
            }
            expect(',');
            skipWhitespace();
            if (atEnd()) {
                throw wrong("a comma at the end");
            }
        }
        return members;
    }

    private Member itemOrInnerList() throws MalformedException {
        return peek() == '(' ? innerList() : item();
    }

    private InnerList innerList() throws MalformedException {
        expect('(');
        List<Item> items = new ArrayList<>();
        while (true) {
            skipSpaces();
            if (accept(')')) {
                return new InnerList(List.copyOf(items), parameters());
            }
            items.add(item());
            if (peek() != ' ' && peek() != ')') {
                throw wrong("expected a space or ) in the inner list");
            }
        }
    }

    private Item item() throws MalformedException {
        return new Item(bareItem(), parameters());
    }

    private Map<String, Object> parameters() throws MalformedException {
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (accept(';')) {
            skipSpaces();
            String key = key();
            Object value = accept('=') ? bareItem() : true;
            parameters.remove(key);
            parameters.put(key, value);
        }
        return parameters;
    }

    private String key() throws MalformedException {
        int start = position;
        if (!isLower(peek()) && peek() != '*') {
            throw wrong("expected a key, which begins with a lower-case letter or *");
        }
        while (isLower(peek()) || isDigit(peek()) || "_-.*".indexOf(peek()) >= 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private Object bareItem() throws MalformedException {
        char c = peek();
        if (c == '-' || isDigit(c)) {
            return number();
        }
        if (c == '"') {
            return string();
        }
        if (c == '*' || isLower(c) || (c >= 'A' && c <= 'Z')) {
            return token();
        }
        return switch (c) {
            case ':' -> bytes();
            case '?' -> bool();
            case '@' -> date();
            case '%' -> display();
            default -> throw wrong("expected a value");
        };
    }

    private Object number() throws MalformedException {
        int start = position;
        accept('-');
        int digits = position;
        while (isDigit(peek())) {
            position++;
        }
        int integers = position - digits;
        if (!accept('.')) {
            if (integers == 0 || integers > 15) {
                throw wrong("an integer has 1 to 15 digits");
            }
            return Long.valueOf(text.substring(start, position));
        }
        int fraction = position;
        while (isDigit(peek())) {
            position++;
        }
        if (integers == 0 || integers > 12 || position == fraction || position - fraction > 3) {
            throw wrong("a decimal has 1 to 12 digits before the point and 1 to 3 after it");
        }
        return new BigDecimal(text.substring(start, position));
    }

    private String string() throws MalformedException {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                c = atEnd() ? 0 : text.charAt(position++);
                if (c != '"' && c != '\\') {
                    throw wrong("only \" and \\ can be escaped");
                }
            } else if (c < 0x20 || c > 0x7e) {
                throw wrong("a string holds printable ASCII only; other text is a display string %\"…\"");
            }
            value.append(c);
        }
        throw wrong("a string has no closing quote");
    }

    private Token token() {
        int start = position;
        while (isDigit(peek())
                || isLower(peek())
                || (peek() >= 'A' && peek() <= 'Z')
                || (peek() != 0 && TOKEN_CHARACTERS.indexOf(peek()) >= 0)) {
            position++;
        }
        return new Token(text.substring(start, position));
    }

    private ByteString bytes() throws MalformedException {
        expect(':');
        int end = text.indexOf(':', position);
        if (end < 0) {
            throw wrong("a byte sequence has no closing colon");
        }
        String encoded = text.substring(position, end);
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            position = end + 1;
            return ByteString.of(decoded);
        } catch (IllegalArgumentException e) {
            throw wrong("a byte sequence is no base64");
        }
    }

    private Boolean bool() throws MalformedException {
        expect('?');
        if (accept('1')) {
            return true;
        }
        expect('0');
        return false;
    }

    private Instant date() throws MalformedException {
        expect('@');
        if (number() instanceof Long seconds) {
            return Instant.ofEpochSecond(seconds);
        }
        throw wrong("a date is whole seconds");
    }

    private Display display() throws MalformedException {
        expect('%');
        expect('"');
        ByteBuffer utf8 = ByteBuffer.allocate(text.length());
        while (!atEnd()) {
            char c = text.charAt(position++);
            if (c == '"') {
                try {
                    return new Display(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(utf8.flip())
                            .toString());
                } catch (CharacterCodingException e) {
                    throw wrong("a display string is no UTF-8");
                }
            }
            if (c < 0x20 || c > 0x7e) {
                throw wrong("a display string is written in printable ASCII");
            }
            utf8.put(c == '%' ? escaped() : (byte) c);
        }
        throw wrong("a display string has no closing quote");
    }

    private byte escaped() throws MalformedException {
        if (position + 2 > text.length()
                || !text.substring(position, position + 2).matches("[0-9a-f]{2}")) {
            throw wrong("% in a display string is followed by two lower-case hexadecimal digits");
        }
        byte value = (byte) Integer.parseInt(text.substring(position, position + 2), 16);
        position += 2;
        return value;
    }

    private void skipSpaces() {
        while (peek() == ' ') {
            position++;
        }
    }

    private void skipWhitespace() {
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
    }

    private boolean accept(char c) {
        if (peek() == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws MalformedException {
        if (!accept(c)) {
            throw wrong("expected " + c);
        }
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    /** The next character; 0, which no field holds, at the end. */
    private char peek() {
        return atEnd() ? 0 : text.charAt(position);
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private MalformedException wrong(String message) {
        return new MalformedException(message + ", at position " + (position + 1));
    }

    /** Writes an inner list as RFC 9651 §4.1.1.1 says, which is how it stands in a signature base. */
    static String serialized(InnerList list) {
        StringBuilder out = new StringBuilder("(");
        for (Item item : list.items()) {
            out.append(out.length() == 1 ? "" : " ").append(serialized(item));
        }
        out.append(')');
        writeParameters(list.parameters(), out);
        return out.toString();
    }

    /** Writes an item as RFC 9651 §4.1.3 says. */
    static String serialized(Item item) {
        StringBuilder out = new StringBuilder();
        writeBare(item.value(), out);
        writeParameters(item.parameters(), out);
        return out.toString();
    }

    private static void writeParameters(Map<String, Object> parameters, StringBuilder out) {
        parameters.forEach((key, value) -> {
            out.append(';').append(key);
            if (!value.equals(true)) {
                out.append('=');
                writeBare(value, out);
            }
        });
    }

    private static void writeBare(Object value, StringBuilder out) {
        if (value instanceof String string) {
            out.append('"')
                    .append(string.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        } else if (value instanceof Token token) {
            out.append(token.name());
        } else if (value instanceof ByteString bytes) {
            out.append(':').append(bytes.base64()).append(':');
        } else if (value instanceof Boolean bool) {
            out.append(bool ? "?1" : "?0");
        } else if (value instanceof Instant date) {
            out.append('@').append(date.getEpochSecond());
        } else if (value instanceof BigDecimal decimal) {
            BigDecimal shortest = decimal.stripTrailingZeros();
            out.append((shortest.scale() < 1 ? shortest.setScale(1) : shortest).toPlainString());
        } else if (value instanceof Long) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("a display string cannot be a part of a signature base");
        }
    }
}
