package io.govshare.error;

import org.jspecify.annotations.Nullable;

/** An answer came but must not be used: digest, signature or shape are wrong, or it is unreadable or too large. */
public final class ResponseRejectedException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public ResponseRejectedException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public ResponseRejectedException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }
}
