package io.govshare.testing.odata;

import io.govshare.error.Internal;

/** A query that is no OData, or asks for what a table cannot give; the message says what and where. */
@Internal
public final class InvalidQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidQueryException(String message) {
        super(message, null, false, false);
    }
}
