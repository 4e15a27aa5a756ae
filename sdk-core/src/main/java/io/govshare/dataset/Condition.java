package io.govshare.dataset;

import java.util.List;

/** What records must satisfy: a tree of comparisons. Immutable. Dialects translate it; values are escaped there. */
public sealed interface Condition {

    /**
     * One field compared with values.
     *
     * @param field name of the field as it is in the records
     * @param operator how
     * @param values none for {@link Operator#IS_NULL}, one or more for {@link Operator#IN}, else one; never null
     */
    record Comparison(String field, Operator operator, List<Object> values) implements Condition {
        public Comparison {
            values = List.copyOf(values);
        }
    }

    /** All of these, at least two. */
    record And(List<Condition> all) implements Condition {
        public And {
            all = List.copyOf(all);
        }
    }

    /** Any of these, at least two. */
    record Or(List<Condition> any) implements Condition {
        public Or {
            any = List.copyOf(any);
        }
    }

    /** Not this. */
    record Not(Condition condition) implements Condition {}
}
