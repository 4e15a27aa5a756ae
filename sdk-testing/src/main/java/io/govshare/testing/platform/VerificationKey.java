package io.govshare.testing.platform;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import io.govshare.error.Internal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key that a client registered: checks signatures of exactly one algorithm. Immutable; safe for concurrent use. */
@Internal
public final class VerificationKey {

    /** The algorithms, by their names in RFC 9421 §6.2.2 and RFC 7518 §3.1 or RFC 8037 §3.1. */
    enum Algorithm {
        ED25519("ed25519", "EdDSA", "Ed25519"),
        ECDSA_P256("ecdsa-p256-sha256", "ES256", "SHA256withECDSAinP1363Format"),
        HMAC("hmac-sha256", "HS256", "HmacSHA256");

        private final String httpName;
        private final String joseName;
        private final String javaName;

        Algorithm(String httpName, String joseName, String javaName) {
            this.httpName = httpName;
            this.joseName = joseName;
            this.javaName = javaName;
        }
    }

    /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 §4). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String id;
    private final Algorithm algorithm;
    private final @Nullable PublicKey publicKey;
    private final byte @Nullable [] secret;

    private VerificationKey(String id, Algorithm algorithm, @Nullable PublicKey publicKey, byte @Nullable [] secret) {
        this.id = id;
        this.algorithm = algorithm;
        this.publicKey = publicKey;
        this.secret = secret;
    }

    /**
     * The key in a JWK (RFC 7517, RFC 8037): Ed25519 or P-256.
     *
     * @param id the key's id; null for the {@code kid} of the JWK, or its thumbprint (RFC 7638) when it has none
     * @throws IllegalArgumentException if the JWK is none of these
     */
    public static VerificationKey ofJwk(@Nullable String id, String json) {
        try {
            JWK jwk = JWK.parse(json);
            String keyId = id != null
                    ? id
                    : jwk.getKeyID() != null
                            ? jwk.getKeyID()
                            : jwk.computeThumbprint().toString();
            if (jwk instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())) {
                byte[] point = okp.getDecodedX();
                byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
                System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
                System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
                PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
                return new VerificationKey(keyId, Algorithm.ED25519, key, null);
            }
            if (jwk instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
                return new VerificationKey(keyId, Algorithm.ECDSA_P256, ec.toECPublicKey(), null);
            }
            throw new IllegalArgumentException(
                    "The JWK is neither an Ed25519 key (kty OKP) nor a P-256 key (kty EC): kty " + jwk.getKeyType());
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            throw new IllegalArgumentException("This is no JWK of a public key: " + e.getMessage(), e);
        }
    }

    /** A shared secret for HMAC-SHA256. */
    public static VerificationKey ofSecret(String id, String secret) {
        return new VerificationKey(id, Algorithm.HMAC, null, secret.getBytes(StandardCharsets.UTF_8));
    }

    public String id() {
        return id;
    }

    /** The algorithm's name in an HTTP message signature. */
    String httpAlgorithm() {
        return algorithm.httpName;
    }

    /** The algorithm's name in a JWS. */
    String joseAlgorithm() {
        return algorithm.joseName;
    }

    /** Whether this is the key's signature over the message. */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            if (secret != null) {
                Mac mac = Mac.getInstance(algorithm.javaName);
                mac.init(new SecretKeySpec(secret, algorithm.javaName));
                return MessageDigest.isEqual(mac.doFinal(message), signature);
            }
            Signature verifier = Signature.getInstance(algorithm.javaName);
            verifier.initVerify(publicKey);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (java.security.SignatureException e) {
            // Not even of the right length or encoding.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm.javaName, e);
        }
    }

    @Override
    public String toString() {
        return "VerificationKey[" + id + ", " + algorithm.httpName + "]";
    }
}
