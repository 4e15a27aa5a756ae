package io.govshare.signing;

/** Says why something is not a key that we can use, and what to do about it; its callers add where it came from. */
final class InvalidKeyFormat extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    InvalidKeyFormat(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    /** What is wrong, as the end of a sentence that begins with the place; never a part of the key. */
    String reason() {
        return String.valueOf(getMessage());
    }

    String remedy() {
        return remedy;
    }
}
