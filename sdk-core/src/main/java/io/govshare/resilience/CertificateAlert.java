package io.govshare.resilience;

import io.govshare.error.Diagnosis;
import io.govshare.http.Origin;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a server says of our client certificate in a TLS alert (RFC 8446 §6.2). */
enum CertificateAlert {
    CERTIFICATE_REQUIRED(
            "asks for a client certificate in the TLS handshake, and was shown none",
            "Give the one that is registered with the platform by .http(h -> h.clientCertificate(…))."),
    BAD_CERTIFICATE(
            "does not accept the client certificate, or was shown none",
            "Give the one that is registered with the platform, with its key, by .http(h -> h.clientCertificate(…))."),
    UNSUPPORTED_CERTIFICATE(
            "does not take client certificates of this kind",
            "Have one issued for client authentication, with a key of a kind that the platform takes."),
    UNKNOWN_CA(
            "does not know the authority that issued the client certificate",
            "Give one of an authority that the platform trusts, followed by those that link it to its root, or have the"
                    + " platform's operators register this one."),
    CERTIFICATE_UNKNOWN(
            "does not accept the client certificate, most often because it does not know the authority that issued it",
            "Give one of an authority that the platform trusts, followed by those that link it to its root, or have the"
                    + " platform's operators register this one."),
    CERTIFICATE_EXPIRED(
            "says that the client certificate has expired",
            "Have it renewed, and give the new one to .http(h -> h.clientCertificate(…)); check this machine's clock."),
    CERTIFICATE_REVOKED(
            "says that the client certificate was revoked",
            "Ask the authority that issued it why, and have a new one issued."),
    ACCESS_DENIED(
            "knows the client certificate and does not let it in",
            "Have the platform's operators permit this certificate.");

    /** As the JDK's provider says it, or those that are made from BoringSSL. */
    private static final Pattern RECEIVED = Pattern.compile("fatal alert: (\\w+)|ALERT_([A-Z_]+)");

    private final String what;
    private final String remedy;

    CertificateAlert(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /** The alert that this failure is about; null if it is about none of these. */
    static @Nullable CertificateAlert of(@Nullable Throwable failure) {
        @Nullable String message = failure instanceof SSLException ? failure.getMessage() : null;
        Matcher received = RECEIVED.matcher(message == null ? "" : message);
        if (!received.find()) {
            return null;
        }
        String name = received.group(1) == null ? received.group(2) : received.group(1);
        for (CertificateAlert alert : values()) {
            if (alert.name().equals(name.toUpperCase(Locale.ROOT))) {
                return alert;
            }
        }
        return null;
    }

    Diagnosis because(Origin host) {
        return Diagnosis.of(host + " " + what + " (TLS alert " + name().toLowerCase(Locale.ROOT) + ")", remedy);
    }
}
