package io.govshare.dialect.standard;

import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.Credential;
import io.govshare.platform.RequestSigner;
import io.govshare.signing.MessageSigner;
import io.govshare.signing.SigningKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Places the bearer token (RFC 6750 §2.1), the digest of the content (RFC 9530) and, where there is a key, the signature
 * over both and over method, target and context (RFC 9421).
 */
final class StandardSigner implements RequestSigner {

    /** How long a signature is good: enough for one attempt on a slow network. */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private final @Nullable MessageSigner signer;
    private final RequestDigests digests;

    StandardSigner(@Nullable SigningKey key, RequestDigests digests) {
        this.signer = key == null ? null : MessageSigner.of(key);
        this.digests = digests;
    }

    @Override
    public Request sign(Request request, Attempt attempt) {
        Request signed = digests.place(request, attempt.facts());
        @Nullable Credential credential = attempt.credential();
        if (credential != null) {
            signed = signed.with("Authorization", "Bearer " + credential.value().revealText());
        }
        return signer == null ? signed : signer.sign(signed, attempt.now(), LIFETIME, digests.covered());
    }
}
