package io.govshare.dialect.standard;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Condition;
import io.govshare.dataset.Operator;
import io.govshare.error.InvalidRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OData 4.01 text for conditions and values (URL Conventions §5.1.1, ABNF), safe against injection: strings are quoted
 * ({@link ODataLiteral}), field names checked. Not yet percent-encoded; {@link #encoded} does that.
 */
final class ODataText {

    private static final String HEX = "0123456789ABCDEF";

    /** Which ASCII stands for itself. */
    private static final boolean[] BARE = new boolean[0x80];

    static {
        for (char c = 0; c < 0x80; c++) {
            BARE[c] = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~!$()*,;:@/=".indexOf(c) >= 0;
        }
    }

    private final StringBuilder text = new StringBuilder(64);
    private final @Nullable DatasetDescription dataset;

    /** @param dataset what is published of the fields; null for a text without values */
    private ODataText(@Nullable DatasetDescription dataset) {
        this.dataset = dataset;
    }

    /** The condition as the value of {@code $filter}; values are written as the published types of their fields ask for. */
    static String filter(Condition condition, DatasetDescription dataset) {
        return new ODataText(dataset).add(condition).text.toString();
    }

    /** The condition with a question mark for each value: for logs. */
    static String shape(Condition condition) {
        return new ODataText(null).add(condition).text.toString();
    }

    private ODataText add(Condition condition) {
        if (condition instanceof Condition.Comparison comparison) {
            compare(comparison);
        } else if (condition instanceof Condition.And and) {
            join(and.all(), " and ");
        } else if (condition instanceof Condition.Or or) {
            join(or.any(), " or ");
        } else if (condition instanceof Condition.Not not) {
            text.append("not (");
            add(not.condition());
            text.append(')');
        }
        return this;
    }

    private void join(List<Condition> parts, String word) {
        String between = "";
        for (Condition part : parts) {
            text.append(between);
            boolean grouped = part instanceof Condition.Or || (part instanceof Condition.And && word.equals(" or "));
            text.append(grouped ? "(" : "");
            add(part);
            text.append(grouped ? ")" : "");
            between = word;
        }
    }

    private void compare(Condition.Comparison comparison) {
        String field = name(comparison.field());
        switch (comparison.operator()) {
            case IS_NULL -> text.append(field).append(" eq null");
            case STARTS_WITH -> function("startswith", field, comparison);
            case CONTAINS -> function("contains", field, comparison);
            case IN -> {
                text.append(field).append(" in (");
                String between = "";
                for (Object value : comparison.values()) {
                    text.append(between).append(value(comparison.field(), value));
                    between = ",";
                }
                text.append(')');
            }
            case IS, IS_NOT -> infix(field, comparison);
            case GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST -> {
                if (dataset != null) {
                    ODataLiteral.requireOrder(
                            comparison.field(), comparison.values().get(0), dataset);
                }
                infix(field, comparison);
            }
        }
    }

    private void infix(String field, Condition.Comparison comparison) {
        text.append(field)
                .append(word(comparison.operator()))
                .append(value(comparison.field(), comparison.values().get(0)));
    }

    private void function(String function, String field, Condition.Comparison comparison) {
        text.append(function)
                .append('(')
                .append(field)
                .append(',')
                .append(value(comparison.field(), comparison.values().get(0)))
                .append(')');
    }

    private static String word(Operator operator) {
        return switch (operator) {
            case IS -> " eq ";
            case IS_NOT -> " ne ";
            case GREATER_THAN -> " gt ";
            case AT_LEAST -> " ge ";
            case LESS_THAN -> " lt ";
            case AT_MOST -> " le ";
            case IN, STARTS_WITH, CONTAINS, IS_NULL ->
                throw new IllegalArgumentException("No infix operator: " + operator);
        };
    }

    private String value(String field, Object value) {
        return dataset == null ? "?" : ODataLiteral.of(field, value, dataset);
    }

    /** The name of a field, which goes on the wire as it is: identifiers (ABNF §4) joined by slashes. */
    static String name(String field) {
        boolean first = true;
        for (int i = 0; i < field.length(); ) {
            int c = field.codePointAt(i);
            if (c == '/' && !first) {
                first = true;
            } else if (Character.isLetter(c) || c == '_' || (c == '@' && i == 0)) {
                first = false;
            } else if (first || !(Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER || c == '.')) {
                throw noName(field);
            }
            i += Character.charCount(c);
        }
        if (first) {
            throw noName(field);
        }
        return field;
    }

    private static InvalidRequestException noName(String field) {
        return new InvalidRequestException(
                "'" + field + "' is no name of a field that OData can carry",
                "Name the field as the catalogue spells it: letters, digits and underscores.");
    }

    /**
     * Percent-encodes by UTF-8 all but what is unreserved or a delimiter without meaning in paths (RFC 3986 §3.3). In quoted
     * strings {@code / ; =} are encoded as well: keys stand in paths, and values may hold anything.
     */
    static String encoded(String text) {
        return encoded(text, false);
    }

    /** The same for the value of a query option (RFC 3986 §3.4), its quotes encoded too, as OkHttp would have them. */
    static String encodedOption(String text) {
        return encoded(text, true);
    }

    private static String encoded(String text, boolean option) {
        StringBuilder out = new StringBuilder(text.length() * 2);
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                inString = !inString;
                out.append(option ? "%27" : "'");
            } else if (c < 0x80) {
                if (BARE[c] && !(inString && (c == '/' || c == ';' || c == '='))) {
                    out.append(c);
                } else {
                    octet(out, c);
                }
            } else {
                int point = text.codePointAt(i);
                i += Character.charCount(point) - 1;
                octets(out, point);
            }
        }
        return out.toString();
    }

    /** UTF-8 (RFC 3629 §3) of what is no ASCII. */
    private static void octets(StringBuilder out, int point) {
        if (point < 0x800) {
            octet(out, 0xc0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                octet(out, 0xe0 | (point >> 12));
            } else {
                octet(out, 0xf0 | (point >> 18));
                octet(out, 0x80 | ((point >> 12) & 0x3f));
            }
            octet(out, 0x80 | ((point >> 6) & 0x3f));
        }
        octet(out, 0x80 | (point & 0x3f));
    }

    private static void octet(StringBuilder out, int octet) {
        out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
    }
}
