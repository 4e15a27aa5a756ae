package io.govshare.error;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The use is not permitted (no grant, wrong purpose, outside its scope or time): apply for it, or ask for less. */
public final class SharingDeniedException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public SharingDeniedException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public SharingDeniedException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }

    private SharingDeniedException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public SharingDeniedException with(ErrorDetails more, Set<String> personal) {
        return new SharingDeniedException(more, personal, getCause());
    }
}
