package io.govshare.error;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A setting is missing, contradicts another, or does not fit the platform or type: change the code or configuration. */
public final class ConfigurationException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public ConfigurationException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public ConfigurationException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }

    private ConfigurationException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public ConfigurationException with(ErrorDetails more, Set<String> personal) {
        return new ConfigurationException(more, personal, getCause());
    }
}
