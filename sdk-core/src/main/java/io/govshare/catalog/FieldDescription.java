package io.govshare.catalog;

/**
 * One field of a dataset.
 *
 * @param name name in the records
 * @param type type as the catalogue spells it, such as {@code Edm.String} or {@code xsd:date}; empty when not given
 * @param title name for people; empty when not given
 * @param nullable whether records may lack it
 * @param personal whether its values are personal data and stay out of URLs, logs and messages
 */
public record FieldDescription(String name, String type, String title, boolean nullable, boolean personal) {

    /** A field of which only the name is known. */
    public static FieldDescription named(String name) {
        return new FieldDescription(name, "", "", true, false);
    }

    /** This field, its values personal. */
    FieldDescription asPersonal() {
        return new FieldDescription(name, type, title, nullable, true);
    }
}
