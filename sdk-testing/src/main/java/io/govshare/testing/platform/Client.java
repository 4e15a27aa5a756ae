package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registered client.
 *
 * @param assertionKey key of its assertions; null when it has a secret
 * @param secret its secret; null when it has an assertion key
 * @param signingKeys keys of its request signatures, by id
 * @param signing whether its requests must be signed
 */
@Internal
public record Client(
        String id,
        @Nullable VerificationKey assertionKey,
        @Nullable String secret,
        Map<String, VerificationKey> signingKeys,
        boolean signing) {

    public Client {
        signingKeys = Map.copyOf(signingKeys);
    }

    @Override
    public String toString() {
        return "Client[" + id + ", " + (secret == null ? "private_key_jwt" : "client_secret_basic")
                + (signing ? ", signing" : "") + "]";
    }
}
