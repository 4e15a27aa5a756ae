package io.govshare.error;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dataset or address does not exist on the platform: check the id. (A record that does not exist is an empty result.) */
public final class NotFoundException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public NotFoundException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public NotFoundException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }

    private NotFoundException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public NotFoundException with(ErrorDetails more, Set<String> personal) {
        return new NotFoundException(more, personal, getCause());
    }
}
