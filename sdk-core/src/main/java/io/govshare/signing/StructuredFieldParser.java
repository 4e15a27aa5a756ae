package io.govshare.signing;

import io.govshare.signing.StructuredFields.Date;
import io.govshare.signing.StructuredFields.DisplayString;
import io.govshare.signing.StructuredFields.InnerList;
import io.govshare.signing.StructuredFields.Item;
import io.govshare.signing.StructuredFields.Member;
import io.govshare.signing.StructuredFields.Token;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one structured field strictly from left to right (RFC 9651 §4.2). For one use by one thread. */
final class StructuredFieldParser {

    private static final int INTEGER_DIGITS = 15;
    private static final int DECIMAL_DIGITS = 12;
    private static final int FRACTION_DIGITS = 3;

    private final String text;
    private int at;

    StructuredFieldParser(String text) {
        this.text = text;
    }

    /** A Dictionary (RFC 9651 §4.2.2): a key that comes again keeps its place and gets the later value. */
    Map<String, Member> dictionary() throws MalformedFieldException {
        Map<String, Member> dictionary = new LinkedHashMap<>();
        for (Map.Entry<String, Member> member : members()) {
            dictionary.put(member.getKey(), member.getValue());
        }
        return dictionary;
    }

    /** The members of a Dictionary as they stand, also those whose key comes again. */
    List<Map.Entry<String, Member>> members() throws MalformedFieldException {
        List<Map.Entry<String, Member>> members = new ArrayList<>();
        skipSpaces();
        for (boolean more = at < text.length(); more; more = isFollowed()) {
            String key = key();
            Member member;
            if (isNext('=')) {
                at++;
                member = member();
            } else {
                member = new Item(true, parameters());
            }
            members.add(Map.entry(key, member));
        }
        return members;
    }

    /** A List (RFC 9651 §4.2.1). */
    List<Member> list() throws MalformedFieldException {
        List<Member> members = new ArrayList<>();
        skipSpaces();
        for (boolean more = at < text.length(); more; more = isFollowed()) {
            members.add(member());
        }
        return members;
    }

    /** An Item that is the whole field (RFC 9651 §4.2.3). */
    Item onlyItem() throws MalformedFieldException {
        skipSpaces();
        Item item = item();
        skipSpaces();
        if (at < text.length()) {
            throw malformed("has something after its value");
        }
        return item;
    }

    /** Whether a comma and another member follow. */
    private boolean isFollowed() throws MalformedFieldException {
        skipBlanks();
        if (at == text.length()) {
            return false;
        }
        expect(',');
        skipBlanks();
        if (at == text.length()) {
            throw malformed("ends with a comma");
        }
        return true;
    }

    private Member member() throws MalformedFieldException {
        return isNext('(') ? innerList() : item();
    }

    private InnerList innerList() throws MalformedFieldException {
        expect('(');
        List<Item> items = new ArrayList<>();
        while (true) {
            skipSpaces();
            if (isNext(')')) {
                at++;
                return new InnerList(List.copyOf(items), parameters());
            }
            items.add(item());
            if (!isNext(' ') && !isNext(')')) {
                throw malformed("has an inner list whose items are not set apart by spaces or that has no end");
            }
        }
    }

    private Item item() throws MalformedFieldException {
        return new Item(bareItem(), parameters());
    }

    private Map<String, Object> parameters() throws MalformedFieldException {
        if (!isNext(';')) {
            return Map.of();
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (isNext(';')) {
            at++;
            skipSpaces();
            String key = key();
            Object value = true;
            if (isNext('=')) {
                at++;
                value = bareItem();
            }
            parameters.put(key, value);
        }
        return Collections.unmodifiableMap(parameters);
    }

    private String key() throws MalformedFieldException {
        int start = at;
        while (at < text.length() && StructuredFields.isKeyCharacter(text.charAt(at), at == start)) {
            at++;
        }
        if (at == start) {
            throw malformed("has no key");
        }
        return text.substring(start, at);
    }

    private Object bareItem() throws MalformedFieldException {
        char c = at < text.length() ? text.charAt(at) : '\0';
        if (c == '"') {
            return string();
        }
        if (c == ':') {
            return bytes();
        }
        if (c == '?') {
            return bool();
        }
        if (c == '@') {
            at++;
            if (number() instanceof Long seconds) {
                return new Date(seconds);
            }
            throw malformed("has a date that is no whole number");
        }
        if (c == '%') {
            return displayString();
        }
        if (c == '-' || StructuredFields.isDigit(c)) {
            return number();
        }
        if (StructuredFields.isTokenCharacter(c, true)) {
            return token();
        }
        throw malformed("has no value");
    }

    private Object number() throws MalformedFieldException {
        int start = at;
        if (isNext('-')) {
            at++;
        }
        int digits = at;
        skipDigits();
        int whole = at - digits;
        if (whole == 0 || whole > INTEGER_DIGITS) {
            throw malformed("has a number without digits or with too many");
        }
        if (!isNext('.')) {
            return Long.valueOf(text.substring(start, at));
        }
        at++;
        int fraction = at;
        skipDigits();
        if (whole > DECIMAL_DIGITS || at == fraction || at - fraction > FRACTION_DIGITS) {
            throw malformed("has a decimal with too many digits or none after its point");
        }
        return new BigDecimal(text.substring(start, at));
    }

    private String string() throws MalformedFieldException {
        expect('"');
        int start = at;
        StringBuilder unescaped = null;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return unescaped == null
                        ? text.substring(start, at - 1)
                        : unescaped.append(text, start, at - 1).toString();
            }
            if (c == '\\') {
                if (!isNext('"') && !isNext('\\')) {
                    throw malformed("has a string with a wrong escape");
                }
                unescaped = (unescaped == null ? new StringBuilder() : unescaped).append(text, start, at - 1);
                start = at++;
            } else if (c < 0x20 || c > 0x7e) {
                throw malformed("has a string with a character outside printable ASCII");
            }
        }
        throw malformed("has a string without end");
    }

    private Token token() {
        int start = at;
        while (at < text.length() && StructuredFields.isTokenCharacter(text.charAt(at), at == start)) {
            at++;
        }
        return new Token(text.substring(start, at));
    }

    private byte[] bytes() throws MalformedFieldException {
        int end = text.indexOf(':', at + 1);
        if (end < 0) {
            throw malformed("has a byte sequence without end");
        }
        String encoded = text.substring(at + 1, end);
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            at = end + 1;
            return decoded;
        } catch (IllegalArgumentException notBase64) {
            throw malformed("has a byte sequence that is not base64");
        }
    }

    private Boolean bool() throws MalformedFieldException {
        expect('?');
        if (!isNext('0') && !isNext('1')) {
            throw malformed("has a boolean that is neither ?0 nor ?1");
        }
        return text.charAt(at++) == '1';
    }

    private DisplayString displayString() throws MalformedFieldException {
        expect('%');
        expect('"');
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                try {
                    return new DisplayString(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(octets.toByteArray()))
                            .toString());
                } catch (CharacterCodingException notUtf8) {
                    throw malformed("has a display string that is not UTF-8");
                }
            }
            if (c < 0x20 || c > 0x7e) {
                throw malformed("has a display string with a character that must be percent-encoded");
            }
            octets.write(c == '%' ? hex() << 4 | hex() : c);
        }
        throw malformed("has a display string without end");
    }

    /** One hexadecimal digit; capitals are not allowed (RFC 9651 §4.2.10). */
    private int hex() throws MalformedFieldException {
        char c = at < text.length() ? text.charAt(at++) : '\0';
        if (StructuredFields.isDigit(c)) {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        throw malformed("has a display string with a wrong percent-encoding");
    }

    private void expect(char wanted) throws MalformedFieldException {
        if (!isNext(wanted)) {
            throw malformed("lacks '" + wanted + "'");
        }
        at++;
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void skipSpaces() {
        while (isNext(' ')) {
            at++;
        }
    }

    private void skipBlanks() {
        while (isNext(' ') || isNext('\t')) {
            at++;
        }
    }

    private void skipDigits() {
        while (at < text.length() && StructuredFields.isDigit(text.charAt(at))) {
            at++;
        }
    }

    private MalformedFieldException malformed(String what) {
        return new MalformedFieldException(what + " at character " + at);
    }
}
