package io.govshare.resilience;

import io.govshare.error.Diagnosis;
import io.govshare.http.Origin;
import io.govshare.http.StaleConnectionException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says in words what a failure of the network was and what to do about it. */
final class Unreachable {

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");
    private static final int LONGEST = 200;

    private Unreachable() {}

    /** @param late whether the time of the whole call is over */
    static Diagnosis because(IOException failure, Origin host, boolean late) {
        if (failure instanceof UnknownHostException) {
            return Diagnosis.of(
                    "The host name of " + host + " cannot be resolved",
                    "Check the address of the platform and this machine's DNS; .http(h -> h.dns(…)) sets another.");
        }
        if (failure instanceof SocketTimeoutException && says(failure, "was over before this attempt")) {
            return Diagnosis.of(
                    "The time that the call had was over before " + host + " could be asked",
                    "Give it more by CallOptions.timeout(…) or deadline(…), or find what takes it: waiting for a thread, a"
                            + " place, a token, or to try again.");
        }
        if (failure instanceof SocketTimeoutException && says(failure, "connect")) {
            return Diagnosis.of(
                    "No connection to " + host + " came about in time",
                    "Check that this machine may reach it (firewall, route) or needs .http(h -> h.proxy(…)).");
        }
        if (failure instanceof SocketTimeoutException && late) {
            return Diagnosis.of(
                    host + " did not answer within the time that the call had",
                    "Ask for less, or give the call more: CallOptions.timeout(…) or deadline(…), or for all calls"
                            + " .resilience(r -> r.totalTimeout(…)).");
        }
        if (failure instanceof SocketTimeoutException) {
            return Diagnosis.of(
                    host + " did not answer in time",
                    "Ask for less, or, for a dataset known to be slow, raise .http(h -> h.attemptTimeout(…)).");
        }
        if (failure instanceof SSLException tls) {
            return tls(tls, host);
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return Diagnosis.of(
                    host + " does not accept the connection",
                    "Check that the platform is up and the port is right, and that no firewall is in between.");
        }
        if (says(failure, "failed to authenticate with proxy") || says(failure, "for connect:")) {
            return Diagnosis.of(
                    "The proxy does not let us through to " + host,
                    "Check .http(h -> h.proxy(host, port, user, password)) with who runs the proxy.");
        }
        if (failure instanceof SocketException
                || failure instanceof EOFException
                || failure instanceof ProtocolException
                || failure instanceof StaleConnectionException
                || says(failure, "unexpected end of stream")) {
            return Diagnosis.of(
                    host + " broke the connection off before its answer was complete",
                    "Try again later; if it lasts, ask the platform's operators or who runs a gateway in between.");
        }
        return Diagnosis.of("The connection to " + host + " failed", "Try again later; the cause below says more.");
    }

    /** The failure in the words of who noticed it, on one line; the exception that carries it masks values. */
    static String seen(IOException failure) {
        String message = failure.getMessage();
        String words = message == null ? "" : LINE_BREAKS.matcher(message).replaceAll(" ");
        String type = failure.getClass().getSimpleName();
        return words.isBlank() ? type : type + ": " + (words.length() > LONGEST ? words.substring(0, LONGEST) : words);
    }

    private static Diagnosis tls(SSLException failure, Origin host) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return Diagnosis.of(
                    "The certificate of " + host + " is for another host",
                    "Use the host name that the certificate is made for.");
        }
        @Nullable CertificateAlert alert = CertificateAlert.of(failure);
        if (alert != null) {
            return alert.because(host);
        }
        if (isAboutCertificate(failure)) {
            return Diagnosis.of(
                    "The certificate of " + host + " is not trusted",
                    "Trust the authority that issued it with .http(h -> h.trust(…)); check that it has not expired.");
        }
        return Diagnosis.of(
                "No TLS connection to " + host + " came about",
                "Check that this is an https port, and whether it asks for .http(h -> h.clientCertificate(…)).");
    }

    /** Whether one side showed a certificate that will be as wrong the next time. */
    static boolean isAboutCertificate(@Nullable Throwable failure) {
        if (failure instanceof SSLPeerUnverifiedException || CertificateAlert.of(failure) != null) {
            return true;
        }
        return failure instanceof SSLHandshakeException && failure.getCause() instanceof CertificateException;
    }

    private static boolean says(IOException failure, String words) {
        String message = failure.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains(words);
    }
}
