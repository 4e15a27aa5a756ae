package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The certificate by which a client proves itself (RFC 8705 §2): exactly this self-signed one, or any of this subject that the
 * platform's TLS trusts. One of the two is null.
 */
@Internal
public record ClientCertificate(
        @Nullable X509Certificate exactly, @Nullable String subject) {

    String method() {
        return exactly == null ? "tls_client_auth" : "self_signed_tls_client_auth";
    }
}
