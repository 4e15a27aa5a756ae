package io.govshare.error;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Too many calls, or a quota is used up: wait as long as {@link #retryAfter()} says. */
public final class QuotaExceededException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public QuotaExceededException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public QuotaExceededException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }

    private QuotaExceededException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public QuotaExceededException with(ErrorDetails more, Set<String> personal) {
        return new QuotaExceededException(more, personal, getCause());
    }
}
