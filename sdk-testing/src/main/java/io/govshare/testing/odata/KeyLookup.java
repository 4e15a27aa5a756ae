package io.govshare.testing.odata;

import io.govshare.error.Internal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed key predicate: {@code ('350102')} or {@code (a='x',b=1)} (OData 4.01 URL Conventions §4.3.1). */
@Internal
public final class KeyLookup {

    private final @Nullable Literal single;
    private final Map<String, Literal> named;

    private KeyLookup(@Nullable Literal single, Map<String, Literal> named) {
        this.single = single;
        this.named = named;
    }

    /**
     * Parses it, with its parentheses, percent-decoded.
     *
     * @throws InvalidQueryException with the position of what is wrong
     */
    public static KeyLookup parse(String text) {
        Lexer tokens = new Lexer("key", text);
        tokens.expect(Lexer.Kind.OPEN, "(");
        Literal single = FilterParser.literal(tokens.peek());
        Map<String, Literal> named = new LinkedHashMap<>();
        if (single != null) {
            tokens.next();
        } else {
            do {
                String name =
                        tokens.expect(Lexer.Kind.NAME, "a literal or a field").text();
                tokens.expect(Lexer.Kind.EQUALS, "=");
                Literal literal = FilterParser.literal(tokens.peek());
                if (literal == null) {
                    throw tokens.unexpected("a literal (strings are written in single quotes)");
                }
                tokens.next();
                if (named.put(name, literal) != null) {
                    throw new InvalidQueryException("key: " + name + " occurs twice");
                }
            } while (tokens.accept(Lexer.Kind.COMMA));
        }
        tokens.expect(Lexer.Kind.CLOSE, ")");
        tokens.expect(Lexer.Kind.END, "the end");
        return new KeyLookup(single, named);
    }

    /** The literal for this field of the key, which is made of these. */
    Literal literal(String field, List<String> key) {
        if (single != null) {
            if (key.size() != 1) {
                throw new InvalidQueryException("key: it is made of " + String.join(", ", key) + "; name each");
            }
            return single;
        }
        Literal literal = named.get(field);
        if (literal == null || named.size() != key.size()) {
            throw new InvalidQueryException("key: it is made of " + String.join(", ", key) + ", given are "
                    + String.join(", ", named.keySet()));
        }
        return literal;
    }
}
