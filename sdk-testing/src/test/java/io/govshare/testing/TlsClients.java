package io.govshare.testing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificates of clients, and clients that show them. */
final class TlsClients {

    private TlsClients() {}

    static HeldCertificate selfSigned() {
        return new HeldCertificate.Builder().commonName("self-signed").build();
    }

    static HeldCertificate authority() {
        return new HeldCertificate.Builder()
                .commonName("authority")
                .certificateAuthority(0)
                .build();
    }

    static HeldCertificate signedBy(HeldCertificate authority, String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .signedBy(authority)
                .build();
    }

    /** A client that trusts the sandbox and shows this certificate. */
    static OkHttpClient showing(HeldCertificate certificate, Sandbox sandbox) {
        return client(builder(sandbox).heldCertificate(certificate).build());
    }

    static OkHttpClient showingNone(Sandbox sandbox) {
        return client(builder(sandbox).build());
    }

    private static HandshakeCertificates.Builder builder(Sandbox sandbox) {
        try {
            X509Certificate trusted = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            sandbox.trustedCertificatePem().getBytes(StandardCharsets.US_ASCII)));
            return new HandshakeCertificates.Builder().addTrustedCertificate(trusted);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OkHttpClient client(HandshakeCertificates tls) {
        return new OkHttpClient.Builder()
                .sslSocketFactory(tls.sslSocketFactory(), tls.trustManager())
                .build();
    }
}
