package io.govshare.catalog;

/**
 * Whom to ask about a dataset; members that are not given are empty.
 *
 * @param name of a person or an office
 * @param email address without {@code mailto:}
 * @param phone number without {@code tel:}
 */
public record Contact(String name, String email, String phone) {

    /** That there is a contact: it may be a person. */
    @Override
    public String toString() {
        return "Contact[***]";
    }
}
