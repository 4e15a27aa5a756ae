package io.govshare.dataset;

import org.jspecify.annotations.Nullable;

/**
 * Where the records are in an answer, as JSON Pointers (RFC 6901). A string on the way that holds JSON itself is opened, at
 * most four deep. Immutable.
 *
 * @param records pointer to the array of records; {@code ""} for an array at the top
 * @param next pointer to the link of the next page; null when pages are not linked
 * @param total pointer to the total count; null when none is given
 * @param single pointer to the record of a look-up by key; {@code ""} for the whole answer
 */
public record Envelope(
        String records, @Nullable String next, @Nullable String total, String single) {

    /** Records in an array at this pointer, also for a look-up by key (its first element then). */
    public static Envelope recordsAt(String pointer) {
        return new Envelope(pointer, null, null, pointer);
    }

    /** This envelope with the pointer to the link of the next page. */
    public Envelope nextAt(String pointer) {
        return new Envelope(records, pointer, total, single);
    }

    /** This envelope with the pointer to the total count. */
    public Envelope totalAt(String pointer) {
        return new Envelope(records, next, pointer, single);
    }

    /** This envelope with the pointer to the record of a look-up by key. */
    public Envelope singleAt(String pointer) {
        return new Envelope(records, next, total, pointer);
    }
}
