package io.govshare.http;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the platform is reached: proxy, trust, client certificate, name resolution, timeouts. The argument of {@code
 * .http(h -> h.proxy("proxy.example.gov", 3128))}. Immutable; each method returns changed options.
 *
 * <p>By default the JVM's {@link java.net.ProxySelector}, trusted certificates and name resolution are used, a connection is
 * given up after 2 s, an attempt after 30 s, and an answer may have 16 MiB.
 */
public final class HttpOptions {

    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    private static final long LARGEST_ANSWER = 1L << 30;
    private static final HttpOptions DEFAULTS =
            new HttpOptions(null, null, null, null, Duration.ofSeconds(2), Duration.ofSeconds(30), 16L << 20);

    private final @Nullable ProxyServer proxy;
    private final @Nullable KeyStore trust;
    private final @Nullable ClientCertificate certificate;
    private final @Nullable Function<String, List<InetAddress>> dns;
    private final Duration connectTimeout;
    private final Duration attemptTimeout;
    private final long maxAnswerSize;

    private HttpOptions(
            @Nullable ProxyServer proxy,
            @Nullable KeyStore trust,
            @Nullable ClientCertificate certificate,
            @Nullable Function<String, List<InetAddress>> dns,
            Duration connectTimeout,
            Duration attemptTimeout,
            long maxAnswerSize) {
        this.proxy = proxy;
        this.trust = trust;
        this.certificate = certificate;
        this.dns = dns;
        this.connectTimeout = connectTimeout;
        this.attemptTimeout = attemptTimeout;
        this.maxAnswerSize = maxAnswerSize;
    }

    /** The options as described above. */
    public static HttpOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Goes through this HTTP proxy.
     *
     * @throws ConfigurationException if the host is blank or the port is not within 1 to 65535
     */
    public HttpOptions proxy(String host, int port) {
        return with(ProxyServer.at(host, port));
    }

    /**
     * Goes through this HTTP proxy, which asks for a user and password (Basic, RFC 7617). They are shown to the proxy only.
     *
     * @throws ConfigurationException if the host or user is blank, the user has a colon, or the port is not within 1 to 65535
     */
    public HttpOptions proxy(String host, int port, String user, char[] password) {
        return with(ProxyServer.at(host, port).as(user, password));
    }

    /** Goes through no proxy, whatever the JVM's settings say. */
    public HttpOptions noProxy() {
        return with(ProxyServer.NONE);
    }

    private HttpOptions with(ProxyServer newProxy) {
        return new HttpOptions(newProxy, trust, certificate, dns, connectTimeout, attemptTimeout, maxAnswerSize);
    }

    /**
     * Trusts the certificates of this PEM file, in the place of those that the JVM trusts.
     *
     * @throws ConfigurationException if the file cannot be read or holds no X.509 certificate
     */
    public HttpOptions trust(Path pem) {
        return with(Pem.trustStore("trust", pem));
    }

    /**
     * Trusts the certificates of this store, in the place of those that the JVM trusts.
     *
     * @throws ConfigurationException if the store holds no trusted certificate
     */
    public HttpOptions trust(KeyStore certificates) {
        Tls.trustManager(certificates);
        return with(certificates);
    }

    private HttpOptions with(KeyStore newTrust) {
        return new HttpOptions(proxy, newTrust, certificate, dns, connectTimeout, attemptTimeout, maxAnswerSize);
    }

    /**
     * Shows a client certificate (mutual TLS) from this store. If it holds several, each server is shown the one that fits
     * the authorities that it names. The client is not built with one that has expired or is not valid yet, and warns of one
     * that will expire within 14 days.
     *
     * @param password password of the private key in it
     * @throws ConfigurationException if the store holds no private key with a certificate, the two do not belong together, or
     *     the password does not open the key
     */
    public HttpOptions clientCertificate(KeyStore store, char[] password) {
        return with(ClientCertificate.of(store, password));
    }

    /**
     * Shows a client certificate (mutual TLS) from PEM files. The client is not built with one that has expired or is not
     * valid yet, and warns of one that will expire within 14 days.
     *
     * @param certificates the certificate, followed by those that link it to its root
     * @param key its private key, unencrypted PKCS #8
     * @throws ConfigurationException if a file cannot be read, or certificate and key do not belong together
     */
    public HttpOptions clientCertificate(Path certificates, Path key) {
        return with(ClientCertificate.of(certificates, key));
    }

    private HttpOptions with(ClientCertificate newCertificate) {
        return new HttpOptions(proxy, trust, newCertificate, dns, connectTimeout, attemptTimeout, maxAnswerSize);
    }

    /**
     * Resolves host names by this function, which returns the addresses to be tried in their order; an empty list means that
     * the host is unknown. Called concurrently, before each new connection.
     */
    public HttpOptions dns(Function<String, List<InetAddress>> resolver) {
        Objects.requireNonNull(resolver, "resolver");
        return new HttpOptions(proxy, trust, certificate, resolver, connectTimeout, attemptTimeout, maxAnswerSize);
    }

    /**
     * Gives a connection to one address up after this time, at most 1 h; by default 2 s.
     *
     * @throws ConfigurationException if it is not positive or longer than 1 h
     */
    public HttpOptions connectTimeout(Duration timeout) {
        Duration checked = checked("connectTimeout", timeout);
        return new HttpOptions(proxy, trust, certificate, dns, checked, attemptTimeout, maxAnswerSize);
    }

    /**
     * Gives one attempt up after this time, from connecting to the last byte of the answer, at most 1 h; by default 30 s. Of
     * a stream it bounds the time without a byte.
     *
     * @throws ConfigurationException if it is not positive or longer than 1 h
     */
    public HttpOptions attemptTimeout(Duration timeout) {
        Duration checked = checked("attemptTimeout", timeout);
        return new HttpOptions(proxy, trust, certificate, dns, connectTimeout, checked, maxAnswerSize);
    }

    /**
     * Refuses answers with more bytes, on the wire or after decompression, at most 1 GiB; by default 16 MiB. Streams are not
     * bounded by it.
     *
     * @throws ConfigurationException if it is not within 1 byte to 1 GiB
     */
    public HttpOptions maxAnswerSize(long bytes) {
        if (bytes < 1 || bytes > LARGEST_ANSWER) {
            throw new ConfigurationException(
                    String.format(Locale.ROOT, "maxAnswerSize(%,d) is not within 1 to %,d", bytes, LARGEST_ANSWER),
                    "Give .http(h -> h.maxAnswerSize(…)) a number of bytes; read what is larger as a stream.");
        }
        return new HttpOptions(proxy, trust, certificate, dns, connectTimeout, attemptTimeout, bytes);
    }

    private static Duration checked(String method, Duration timeout) {
        if (timeout.isNegative() || timeout.toMillis() == 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new ConfigurationException(
                    method + "(" + timeout + ") is not within 1 ms to 1 h",
                    "Give .http(h -> h." + method + "(…)) a time such as Duration.ofSeconds(30).");
        }
        return timeout;
    }

    /** How long a connection to one address may take to be made. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long one attempt may take. */
    public Duration attemptTimeout() {
        return attemptTimeout;
    }

    /** How many bytes an answer may have that is read whole. */
    public long maxAnswerSize() {
        return maxAnswerSize;
    }

    @Nullable
    ProxyServer proxy() {
        return proxy;
    }

    @Nullable
    KeyStore trust() {
        return trust;
    }

    @Nullable
    ClientCertificate clientCertificate() {
        return certificate;
    }

    /** The certificate that every server is shown that asks for one; empty without, and when there are several to choose from. */
    @Internal
    public Optional<X509Certificate> onlyCertificate() {
        return certificate == null ? Optional.empty() : certificate.only();
    }

    @Nullable
    Function<String, List<InetAddress>> dns() {
        return dns;
    }

    /** What is set, without passwords. */
    @Override
    public String toString() {
        return "HttpOptions[proxy " + (proxy == null ? "of the JVM" : proxy)
                + ", trust " + (trust == null ? "of the JVM" : "own")
                + (certificate == null ? "" : ", client certificate")
                + (dns == null ? "" : ", own dns")
                + ", connectTimeout " + connectTimeout
                + ", attemptTimeout " + attemptTimeout
                + ", maxAnswerSize " + maxAnswerSize + "]";
    }
}
