package io.govshare.testing.platform;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** The algorithms, by their names in RFC 9421 §6.2.2 and in RFC 7518 §3.1 or RFC 8037 §3.1. */
enum KeyAlgorithm {
    ED25519("ed25519", "EdDSA", "Ed25519"),
    ECDSA_P256("ecdsa-p256-sha256", "ES256", "SHA256withECDSAinP1363Format"),
    ECDSA_P384("ecdsa-p384-sha384", "ES384", "SHA384withECDSAinP1363Format"),
    RSA_V1_5("rsa-v1_5-sha256", "RS256", "SHA256withRSA"),
    /** Of tokens only: HTTP signatures have RSA-PSS with SHA-512 alone. */
    RSA_PSS_256("", "PS256", "RSASSA-PSS", "SHA-256", 32),
    RSA_PSS_512("rsa-pss-sha512", "PS512", "RSASSA-PSS", "SHA-512", 64),
    HMAC("hmac-sha256", "HS256", "HmacSHA256");

    private final String httpName;
    private final String joseName;
    private final String javaName;
    private final String digest;
    private final int salt;

    KeyAlgorithm(String httpName, String joseName, String javaName) {
        this(httpName, joseName, javaName, "", 0);
    }

    /** Of RSA-PSS: with this digest, and a salt of so many bytes. */
    KeyAlgorithm(String httpName, String joseName, String javaName, String digest, int salt) {
        this.httpName = httpName;
        this.joseName = joseName;
        this.javaName = javaName;
        this.digest = digest;
        this.salt = salt;
    }

    String httpName() {
        return httpName;
    }

    String joseName() {
        return joseName;
    }

    String javaName() {
        return javaName;
    }

    /** Whether this is the key's signature over the message. */
    boolean verifies(PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(javaName);
        if (salt > 0) {
            verifier.setParameter(new PSSParameterSpec(
                    digest, "MGF1", new MGF1ParameterSpec(digest), salt, PSSParameterSpec.TRAILER_FIELD_BC));
        }
        verifier.initVerify(key);
        verifier.update(message);
        try {
            return verifier.verify(signature);
        } catch (SignatureException notEvenOfTheRightForm) {
            return false;
        }
    }
}
