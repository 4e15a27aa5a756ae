package io.govshare.signing;

import org.jspecify.annotations.Nullable;

/** How a key signs: one algorithm of the HTTP signature registry (RFC 9421 §6.2.2) with its JOSE counterpart (RFC 7518 §3.1). */
public enum SignatureAlgorithm {
    /** Edwards curve 25519 (RFC 9421 §3.3.6); {@code EdDSA} in JOSE (RFC 8037). */
    ED25519("ed25519", "EdDSA", "Ed25519", true),
    /** ECDSA on P-256 with SHA-256, in the form r followed by s (RFC 9421 §3.3.4); {@code ES256} in JOSE. */
    ECDSA_P256_SHA256("ecdsa-p256-sha256", "ES256", "SHA256withECDSAinP1363Format", true),
    /** HMAC with SHA-256 and a shared secret (RFC 9421 §3.3.3); {@code HS256} in JOSE. */
    HMAC_SHA256("hmac-sha256", "HS256", "HmacSHA256", false),
    /** RSA-PSS with SHA-512 (RFC 9421 §3.3.1); {@code PS512} in JOSE. */
    RSA_PSS_SHA512("rsa-pss-sha512", "PS512", "RSASSA-PSS", false),
    /** RSA PKCS#1 v1.5 with SHA-256 (RFC 9421 §3.3.2); {@code RS256} in JOSE. */
    RSA_V1_5_SHA256("rsa-v1_5-sha256", "RS256", "SHA256withRSA", false);

    private final String httpName;
    private final String joseName;
    private final String jcaName;
    private final boolean slowInJdk;

    SignatureAlgorithm(String httpName, String joseName, String jcaName, boolean slowInJdk) {
        this.httpName = httpName;
        this.joseName = joseName;
        this.jcaName = jcaName;
        this.slowInJdk = slowInJdk;
    }

    /** The name in the {@code alg} parameter of an HTTP signature. */
    public String httpName() {
        return httpName;
    }

    /** The name in the {@code alg} member of a JWT header or JWK. */
    public String joseName() {
        return joseName;
    }

    String jcaName() {
        return jcaName;
    }

    /** Whether the JDK's own provider takes about a millisecond where Bouncy Castle takes a tenth of it. */
    boolean isSlowInJdk() {
        return slowInJdk;
    }

    boolean isRsa() {
        return this == RSA_PSS_SHA512 || this == RSA_V1_5_SHA256;
    }

    static @Nullable SignatureAlgorithm ofHttpName(String name) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.httpName.equals(name)) {
                return algorithm;
            }
        }
        return null;
    }
}
