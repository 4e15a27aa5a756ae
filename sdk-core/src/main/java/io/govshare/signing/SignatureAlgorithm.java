package io.govshare.signing;

import java.util.List;

/** How a key signs: one algorithm of the HTTP signature registry (RFC 9421 §6.2.2) with its JOSE counterpart (RFC 7518 §3.1). */
public enum SignatureAlgorithm {
    /** Edwards curve 25519 (RFC 9421 §3.3.6); {@code EdDSA} in JOSE (RFC 8037). */
    ED25519("ed25519", Scheme.EDDSA),
    /** ECDSA on P-256 with SHA-256, in the form r followed by s (RFC 9421 §3.3.4); {@code ES256} in JOSE. */
    ECDSA_P256_SHA256("ecdsa-p256-sha256", Scheme.ES256),
    /** ECDSA on P-384 with SHA-384, in the form r followed by s (RFC 9421 §3.3.5); {@code ES384} in JOSE. */
    ECDSA_P384_SHA384("ecdsa-p384-sha384", Scheme.ES384),
    /** HMAC with SHA-256 and a shared secret (RFC 9421 §3.3.3); {@code HS256} in JOSE. */
    HMAC_SHA256("hmac-sha256", Scheme.HS256),
    /** RSA-PSS with SHA-512 (RFC 9421 §3.3.1); {@code PS512} in JOSE. */
    RSA_PSS_SHA512("rsa-pss-sha512", Scheme.PS512),
    /** RSA PKCS#1 v1.5 with SHA-256 (RFC 9421 §3.3.2); {@code RS256} in JOSE. */
    RSA_V1_5_SHA256("rsa-v1_5-sha256", Scheme.RS256);

    private final String httpName;
    private final Scheme scheme;

    SignatureAlgorithm(String httpName, Scheme scheme) {
        this.httpName = httpName;
        this.scheme = scheme;
    }

    /** The name in the {@code alg} parameter of an HTTP signature. */
    public String httpName() {
        return httpName;
    }

    /** The name of the same algorithm in the {@code alg} member of a JWT header or JWK. */
    public String joseName() {
        return scheme.joseName();
    }

    Scheme scheme() {
        return scheme;
    }

    /**
     * How keys that sign so sign for JOSE, the best first: an RSA key by any of its schemes, since tokens and HTTP signatures
     * need not agree; PS512 is known to few.
     */
    List<Scheme> joseSchemes() {
        return switch (this) {
            case RSA_PSS_SHA512 -> List.of(Scheme.PS256, Scheme.RS256, Scheme.PS512);
            case RSA_V1_5_SHA256 -> List.of(Scheme.RS256, Scheme.PS256, Scheme.PS512);
            default -> List.of(scheme);
        };
    }

    boolean isRsa() {
        return this == RSA_PSS_SHA512 || this == RSA_V1_5_SHA256;
    }

    /**
     * Whether these bytes have the only form that a signature by it can have, as far as that shows: providers differ in what they
     * let pass, such as bytes behind the end. Of the others the primitive itself compares all bytes.
     */
    boolean fits(byte[] signature) {
        Curve curve = Curve.of(this);
        return curve != null ? curve.fits(signature) : this != ED25519 || signature.length == 64;
    }
}
