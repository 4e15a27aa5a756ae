package io.govshare.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Origin;
import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateAlertTest {

    private static final Origin HOST = new Origin("https", "share.example.gov", 443);

    @ParameterizedTest
    @CsvSource({
        "Received fatal alert: certificate_required, CERTIFICATE_REQUIRED",
        "Received fatal alert: bad_certificate, BAD_CERTIFICATE",
        "(certificate_unknown) Received fatal alert: certificate_unknown, CERTIFICATE_UNKNOWN",
        "Received fatal alert: unknown_ca, UNKNOWN_CA",
        "Received fatal alert: certificate_expired, CERTIFICATE_EXPIRED",
        "Received fatal alert: certificate_revoked, CERTIFICATE_REVOKED",
        "Received fatal alert: access_denied, ACCESS_DENIED",
        "error:10000416:SSL routines:OPENSSL_internal:SSLV3_ALERT_CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN",
        "error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA, UNKNOWN_CA",
    })
    void of_alertAboutOurCertificate_isFoundAndLasts(String message, CertificateAlert alert) {
        SSLHandshakeException failure = new SSLHandshakeException(message);

        assertThat(CertificateAlert.of(failure)).isEqualTo(alert);
        assertThat(Passing.mayPass(failure)).isFalse();
        assertThat(Unreachable.because(failure, HOST, false).cause())
                .startsWith("https://share.example.gov ")
                .contains("client certificate")
                .endsWith("(TLS alert " + alert.name().toLowerCase(java.util.Locale.ROOT) + ")");
    }

    @Test
    void of_otherFailures_isNone() {
        assertThat(CertificateAlert.of(new SSLException("Received fatal alert: internal_error")))
                .isNull();
        assertThat(CertificateAlert.of(new SSLException("closed"))).isNull();
        assertThat(CertificateAlert.of(new IOException("Received fatal alert: unknown_ca")))
                .isNull();
        assertThat(CertificateAlert.of(null)).isNull();
    }
}
