package io.govshare.http;

import io.govshare.error.Internal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The call was cancelled by who made it, or its client was closed: nobody waits for the answer any more. */
@Internal
public final class CallCancelledException extends IOException {

    private static final long serialVersionUID = 1L;

    public CallCancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
