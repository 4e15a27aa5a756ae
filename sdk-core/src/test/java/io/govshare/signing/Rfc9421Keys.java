package io.govshare.signing;

import java.util.Base64;

/** The published example keys of RFC 9421 Appendix B.1. They protect nothing. */
final class Rfc9421Keys {

    static final String ED25519_PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
            -----END PRIVATE KEY-----
            """;

    static final String ED25519_PUBLIC_X = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";

    static final String ECC_P256_JWK = """
            {"kty": "EC", "crv": "P-256", "kid": "test-key-ecc-p256",
             "d": "UpuF81l-kOxbjf7T4mNSv0r5tN67Gim7rnf6EFpcYDs",
             "x": "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA",
             "y": "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0"}
            """;

    static final Secret SHARED = Secret.of(Base64.getDecoder()
            .decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="));

    private Rfc9421Keys() {}

    /** The Ed25519 key of B.1.4. */
    static SigningKey ed25519() {
        return SigningKey.ofJwk("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"test-key-ed25519\","
                + "\"d\":\"n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU\",\"x\":\"" + ED25519_PUBLIC_X + "\"}");
    }

    /** The P-256 key of B.1.3. */
    static SigningKey eccP256() {
        return SigningKey.ofJwk(ECC_P256_JWK);
    }

    /** The shared secret of B.1.5. */
    static SigningKey shared() {
        return SigningKey.hmac("test-shared-secret", SHARED);
    }
}
