package io.govshare.testing.platform;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a token is bound to.
 *
 * @param thumbprint thumbprint of the key of DPoP ({@code jkt}, RFC 9449 §6); null when it is bound to none
 * @param certificate thumbprint of the client's certificate ({@code x5t#S256}, RFC 8705 §3.1); null when it is bound to none
 */
record TokenBinding(@Nullable String thumbprint, @Nullable String certificate) {

    static final TokenBinding NONE = new TokenBinding(null, null);

    static TokenBinding toKey(String thumbprint) {
        return new TokenBinding(thumbprint, null);
    }

    static TokenBinding to(X509Certificate certificate) {
        return new TokenBinding(null, thumbprint(certificate));
    }

    static String thumbprint(X509Certificate certificate) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.sha256(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that came over TLS has an encoding", e);
        }
    }

    String tokenType() {
        return thumbprint == null ? "Bearer" : "DPoP";
    }
}
