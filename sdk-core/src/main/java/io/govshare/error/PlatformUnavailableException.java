package io.govshare.error;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platform, or the way to it, does not work now; trying again later may help. */
public final class PlatformUnavailableException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public PlatformUnavailableException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public PlatformUnavailableException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }

    private PlatformUnavailableException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public PlatformUnavailableException with(ErrorDetails more, Set<String> personal) {
        return new PlatformUnavailableException(more, personal, getCause());
    }
}
