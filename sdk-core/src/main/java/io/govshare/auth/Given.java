package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import io.govshare.signing.SignatureAlgorithm;
import io.govshare.signing.SigningKey;
import org.jspecify.annotations.Nullable;

/** Checks of what {@link Credentials} are given. */
final class Given {

    private Given() {}

    /** @throws ConfigurationException if it is no client id, naming the method that it was given to */
    static String clientId(String method, @Nullable String clientId) {
        if (clientId == null || !isText(clientId)) {
            throw new ConfigurationException(
                    "Credentials." + method + ": the client id is missing or has a control character",
                    "Give the client id that the platform registered for this application.");
        }
        return clientId;
    }

    /** @throws ConfigurationException if it is blank, naming the method that it was given to */
    static String text(String method, @Nullable String text) {
        if (text == null || !isText(text)) {
            throw new ConfigurationException(
                    "Credentials." + method + ": blank, or with a control character",
                    "Give what the platform registered.");
        }
        return text;
    }

    /** @throws ConfigurationException if there is none, naming the method and what it was to be given */
    static <T> T some(String method, String what, @Nullable T given, String remedy) {
        if (given == null) {
            throw new ConfigurationException("Credentials." + method + ": the " + what + " is null", remedy);
        }
        return given;
    }

    /** @throws ConfigurationException if there is none, naming the method that it was to be given to */
    static Secret secret(String method, @Nullable Secret secret) {
        return some(method, "secret", secret, "Give the secret that the platform issued: Secret.ofFile(…).");
    }

    /** @throws ConfigurationException if there is none, or a shared one, which proves nothing that the platform could not say */
    static KeySource privateKey(String method, @Nullable KeySource keys) {
        KeySource given =
                some(method, "key", keys, "Give the private key, such as SigningKey.load(Path.of(\"key.pem\")).");
        SigningKey key = given.current();
        if (key.algorithm() == SignatureAlgorithm.HMAC_SHA256) {
            throw new ConfigurationException(
                    "Credentials." + method + ": the key " + key.keyId() + " is a shared secret, not a private key",
                    "Give a private key (Ed25519, P-256, P-384 or RSA), or use Credentials.clientSecretBasic.");
        }
        return given;
    }

    private static boolean isText(String text) {
        return !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }
}
