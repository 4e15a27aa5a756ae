package io.govshare.testing.odata;

import java.util.ArrayList;
import java.util.List;

/** One level of {@code $orderby}. */
record Sort(String field, boolean descending) {

    /**
     * The levels.
     *
     * @throws InvalidQueryException with the position of what is wrong
     */
    static List<Sort> parse(String text) {
        Lexer tokens = new Lexer("$orderby", text);
        List<Sort> levels = new ArrayList<>();
        do {
            String field = tokens.expect(Lexer.Kind.NAME, "a field").text();
            boolean descending = tokens.accept("desc");
            if (!descending) {
                tokens.accept("asc");
            }
            levels.add(new Sort(field, descending));
        } while (tokens.accept(Lexer.Kind.COMMA));
        if (tokens.peek().kind() != Lexer.Kind.END) {
            throw tokens.unexpected("asc, desc, a comma or the end");
        }
        return List.copyOf(levels);
    }
}
