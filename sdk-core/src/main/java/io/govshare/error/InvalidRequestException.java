package io.govshare.error;

import org.jspecify.annotations.Nullable;

/** The platform, or its dialect, cannot understand or carry what was asked: change the request. */
public final class InvalidRequestException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public InvalidRequestException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public InvalidRequestException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }
}
