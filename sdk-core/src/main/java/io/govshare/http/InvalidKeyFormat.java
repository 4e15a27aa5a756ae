package io.govshare.http;

import io.govshare.error.Internal;

/** Says why something is not a key that we can use, and what to do about it; its callers add where it came from. */
@Internal
public final class InvalidKeyFormat extends Exception {

    /** What helps with every key that is of no use. */
    public static final String GENERATE = "Make a new key: openssl genpkey -algorithm ed25519 -out key.pem";

    private static final long serialVersionUID = 1L;

    private final String remedy;

    public InvalidKeyFormat(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    /** What is wrong, as the end of a sentence that begins with the place; never a part of the key. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
