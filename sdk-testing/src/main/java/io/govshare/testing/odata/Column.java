package io.govshare.testing.odata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * One field of all records: its distinct values in order, each encoded as JSON once, and for each row the ordinal of its
 * value. Comparing and ordering rows is comparing integers. Immutable.
 */
final class Column {

    /** The ordinal of null. */
    static final int NULL = -1;

    private final String name;
    private final EdmType type;
    private final byte[] member;
    private final byte[] values;
    private final int[] starts;
    private final int[] ordinals;
    private final boolean hasNulls;

    /**
     * @param values the JSON of the distinct values, in order, one after another
     * @param starts where each begins, and one more for the end
     * @param ordinals the ordinal of each row's value, or {@link #NULL}
     */
    Column(String name, EdmType type, byte[] values, int[] starts, int[] ordinals) {
        this.name = name;
        this.type = type;
        this.member = (Json.quoted(name) + ":").getBytes(StandardCharsets.UTF_8);
        this.values = values;
        this.starts = starts;
        this.ordinals = ordinals;
        this.hasNulls = Arrays.stream(ordinals).anyMatch(ordinal -> ordinal == NULL);
    }

    String name() {
        return name;
    }

    EdmType type() {
        return type;
    }

    boolean hasNulls() {
        return hasNulls;
    }

    /** How many distinct values there are, null not counted. */
    int distinct() {
        return starts.length - 1;
    }

    int ordinal(int row) {
        return ordinals[row];
    }

    /** The ordinal of this value; if it does not occur, {@code -(insertion point) - 1}, as in {@code binarySearch}. */
    int find(Comparable<?> value) {
        int low = 0;
        int high = distinct() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(value(middle), value);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** The ordinals of the text values that satisfy the test. */
    BitSet matching(Predicate<String> test) {
        BitSet matching = new BitSet(distinct());
        for (int ordinal = 0; ordinal < distinct(); ordinal++) {
            if (test.test((String) value(ordinal))) {
                matching.set(ordinal);
            }
        }
        return matching;
    }

    Comparable<?> value(int ordinal) {
        int start = starts[ordinal];
        int length = starts[ordinal + 1] - start;
        return Json.decode(type, values, start, length);
    }

    /** Writes {@code "name":value}. */
    void write(int row, Bytes out) {
        out.write(member, 0, member.length);
        int ordinal = ordinals[row];
        if (ordinal == NULL) {
            out.write(Json.NULL, 0, Json.NULL.length);
        } else {
            out.write(values, starts[ordinal], starts[ordinal + 1] - starts[ordinal]);
        }
    }

    /** Orders the rows by this column, keeping the order of rows with equal values; nulls come before all others. */
    int[] sort(int[] rows, boolean descending) {
        int classes = distinct() + 1;
        int[] next = new int[classes + 1];
        for (int row : rows) {
            next[rank(row, descending) + 1]++;
        }
        for (int i = 1; i <= classes; i++) {
            next[i] += next[i - 1];
        }
        int[] sorted = new int[rows.length];
        for (int row : rows) {
            sorted[next[rank(row, descending)]++] = row;
        }
        return sorted;
    }

    private int rank(int row, boolean descending) {
        int ascending = ordinals[row] + 1;
        return descending ? distinct() - ascending : ascending;
    }

    /** Feeds what the column holds into a digest. */
    void digest(MessageDigest digest) {
        digest.update(member);
        digest.update(values);
        ByteBuffer buffer = ByteBuffer.allocate(4 * 4096);
        for (int ordinal : ordinals) {
            buffer.putInt(ordinal);
            if (!buffer.hasRemaining()) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        digest.update(buffer.flip());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // All values of a column, and all literals it takes, are of one class.
    static int compare(Comparable left, Comparable right) {
        return left.compareTo(right);
    }
}
