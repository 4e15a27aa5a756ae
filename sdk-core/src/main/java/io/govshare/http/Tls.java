package io.govshare.http;

import io.govshare.error.ConfigurationException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Sets up TLS with the certificates that are trusted and the one that is shown. */
final class Tls {

    private Tls() {}

    static void configure(
            OkHttpClient.Builder client, @Nullable KeyStore trust, @Nullable ClientCertificate certificate) {
        if (trust == null && certificate == null) {
            return;
        }
        X509TrustManager trusted = trustManager(trust);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificate == null ? null : certificate.managers(), new TrustManager[] {trusted}, null);
            client.sslSocketFactory(context.getSocketFactory(), trusted);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot set up TLS", e);
        }
    }

    /** Trusts the certificates in the store; those of the JVM when there is none. */
    static X509TrustManager trustManager(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509
                        && (store == null || x509.getAcceptedIssuers().length > 0)) {
                    return x509;
                }
            }
        } catch (GeneralSecurityException e) {
            throw noCertificate(": " + e.getClass().getSimpleName());
        }
        throw noCertificate("");
    }

    private static ConfigurationException noCertificate(String why) {
        return new ConfigurationException(
                "trust(KeyStore): the store holds no trusted certificate" + why,
                "Give .http(h -> h.trust(…)) a loaded store with certificate entries.");
    }
}
