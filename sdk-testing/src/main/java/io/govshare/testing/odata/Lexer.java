package io.govshare.testing.odata;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an OData expression into tokens (OData 4.01 ABNF, the part that the protocol uses). One use, one thread. */
final class Lexer {

    /** The kinds of token. */
    enum Kind {
        NAME,
        STRING,
        NUMBER,
        DATE,
        DATE_TIME,
        TIME,
        GUID,
        OPEN,
        CLOSE,
        COMMA,
        EQUALS,
        END
    }

    /**
     * One token.
     *
     * @param text a string without its quotes, everything else as it was written
     * @param at its position, from 1
     */
    record Token(Kind kind, String text, int at) {

        boolean is(String name) {
            return kind == Kind.NAME && text.equals(name);
        }

        /** How a message shows it. */
        String shown() {
            return kind == Kind.END ? "the end" : kind == Kind.STRING ? "'" + text + "'" : text;
        }
    }

    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,12})?)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,12})?)?");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,127}(/[\\p{L}_][\\p{L}\\p{N}_]{0,127}){0,8}");

    private final String what;
    private final String text;
    private int position;
    private Token current;

    /** @param what the query option, for messages */
    Lexer(String what, String text) {
        this.what = what;
        this.text = text;
        this.current = scan();
    }

    Token peek() {
        return current;
    }

    Token next() {
        Token token = current;
        current = scan();
        return token;
    }

    /** Whether the next token is this name; then it is taken. */
    boolean accept(String name) {
        if (current.is(name)) {
            next();
            return true;
        }
        return false;
    }

    /** Whether the next token is of this kind; then it is taken. */
    boolean accept(Kind kind) {
        if (current.kind() == kind) {
            next();
            return true;
        }
        return false;
    }

    Token expect(Kind kind, String expected) {
        if (current.kind() != kind) {
            throw unexpected(expected);
        }
        return next();
    }

    InvalidQueryException unexpected(String expected) {
        return wrong("expected " + expected + " but found " + current.shown(), current.at());
    }

    InvalidQueryException wrong(String message, int at) {
        return new InvalidQueryException(what + ": " + message + " at position " + at);
    }

    private Token scan() {
        while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
        int at = position + 1;
        if (position == text.length()) {
            return new Token(Kind.END, "", at);
        }
        char c = text.charAt(position);
        return switch (c) {
            case '(' -> single(Kind.OPEN, at);
            case ')' -> single(Kind.CLOSE, at);
            case ',' -> single(Kind.COMMA, at);
            case '=' -> single(Kind.EQUALS, at);
            case '\'' -> string(at);
            default -> word(at);
        };
    }

    private Token single(Kind kind, int at) {
        return new Token(kind, String.valueOf(text.charAt(position++)), at);
    }

    private Token string(int at) {
        StringBuilder value = new StringBuilder();
        for (int i = position + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\'') {
                value.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                value.append('\'');
                i++;
            } else {
                position = i + 1;
                return new Token(Kind.STRING, value.toString(), at);
            }
        }
        throw wrong("a string has no closing quote; it begins", at);
    }

    private Token word(int at) {
        Kind[] kinds = {Kind.DATE_TIME, Kind.GUID, Kind.DATE, Kind.TIME, Kind.NUMBER, Kind.NAME};
        Pattern[] patterns = {DATE_TIME, GUID, DATE, TIME, NUMBER, NAME};
        for (int i = 0; i < kinds.length; i++) {
            Matcher matcher = patterns[i].matcher(text).region(position, text.length());
            if (matcher.lookingAt()) {
                position = matcher.end();
                return new Token(kinds[i], matcher.group(), at);
            }
        }
        throw wrong("unexpected character " + text.substring(position, text.offsetByCodePoints(position, 1)), at);
    }
}
