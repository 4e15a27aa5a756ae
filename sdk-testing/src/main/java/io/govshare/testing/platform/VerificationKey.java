package io.govshare.testing.platform;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.govshare.error.Internal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key that a client registered: checks HTTP signatures of exactly one algorithm, and JWTs of exactly one. Immutable; safe
 * for concurrent use.
 */
@Internal
public final class VerificationKey {

    /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 §4). */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int SHORTEST_RSA = 2048;

    private final String id;
    private final KeyAlgorithm http;
    private final KeyAlgorithm jose;
    private final @Nullable PublicKey publicKey;
    private final byte @Nullable [] secret;

    private VerificationKey(
            String id, KeyAlgorithm http, KeyAlgorithm jose, @Nullable PublicKey publicKey, byte @Nullable [] secret) {
        this.id = id;
        this.http = http;
        this.jose = jose;
        this.publicKey = publicKey;
        this.secret = secret;
    }

    /**
     * The public key in a JWK (RFC 7517, RFC 8037): Ed25519, P-256, P-384, or RSA. An RSA key is for RSA-PSS unless its {@code
     * alg} is RS256.
     *
     * @param id the key's id; null for the {@code kid} of the JWK, or its thumbprint (RFC 7638) when it has none
     * @throws IllegalArgumentException if the JWK is none of these, or holds a private key
     */
    public static VerificationKey ofJwk(@Nullable String id, String json) {
        try {
            JWK jwk = JWK.parse(json);
            if (jwk.isPrivate()) {
                throw new IllegalArgumentException("The JWK holds a private key; a platform gets the public half only");
            }
            return of(id != null ? id : id(jwk), jwk);
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            throw new IllegalArgumentException("This is no JWK of a public key: " + e.getMessage(), e);
        }
    }

    private static String id(JWK jwk) throws JOSEException {
        return jwk.getKeyID() != null ? jwk.getKeyID() : jwk.computeThumbprint().toString();
    }

    private static VerificationKey of(String id, JWK jwk) throws JOSEException, GeneralSecurityException {
        if (jwk instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())) {
            return new VerificationKey(id, KeyAlgorithm.ED25519, KeyAlgorithm.ED25519, edwards(okp), null);
        }
        if (jwk instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
            return new VerificationKey(id, KeyAlgorithm.ECDSA_P256, KeyAlgorithm.ECDSA_P256, ec.toECPublicKey(), null);
        }
        if (jwk instanceof ECKey ec && Curve.P_384.equals(ec.getCurve())) {
            return new VerificationKey(id, KeyAlgorithm.ECDSA_P384, KeyAlgorithm.ECDSA_P384, ec.toECPublicKey(), null);
        }
        if (jwk instanceof RSAKey rsa) {
            return ofRsa(id, rsa);
        }
        throw new IllegalArgumentException(
                "The JWK is no Ed25519 key (kty OKP), P-256 or P-384 key (kty EC), or RSA key: kty "
                        + jwk.getKeyType());
    }

    private static VerificationKey ofRsa(String id, RSAKey rsa) throws JOSEException {
        if (rsa.size() < SHORTEST_RSA) {
            throw new IllegalArgumentException(
                    "The RSA key has " + rsa.size() + " bits; the platform takes " + SHORTEST_RSA + " or more");
        }
        Algorithm alg = rsa.getAlgorithm();
        String name = alg == null ? KeyAlgorithm.RSA_PSS_256.joseName() : alg.getName();
        return switch (name) {
            case "RS256" ->
                new VerificationKey(id, KeyAlgorithm.RSA_V1_5, KeyAlgorithm.RSA_V1_5, rsa.toRSAPublicKey(), null);
            case "PS256" ->
                new VerificationKey(id, KeyAlgorithm.RSA_PSS_512, KeyAlgorithm.RSA_PSS_256, rsa.toRSAPublicKey(), null);
            case "PS512" ->
                new VerificationKey(id, KeyAlgorithm.RSA_PSS_512, KeyAlgorithm.RSA_PSS_512, rsa.toRSAPublicKey(), null);
            default ->
                throw new IllegalArgumentException(
                        "The JWK's alg " + name + " is not accepted; an RSA key has PS256, RS256, PS512 or none");
        };
    }

    private static PublicKey edwards(OctetKeyPair okp) throws GeneralSecurityException {
        byte[] point = okp.getDecodedX();
        byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** A shared secret for HMAC-SHA256. */
    public static VerificationKey ofSecret(String id, String secret) {
        return new VerificationKey(
                id, KeyAlgorithm.HMAC, KeyAlgorithm.HMAC, null, secret.getBytes(StandardCharsets.UTF_8));
    }

    public String id() {
        return id;
    }

    /** The algorithm's name in an HTTP message signature. */
    String httpAlgorithm() {
        return http.httpName();
    }

    /** The algorithm's name in a JWS. */
    String joseAlgorithm() {
        return jose.joseName();
    }

    /** Whether this is the key's HTTP signature over the message. */
    boolean verifiesHttp(byte[] message, byte[] signature) {
        return verifies(http, message, signature);
    }

    /** Whether this is the key's JWS signature over the message. */
    boolean verifiesJose(byte[] message, byte[] signature) {
        return verifies(jose, message, signature);
    }

    private boolean verifies(KeyAlgorithm algorithm, byte[] message, byte[] signature) {
        try {
            if (publicKey != null) {
                return algorithm.verifies(publicKey, message, signature);
            }
            Mac mac = Mac.getInstance(algorithm.javaName());
            mac.init(new SecretKeySpec(secret, algorithm.javaName()));
            return MessageDigest.isEqual(mac.doFinal(message), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm.javaName(), e);
        }
    }

    @Override
    public String toString() {
        return "VerificationKey[" + id + ", " + http.httpName() + "]";
    }
}
