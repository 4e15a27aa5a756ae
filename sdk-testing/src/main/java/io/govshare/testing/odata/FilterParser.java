package io.govshare.testing.odata;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses {@code $filter} by precedence: {@code or}, {@code and}, {@code not}, comparison (OData 4.01 URL Conventions §5.1.1). */
final class FilterParser {

    private static final int DEEPEST = 64;
    private static final int LONGEST_LIST = 1000;
    private static final int MOST_COMPARISONS = 500;
    private static final Set<String> COMPARATORS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
    private static final Set<String> FUNCTIONS = Set.of("startswith", "contains");

    private final Lexer tokens;
    private int depth;
    private int comparisons;

    private FilterParser(String text) {
        tokens = new Lexer("$filter", text);
    }

    /**
     * The filter.
     *
     * @throws InvalidQueryException with the position of what is wrong
     */
    static Filter parse(String text) {
        FilterParser parser = new FilterParser(text);
        Filter filter = parser.or();
        if (parser.tokens.peek().kind() != Lexer.Kind.END) {
            throw parser.tokens.unexpected("and, or, or the end");
        }
        return filter;
    }

    private Filter or() {
        Filter left = and();
        while (tokens.accept("or")) {
            left = new Filter.Or(left, and());
        }
        return left;
    }

    private Filter and() {
        Filter left = not();
        while (tokens.accept("and")) {
            left = new Filter.And(left, not());
        }
        return left;
    }

    private Filter not() {
        if (++depth > DEEPEST) {
            throw tokens.wrong(
                    "nested more than " + DEEPEST + " deep", tokens.peek().at());
        }
        try {
            return tokens.accept("not") ? new Filter.Not(not()) : primary();
        } finally {
            depth--;
        }
    }

    private Filter primary() {
        if (++comparisons > MOST_COMPARISONS) {
            throw tokens.wrong(
                    "more than " + MOST_COMPARISONS + " comparisons",
                    tokens.peek().at());
        }
        if (tokens.accept(Lexer.Kind.OPEN)) {
            Filter inner = or();
            tokens.expect(Lexer.Kind.CLOSE, ")");
            return inner;
        }
        if (isLiteral(tokens.peek())) {
            Literal literal = literal();
            Filter.Comparator comparator = comparator();
            return new Filter.Comparison(field(), comparator.flipped(), literal);
        }
        Lexer.Token name = tokens.expect(Lexer.Kind.NAME, "a field, a function, not, or (");
        if (tokens.peek().kind() == Lexer.Kind.OPEN) {
            return function(name);
        }
        if (tokens.accept("in")) {
            return in(name.text());
        }
        Filter.Comparator comparator = comparator();
        if (tokens.peek().kind() == Lexer.Kind.NAME && !isLiteral(tokens.peek())) {
            throw tokens.wrong(
                    "comparing a field with a field is not offered",
                    tokens.peek().at());
        }
        return new Filter.Comparison(name.text(), comparator, literal());
    }

    private Filter function(Lexer.Token name) {
        if (!FUNCTIONS.contains(name.text())) {
            throw tokens.wrong("function " + name.text() + " is not offered; startswith and contains are", name.at());
        }
        tokens.expect(Lexer.Kind.OPEN, "(");
        String field = field();
        tokens.expect(Lexer.Kind.COMMA, ",");
        String argument = tokens.expect(Lexer.Kind.STRING, "a string").text();
        tokens.expect(Lexer.Kind.CLOSE, ")");
        return new Filter.Text(Filter.Function.valueOf(name.text().toUpperCase(Locale.ROOT)), field, argument);
    }

    private Filter in(String field) {
        tokens.expect(Lexer.Kind.OPEN, "( after in");
        List<Literal> literals = new ArrayList<>();
        do {
            literals.add(literal());
            if (literals.size() > LONGEST_LIST) {
                throw tokens.wrong(
                        "in takes at most " + LONGEST_LIST + " values",
                        tokens.peek().at());
            }
        } while (tokens.accept(Lexer.Kind.COMMA));
        tokens.expect(Lexer.Kind.CLOSE, ") or ,");
        return new Filter.In(field, List.copyOf(literals));
    }

    private Filter.Comparator comparator() {
        Lexer.Token token = tokens.peek();
        if (token.kind() != Lexer.Kind.NAME || !COMPARATORS.contains(token.text())) {
            throw tokens.unexpected("eq, ne, gt, ge, lt, le or in");
        }
        return Filter.Comparator.valueOf(tokens.next().text().toUpperCase(Locale.ROOT));
    }

    private String field() {
        Lexer.Token token = tokens.peek();
        if (isLiteral(token)) {
            throw tokens.unexpected("a field");
        }
        return tokens.expect(Lexer.Kind.NAME, "a field").text();
    }

    private Literal literal() {
        Literal literal = literal(tokens.peek());
        if (literal == null) {
            throw tokens.unexpected("a literal (strings are written in single quotes)");
        }
        try {
            if (!literal.isNull()) {
                literal.value();
            }
        } catch (IllegalArgumentException e) {
            throw tokens.wrong(e.getMessage() + ", found", tokens.peek().at());
        }
        tokens.next();
        return literal;
    }

    private static boolean isLiteral(Lexer.Token token) {
        return literal(token) != null;
    }

    /** The literal that a token stands for; null if it is none. */
    static @Nullable Literal literal(Lexer.Token token) {
        return switch (token.kind()) {
            case STRING -> new Literal(Literal.Kind.STRING, token.text());
            case NUMBER -> new Literal(Literal.Kind.NUMBER, token.text());
            case DATE -> new Literal(Literal.Kind.DATE, token.text());
            case TIME -> new Literal(Literal.Kind.TIME, token.text());
            case GUID -> new Literal(Literal.Kind.GUID, token.text());
            case DATE_TIME -> new Literal(Literal.Kind.DATE_TIME, token.text());
            case NAME ->
                switch (token.text()) {
                    case "true", "false" -> new Literal(Literal.Kind.BOOLEAN, token.text());
                    case "null" -> new Literal(Literal.Kind.NULL, token.text());
                    default -> null;
                };
            default -> null;
        };
    }
}
