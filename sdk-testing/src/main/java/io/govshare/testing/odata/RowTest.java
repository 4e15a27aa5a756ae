package io.govshare.testing.odata;

import java.util.BitSet;

/** A filter made ready for one table. Three-valued: what is unknown because of a null is neither true nor false. */
@FunctionalInterface
interface RowTest {

    int FALSE = 0;
    int TRUE = 1;
    int UNKNOWN = -1;

    int test(int row);

    /**
     * Makes a filter ready.
     *
     * @throws InvalidQueryException if it names an unknown field or compares what does not compare
     */
    static RowTest of(Filter filter, Table table) {
        if (filter instanceof Filter.And and) {
            RowTest left = of(and.left(), table);
            RowTest right = of(and.right(), table);
            return row -> {
                int first = left.test(row);
                if (first == FALSE) {
                    return FALSE;
                }
                int second = right.test(row);
                return second == FALSE ? FALSE : first == UNKNOWN ? UNKNOWN : second;
            };
        }
        if (filter instanceof Filter.Or or) {
            RowTest left = of(or.left(), table);
            RowTest right = of(or.right(), table);
            return row -> {
                int first = left.test(row);
                if (first == TRUE) {
                    return TRUE;
                }
                int second = right.test(row);
                return second == TRUE ? TRUE : first == UNKNOWN ? UNKNOWN : second;
            };
        }
        if (filter instanceof Filter.Not not) {
            RowTest inner = of(not.inner(), table);
            return row -> {
                int result = inner.test(row);
                return result == UNKNOWN ? UNKNOWN : 1 - result;
            };
        }
        if (filter instanceof Filter.Comparison comparison) {
            return comparison(comparison, table.comparable(comparison.field()));
        }
        if (filter instanceof Filter.In in) {
            return in(in, table.comparable(in.field()));
        }
        return text((Filter.Text) filter, table);
    }

    private static RowTest comparison(Filter.Comparison comparison, Column column) {
        Filter.Comparator comparator = comparison.comparator();
        if (comparison.literal().isNull()) {
            return switch (comparator) {
                case EQ -> row -> column.ordinal(row) == Column.NULL ? TRUE : FALSE;
                case NE -> row -> column.ordinal(row) == Column.NULL ? FALSE : TRUE;
                // OData 4.01 §5.1.1.1: greater and less are false when an operand is null.
                default -> row -> FALSE;
            };
        }
        int found = find(column, comparison.literal());
        // Values from this ordinal on are greater, or greater or equal.
        int from = found >= 0 ? found : -found - 1;
        int after = found >= 0 ? found + 1 : from;
        return switch (comparator) {
            case EQ -> found < 0 ? row -> FALSE : row -> column.ordinal(row) == found ? TRUE : FALSE;
            case NE -> found < 0 ? row -> TRUE : row -> column.ordinal(row) == found ? FALSE : TRUE;
            case GT -> row -> column.ordinal(row) >= after ? TRUE : FALSE;
            case GE -> row -> column.ordinal(row) >= from ? TRUE : FALSE;
            case LT -> row -> column.ordinal(row) != Column.NULL && column.ordinal(row) < from ? TRUE : FALSE;
            case LE -> row -> column.ordinal(row) != Column.NULL && column.ordinal(row) < after ? TRUE : FALSE;
        };
    }

    private static RowTest in(Filter.In in, Column column) {
        BitSet ordinals = new BitSet();
        boolean withNull = false;
        for (Literal literal : in.literals()) {
            if (literal.isNull()) {
                withNull = true;
            } else {
                int found = find(column, literal);
                if (found >= 0) {
                    ordinals.set(found);
                }
            }
        }
        int ofNull = withNull ? TRUE : FALSE;
        return row -> {
            int ordinal = column.ordinal(row);
            return ordinal == Column.NULL ? ofNull : ordinals.get(ordinal) ? TRUE : FALSE;
        };
    }

    private static RowTest text(Filter.Text text, Table table) {
        Column column = table.comparable(text.field());
        if (column.type() != EdmType.STRING) {
            throw new InvalidQueryException("$filter: " + text.function().name().toLowerCase(java.util.Locale.ROOT)
                    + " takes text, but field " + text.field() + " is "
                    + column.type().edmName());
        }
        BitSet ordinals = column.matching(value -> text.function().test(value, text.argument()));
        return row -> {
            int ordinal = column.ordinal(row);
            return ordinal == Column.NULL ? UNKNOWN : ordinals.get(ordinal) ? TRUE : FALSE;
        };
    }

    private static int find(Column column, Literal literal) {
        if (!column.type().takes(literal.kind())) {
            throw new InvalidQueryException("$filter: field " + column.name() + " is "
                    + column.type().edmName() + ", its literals look like "
                    + column.type().example() + ", not like a "
                    + literal.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        }
        return column.find(literal.value());
    }
}
