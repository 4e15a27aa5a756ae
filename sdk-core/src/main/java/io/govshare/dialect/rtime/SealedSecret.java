package io.govshare.dialect.rtime;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.Internal;
import io.govshare.signing.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens session secrets as gateways of this style seal them: AES-128 under a key from two SHA-1 hashes of the {@code appKey},
 * with a fixed initialisation vector or in ECB mode. Weak by today's measure and not to be used for anything else; whoever
 * knows the {@code appKey} can read every session secret that was ever recorded, so TLS alone protects them.
 */
@Internal
public final class SealedSecret {

    /** How the secret is sealed. */
    public enum Mode {
        /** {@code AES/CBC/PKCS5Padding} with the initialisation vector {@code AESCBCPKCS5Paddi}. */
        CBC("AES/CBC/PKCS5Padding"),
        /** {@code AES/ECB/PKCS5Padding}. */
        ECB("AES/ECB/PKCS5Padding");

        private final String transformation;

        Mode(String transformation) {
            this.transformation = transformation;
        }
    }

    private static final byte[] VECTOR = "AESCBCPKCS5Paddi".getBytes(StandardCharsets.US_ASCII);

    private SealedSecret() {}

    /** The secret. @throws CredentialException if it is not sealed with this key in this mode */
    public static Secret open(Secret appKey, String sealed, Mode mode) {
        try {
            Cipher cipher = Cipher.getInstance(mode.transformation);
            SecretKeySpec key = new SecretKeySpec(key(appKey), "AES");
            if (mode == Mode.CBC) {
                cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(VECTOR));
            } else {
                cipher.init(Cipher.DECRYPT_MODE, key);
            }
            return Secret.of(cipher.doFinal(Base64.getMimeDecoder().decode(sealed)));
        } catch (GeneralSecurityException | IllegalArgumentException | ConfigurationException e) {
            throw new CredentialException(
                    "The session secret that the gateway gave cannot be opened in mode " + mode,
                    "Check the appKey in credentials(…); if it is right, the gateway seals in another mode, which"
                            + " ExchangeGateway.seal(…) names.");
        }
    }

    /** What {@code SHA1PRNG} seeded with the {@code appKey} gives on the JDK, computed without depending on it. */
    static byte[] key(Secret appKey) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Arrays.copyOf(sha1.digest(sha1.digest(appKey.reveal())), 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
