package io.govshare.error;

import java.util.Set;
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

    private ResponseRejectedException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public ResponseRejectedException with(ErrorDetails more, Set<String> personal) {
        return new ResponseRejectedException(more, personal, getCause());
    }
}
