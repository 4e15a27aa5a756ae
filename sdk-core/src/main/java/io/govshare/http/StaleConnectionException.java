package io.govshare.http;

import io.govshare.error.Internal;
import java.io.IOException;

/**
 * A connection from the pool turned out to be closed by the other side before the first byte of an answer came. A server
 * that closed it while it was idle has not seen the request, so a query may be signed anew and sent again at once, once.
 */
@Internal
public final class StaleConnectionException extends IOException {

    private static final long serialVersionUID = 1L;

    public StaleConnectionException(IOException cause) {
        super("A pooled connection was closed by the other side: " + cause.getMessage(), cause);
    }
}
