package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import io.govshare.platform.ClientCredentials;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the application proves to a platform who it is: by a key of its own, or by a secret that both know. {@code toString}
 * shows neither. Immutable; safe for concurrent use.
 */
public final class Credentials implements ClientCredentials {

    private static final String SHARED_SECRET = "shared_secret";

    private final String clientId;
    private final @Nullable SigningKey key;
    private final @Nullable Secret secret;
    private final String method;

    private Credentials(
            String method, String oauth, String clientId, @Nullable SigningKey key, @Nullable Secret secret) {
        if (clientId == null || clientId.isBlank() || clientId.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new ConfigurationException(
                    "Credentials." + method + ": the client id is missing or has a control character",
                    "Give the client id that the platform registered for this application.");
        }
        this.clientId = clientId;
        this.key = key;
        this.secret = secret;
        this.method = oauth;
    }

    /**
     * Proof by an assertion signed with a private key (RFC 7523 §2.2, {@code private_key_jwt}). The same key signs the
     * requests, unless the builder is given another with {@code signing(…)}.
     *
     * @param clientId identifier that the platform registered for this application
     * @param key private key whose public half is registered under {@code clientId}; no shared (HMAC) key
     * @throws ConfigurationException if the client id is empty or the key is a shared one
     */
    public static Credentials privateKeyJwt(String clientId, SigningKey key) {
        if (key == null) {
            throw missing(
                    "privateKeyJwt", "key", "Give the private key, such as SigningKey.load(Path.of(\"key.pem\")).");
        }
        ClientAssertion.requirePrivate(key);
        return new Credentials("privateKeyJwt", "private_key_jwt", clientId, key, null);
    }

    /**
     * Proof by a shared secret in the {@code Authorization} header of the token request (RFC 6749 §2.3.1, {@code
     * client_secret_basic}).
     *
     * @param clientId identifier that the platform registered for this application
     * @param secret the secret that the platform issued with it
     * @throws ConfigurationException if the client id is empty
     */
    public static Credentials clientSecretBasic(String clientId, Secret secret) {
        if (secret == null) {
            throw missing("clientSecretBasic", "secret", "Give the secret that the platform issued: Secret.of(…).");
        }
        return new Credentials("clientSecretBasic", "client_secret_basic", clientId, null, secret);
    }

    /**
     * Proof by signatures and exchanges made with a secret that the platform issued with an identifier, as gateways want it:
     * {@code paasid} and token, {@code appId} and {@code appKey}, {@code clientId} and {@code clientSecret}. The secret itself
     * is never sent. Not for the standard platform.
     *
     * @param id identifier that the platform issued to this application
     * @param secret the secret that it issued with it
     * @throws ConfigurationException if the id is empty
     */
    public static Credentials sharedSecret(String id, Secret secret) {
        if (secret == null) {
            throw missing("sharedSecret", "secret", "Give the secret that the platform issued: Secret.ofFile(…).");
        }
        return new Credentials("sharedSecret", SHARED_SECRET, id, null, secret);
    }

    /** Whether it is for {@link #sharedSecret gateways} and not for OAuth 2.0. */
    @Internal
    public boolean isSharedSecret() {
        return method.equals(SHARED_SECRET);
    }

    private static ConfigurationException missing(String method, String what, String remedy) {
        return new ConfigurationException("Credentials." + method + ": the " + what + " is null", remedy);
    }

    @Override
    public String clientId() {
        return clientId;
    }

    /** The private key; empty when the proof is a secret. */
    @Internal
    public Optional<SigningKey> key() {
        return Optional.ofNullable(key);
    }

    /** The secret; empty when the proof is a key. */
    @Internal
    public Optional<Secret> secret() {
        return Optional.ofNullable(secret);
    }

    /** The name of the method, that of OAuth 2.0 where there is one, such as {@code private_key_jwt}. */
    @Internal
    public String method() {
        return method;
    }

    @Override
    public String toString() {
        return "Credentials[" + method() + " of " + clientId + ", ***]";
    }
}
