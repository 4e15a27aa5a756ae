package io.govshare.dataset;

import org.jspecify.annotations.Nullable;

/**
 * Where the records are in an answer, as JSON Pointers (RFC 6901). A string on the way that holds JSON itself is opened, at
 * most four deep. What is null or an empty string at a pointer, or on the way to it, counts as no records. Immutable.
 *
 * @param records pointer to the array of records; {@code ""} for an array at the top
 * @param next pointer to the link of the next page; null when pages are not linked
 * @param total pointer to the total count; null when none is given
 * @param single pointer to the record of a look-up by key, or to an array of it alone; {@code ""} for the whole answer
 * @param cursor pointer to the cursor of the next page, which may be text or a number; null when there is none
 */
public record Envelope(
        String records,
        @Nullable String next,
        @Nullable String total,
        String single,
        @Nullable String cursor) {

    public Envelope {
        check(records);
        check(next);
        check(total);
        check(single);
        check(cursor);
    }

    private static void check(@Nullable String pointer) {
        if (pointer != null && !pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "A JSON Pointer is empty or begins with a slash (RFC 6901 §3): " + pointer);
        }
    }

    /** Records in an array at this pointer, also for a look-up by key (its only element then). */
    public static Envelope recordsAt(String pointer) {
        return new Envelope(pointer, null, null, pointer, null);
    }

    /** This envelope with the pointer to the link of the next page. */
    public Envelope nextAt(String pointer) {
        return new Envelope(records, pointer, total, single, cursor);
    }

    /**
     * This envelope with the pointer to the cursor of the next page; text, or a whole number. A blank text, and a number that
     * is not above zero, also one in a text, say that there is no further page.
     */
    public Envelope cursorAt(String pointer) {
        return new Envelope(records, next, total, single, pointer);
    }

    /** This envelope with the pointer to the total count. */
    public Envelope totalAt(String pointer) {
        return new Envelope(records, next, pointer, single, cursor);
    }

    /** This envelope with the pointer to the record of a look-up by key. */
    public Envelope singleAt(String pointer) {
        return new Envelope(records, next, total, pointer, cursor);
    }
}
