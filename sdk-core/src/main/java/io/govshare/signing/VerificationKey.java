package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.http.InvalidKeyFormat;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A public or shared key that checks signatures, with its id and its only algorithm. Immutable; safe for concurrent use. */
@Internal
public final class VerificationKey {

    private final String keyId;
    private final SignatureAlgorithm algorithm;
    private final Primitive.Verifier verifier;
    private final @Nullable String publicJwk;

    private VerificationKey(
            String keyId, SignatureAlgorithm algorithm, Primitive.Verifier verifier, @Nullable PublicKey key) {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.verifier = verifier;
        this.publicJwk = key == null ? null : Jwk.json(key, keyId, algorithm);
    }

    /** A shared secret for HMAC-SHA256. */
    public static VerificationKey hmac(String keyId, Secret secret) {
        try {
            return new VerificationKey(
                    keyId, SignatureAlgorithm.HMAC_SHA256, Primitive.hmacVerifier(secret.reveal()), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    /** The public key of a pair that was checked when it was loaded. */
    static VerificationKey of(PublicKey key, SignatureAlgorithm algorithm, String keyId) {
        try {
            return new VerificationKey(
                    keyId,
                    algorithm,
                    Primitive.verifier(algorithm.scheme(), key, Primitive.fastest(algorithm.scheme())),
                    key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A public key that was computed cannot be used", e);
        }
    }

    /** The public half of a JWK; named by its thumbprint when it has no {@code kid}. */
    static VerificationKey of(Jwk jwk) throws InvalidKeyFormat {
        SignatureAlgorithm algorithm = jwk.algorithm();
        if (!jwk.joseSchemes().contains(algorithm.scheme())) {
            throw new InvalidKeyFormat(
                    "its \"alg\" is for JWTs only, not for HTTP signatures (RFC 9421 §6.2.2)",
                    "Publish it with \"alg\": \"" + algorithm.joseName() + "\", or without \"alg\".");
        }
        PublicKey key = jwk.publicKey();
        String kid = jwk.get("kid");
        try {
            return new VerificationKey(
                    kid == null ? Jwk.thumbprint(key) : kid,
                    algorithm,
                    Primitive.verifier(algorithm.scheme(), key, Primitive.fastest(algorithm.scheme())),
                    key);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat("its public members make no valid key", "Publish the key again.");
        }
    }

    /** The name that {@code keyid} must have. */
    public String keyId() {
        return keyId;
    }

    /** The only algorithm whose signatures this key accepts. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** The public key as JWK, in one spelling for one key; empty for a shared secret. */
    public Optional<String> publicJwk() {
        return Optional.ofNullable(publicJwk);
    }

    /** Whether the signature was made with the other half of this key over exactly these bytes. */
    public boolean verify(byte[] data, byte[] signature) {
        try {
            return algorithm.fits(signature) && verifier.verify(data, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Verifying with key " + keyId + " failed", e);
        }
    }

    @Override
    public String toString() {
        return "VerificationKey[" + algorithm.httpName() + ", " + keyId + "]";
    }
}
