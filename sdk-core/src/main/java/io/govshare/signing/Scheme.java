package io.govshare.signing;

import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * One way to sign bytes, as {@code java.security} and JOSE (RFC 7518 §3.1, RFC 8037 §3.1) name it. HTTP signatures know all
 * but {@link #PS256}.
 */
enum Scheme {
    /** Edwards curve 25519, pure (RFC 8032 §5.1). */
    EDDSA("EdDSA", "Ed25519", null, true),
    /** ECDSA on P-256, in the form r followed by s. */
    ES256("ES256", "SHA256withECDSAinP1363Format", null, true),
    /** ECDSA on P-384, in the form r followed by s. */
    ES384("ES384", "SHA384withECDSAinP1363Format", null, true),
    /** RSA-PSS with SHA-256, salt as long as the digest. */
    PS256("PS256", "RSASSA-PSS", pss(MGF1ParameterSpec.SHA256, 32), false),
    /** RSA-PSS with SHA-512, salt as long as the digest. */
    PS512("PS512", "RSASSA-PSS", pss(MGF1ParameterSpec.SHA512, 64), false),
    /** RSA PKCS#1 v1.5 with SHA-256. */
    RS256("RS256", "SHA256withRSA", null, false),
    /** HMAC with SHA-256. */
    HS256("HS256", "HmacSHA256", null, false);

    private final String joseName;
    private final String jcaName;
    private final @Nullable AlgorithmParameterSpec parameters;
    private final boolean slowInJdk;

    Scheme(String joseName, String jcaName, @Nullable AlgorithmParameterSpec parameters, boolean slowInJdk) {
        this.joseName = joseName;
        this.jcaName = jcaName;
        this.parameters = parameters;
        this.slowInJdk = slowInJdk;
    }

    private static AlgorithmParameterSpec pss(MGF1ParameterSpec digest, int salt) {
        return new PSSParameterSpec(
                digest.getDigestAlgorithm(), "MGF1", digest, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    String joseName() {
        return joseName;
    }

    String jcaName() {
        return jcaName;
    }

    @Nullable
    AlgorithmParameterSpec parameters() {
        return parameters;
    }

    /** Whether the JDK's own provider takes about a millisecond where Bouncy Castle takes a tenth of it. */
    boolean isSlowInJdk() {
        return slowInJdk;
    }

    /** The scheme of this JOSE name; {@code Ed25519} (RFC 9864) is the newer one of {@code EdDSA}. */
    static @Nullable Scheme ofJoseName(String name) {
        for (Scheme scheme : values()) {
            if (scheme.joseName.equals(name)) {
                return scheme;
            }
        }
        return name.equals("Ed25519") ? EDDSA : null;
    }
}
