package io.govshare.catalog;

/**
 * What is wrong with an entry of a directory. The entry is given all the same; what could not be understood is kept as it came,
 * under its member in {@link DatasetDescription#extensions()}.
 *
 * @param member member of the entry, such as {@code dct:publisher} or {@code govshare:fields[3].personal}
 * @param problem what is wrong, without the value
 * @param valueKind what was there: {@code nothing}, {@code text}, {@code number}, {@code boolean}, {@code list} or {@code
 *     object}
 */
public record Defect(String member, String problem, String valueKind) {

    @Override
    public String toString() {
        return member + " " + problem + " (" + valueKind + ")";
    }
}
