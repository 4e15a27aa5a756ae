package io.govshare.testing.odata;

import java.util.List;
import java.util.Set;

/** A parsed {@code $filter}. Equal filters are equal values, so that they serve as cache keys. */
sealed interface Filter {

    /** How a field is compared with one literal. */
    enum Comparator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE;

        /** The same comparison with its sides exchanged. */
        Comparator flipped() {
            return switch (this) {
                case EQ -> EQ;
                case NE -> NE;
                case GT -> LT;
                case GE -> LE;
                case LT -> GT;
                case LE -> GE;
            };
        }
    }

    /** The functions on text. */
    enum Function {
        STARTSWITH,
        CONTAINS;

        boolean test(String value, String argument) {
            return this == STARTSWITH ? value.startsWith(argument) : value.contains(argument);
        }
    }

    /** Adds the names of all fields that the filter reads. */
    void collectFields(Set<String> fields);

    record And(Filter left, Filter right) implements Filter {
        @Override
        public void collectFields(Set<String> fields) {
            left.collectFields(fields);
            right.collectFields(fields);
        }
    }

    record Or(Filter left, Filter right) implements Filter {
        @Override
        public void collectFields(Set<String> fields) {
            left.collectFields(fields);
            right.collectFields(fields);
        }
    }

    record Not(Filter inner) implements Filter {
        @Override
        public void collectFields(Set<String> fields) {
            inner.collectFields(fields);
        }
    }

    record Comparison(String field, Comparator comparator, Literal literal) implements Filter {
        @Override
        public void collectFields(Set<String> fields) {
            fields.add(field);
        }
    }

    record In(String field, List<Literal> literals) implements Filter {
        @Override
        public void collectFields(Set<String> fields) {
            fields.add(field);
        }
    }

    record Text(Function function, String field, String argument) implements Filter {
        @Override
        public void collectFields(Set<String> fields) {
            fields.add(field);
        }
    }
}
