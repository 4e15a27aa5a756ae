package io.govshare.testing.platform;

import io.govshare.error.Internal;
import org.jspecify.annotations.Nullable;

/**
 * A registered client.
 *
 * @param assertionKeys keys of its assertions; none when it proves itself otherwise
 * @param secret its secret; null when it proves itself otherwise
 * @param certificate its certificate; null when it proves itself otherwise
 * @param signingKeys keys of its request signatures
 * @param signing whether its requests must be signed
 */
@Internal
public record Client(
        String id,
        ClientKeys assertionKeys,
        @Nullable String secret,
        @Nullable ClientCertificate certificate,
        ClientKeys signingKeys,
        boolean signing,
        ClientTerms terms) {

    /** How it must prove itself, as OAuth 2.0 names it (RFC 7591 §2). */
    String method() {
        if (certificate != null) {
            return certificate.method();
        }
        return secret == null ? "private_key_jwt" : "client_secret_basic or client_secret_post";
    }

    @Override
    public String toString() {
        return "Client[" + id + ", " + method() + (signing ? ", signing" : "") + "]";
    }
}
