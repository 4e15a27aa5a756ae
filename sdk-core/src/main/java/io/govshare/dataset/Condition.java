package io.govshare.dataset;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What records must satisfy: a tree of comparisons. Immutable. Dialects translate it; values are escaped there. The text of
 * a condition shows fields and operators, and {@code ?} for every value, since values may be personal.
 */
public sealed interface Condition {

    /**
     * One field compared with values.
     *
     * @param field name of the field as it is in the records
     * @param operator how
     * @param values none for {@link Operator#IS_NULL}, one or more for {@link Operator#IN}, else one; never null. Each a
     *     {@code String}, {@code Boolean}, {@code Byte}, {@code Short}, {@code Integer}, {@code Long}, {@code Float},
     *     {@code Double}, {@code BigInteger}, {@code BigDecimal}, {@code UUID}, or a date, time or {@code Duration} of
     *     {@code java.time}
     */
    record Comparison(String field, Operator operator, List<Object> values) implements Condition {
        public Comparison {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.isEmpty() ? field + " " + operator : field + " " + operator + " ?";
        }
    }

    /** All of these, at least two. */
    record And(List<Condition> all) implements Condition {
        public And {
            all = List.copyOf(all);
        }

        @Override
        public String toString() {
            return joined(all, " and ");
        }
    }

    /** Any of these, at least two. */
    record Or(List<Condition> any) implements Condition {
        public Or {
            any = List.copyOf(any);
        }

        @Override
        public String toString() {
            return joined(any, " or ");
        }
    }

    /** Not this. */
    record Not(Condition condition) implements Condition {
        @Override
        public String toString() {
            return "not (" + condition + ")";
        }
    }

    private static String joined(List<Condition> parts, String word) {
        return parts.stream()
                .map(part -> part instanceof And || part instanceof Or ? "(" + part + ")" : part.toString())
                .collect(Collectors.joining(word));
    }
}
