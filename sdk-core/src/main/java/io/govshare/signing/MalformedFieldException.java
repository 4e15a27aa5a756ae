package io.govshare.signing;

import io.govshare.error.Internal;

/** A header field is no structured field (RFC 9651 §4.2); the message says what was met where, never a value. */
@Internal
public final class MalformedFieldException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedFieldException(String message) {
        super(message);
    }

    /** What was met where, as the end of a sentence that begins with the name of the field. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
