package io.govshare.error;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platform did not accept who we are (client, secret, key, token or signature): renew or repair the credential. */
public final class CredentialException extends GovShareException {

    private static final long serialVersionUID = 1L;

    @Internal
    public CredentialException(ErrorDetails details, @Nullable Throwable cause) {
        super(details, cause);
    }

    @Internal
    public CredentialException(String cause, String remedy) {
        super(ErrorDetails.of(Diagnosis.of(cause, remedy)), null);
    }

    private CredentialException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(details, personal, cause);
    }

    @Internal
    @Override
    public CredentialException with(ErrorDetails more, Set<String> personal) {
        return new CredentialException(more, personal, getCause());
    }
}
