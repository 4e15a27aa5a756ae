package io.govshare.dataset;

/**
 * One level of sorting.
 *
 * @param field name of the field as it is in the records
 * @param descending whether the largest comes first
 */
public record Order(String field, boolean descending) {

    /** As people read it: {@code code} or {@code code descending}. */
    @Override
    public String toString() {
        return descending ? field + " descending" : field;
    }
}
