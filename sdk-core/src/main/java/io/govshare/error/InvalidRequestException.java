package io.govshare.error;

import java.util.Set;
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

    private InvalidRequestException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public InvalidRequestException with(ErrorDetails more, Set<String> personal) {
        return new InvalidRequestException(more, personal, getCause());
    }
}
