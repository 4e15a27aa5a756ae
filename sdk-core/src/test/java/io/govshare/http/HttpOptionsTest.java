package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpOptionsTest {

    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("authority")
            .build();
    private static final HeldCertificate HOST = new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("localhost")
            .build();
    private static final HeldCertificate CLIENT =
            new HeldCertificate.Builder().signedBy(AUTHORITY).commonName("us").build();
    private static final HeldCertificate RSA = new HeldCertificate.Builder()
            .rsa2048()
            .signedBy(AUTHORITY)
            .commonName("us")
            .build();

    @TempDir
    private Path folder;

    private final MockWebServer server = new MockWebServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private String secure(boolean askForClient) throws IOException {
        HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .heldCertificate(HOST)
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        server.useHttps(certificates.sslSocketFactory());
        if (askForClient) {
            server.requireClientAuth();
        }
        server.enqueue(new MockResponse.Builder().body("ok").build());
        server.start(InetAddress.getByName("localhost"), 0);
        return server.url("/").toString();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static int status(String url, HttpOptions options) throws IOException {
        try (Transport transport = TransportTest.transport(url, options, client -> {});
                Answer answer = transport.send(
                        Exchange.of(new Call("d", "query", TimeSource.SYSTEM, null), Request.get(url)))) {
            return answer.status();
        }
    }

    @Test
    void trust_authorityOfThePlatform_connects() throws IOException {
        String url = secure(false);
        Path pem = file("authority.pem", AUTHORITY.certificatePem());

        assertThat(status(url, HttpOptions.defaults().trust(pem))).isEqualTo(200);
    }

    @Test
    void trust_notSet_doesNotConnectToAForeignAuthority() throws IOException {
        String url = secure(false);

        assertThatThrownBy(() -> status(url, HttpOptions.defaults())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void trust_keyStore_connects() throws Exception {
        String url = secure(false);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", AUTHORITY.certificate());

        assertThat(status(url, HttpOptions.defaults().trust(store))).isEqualTo(200);
    }

    @Test
    void trust_noCertificates_isRefusedNamingTheMethod() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        Path noPem = file("no.pem", "hello");

        refused("trust(", () -> HttpOptions.defaults().trust(empty));
        refused("trust(", () -> HttpOptions.defaults().trust(noPem));
        refused("trust(", () -> HttpOptions.defaults().trust(folder.resolve("missing.pem")));
    }

    @Test
    void clientCertificate_pemFiles_isShown() throws IOException {
        String url = secure(true);
        HttpOptions options = HttpOptions.defaults()
                .trust(file("authority.pem", AUTHORITY.certificatePem()))
                .clientCertificate(
                        file("client.pem", CLIENT.certificatePem()), file("key.pem", CLIENT.privateKeyPkcs8Pem()));

        assertThat(status(url, options)).isEqualTo(200);
    }

    @Test
    void clientCertificate_keyStore_isShown() throws Exception {
        String url = secure(true);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "us", RSA.keyPair().getPrivate(), "secret".toCharArray(), new java.security.cert.Certificate[] {
                    RSA.certificate()
                });
        HttpOptions options = HttpOptions.defaults()
                .trust(file("authority.pem", AUTHORITY.certificatePem()))
                .clientCertificate(store, "secret".toCharArray());

        assertThat(status(url, options)).isEqualTo(200);
        refused("clientCertificate(", () -> HttpOptions.defaults().clientCertificate(store, "wrong".toCharArray()));
    }

    @Test
    void clientCertificate_notGiven_platformThatAsksRefuses() throws IOException {
        String url = secure(true);
        HttpOptions options = HttpOptions.defaults().trust(file("authority.pem", AUTHORITY.certificatePem()));

        assertThatThrownBy(() -> status(url, options)).isInstanceOfAny(SSLException.class, IOException.class);
    }

    @Test
    void clientCertificate_doesNotFit_isRefusedNamingTheMethod() throws IOException {
        Path client = file("client.pem", CLIENT.certificatePem());
        Path otherKey = file("other.pem", HOST.privateKeyPkcs8Pem());
        Path rsaKey = file("rsa.pem", RSA.privateKeyPkcs8Pem());

        refused("was not made for this key", () -> HttpOptions.defaults().clientCertificate(client, otherKey));
        refused("was not made for this key", () -> HttpOptions.defaults().clientCertificate(client, rsaKey));
    }

    @Test
    void clientCertificate_withKeyInPkcs1_isTaken() throws IOException {
        Path certificate = file("rsa-certificate.pem", RSA.certificatePem());
        Path key = file("rsa-pkcs1.pem", RSA.privateKeyPkcs1Pem());

        assertThatCode(() -> HttpOptions.defaults().clientCertificate(certificate, key))
                .doesNotThrowAnyException();
    }

    @Test
    void clientCertificate_withEncryptedKey_saysSo() throws IOException {
        Path certificate = file("rsa-certificate.pem", RSA.certificatePem());
        Path key = file(
                "encrypted.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");

        refused("is encrypted", () -> HttpOptions.defaults().clientCertificate(certificate, key));
    }

    @Test
    void dns_ownResolver_isAsked() throws IOException {
        server.enqueue(new MockResponse.Builder().build());
        server.start();
        String url = "http://localhost:" + server.getPort() + "/";
        List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
        HttpOptions options = HttpOptions.defaults().noProxy().dns(host -> {
            asked.add(host);
            return List.of(InetAddress.getLoopbackAddress());
        });

        assertThat(status(url, options)).isEqualTo(200);
        assertThat(asked).containsExactly("localhost");
        assertThatThrownBy(() -> status(url, HttpOptions.defaults().dns(host -> List.of())))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void proxy_plainHttp_goesThroughItWithCredentialAndAgainAfterNoRefusal() throws Exception {
        try (RawServer proxy = new RawServer(n -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            HttpOptions options =
                    HttpOptions.defaults().proxy("localhost", proxy.port(), "us", "pässword".toCharArray());
            TrustedOrigins origins =
                    new TrustedOrigins(Set.of(Request.get("http://far.example/").origin()), Set.of(), true);
            try (Transport transport = new Transport(
                            options, origins, new SkewClock(TimeSource.SYSTEM), TimeSource.SYSTEM, client -> {});
                    Answer answer = transport.send(Exchange.of(
                            new Call("d", "query", TimeSource.SYSTEM, null), Request.get("http://far.example/x")))) {
                assertThat(answer.status()).isEqualTo(200);
            }

            assertThat(proxy.requests()).singleElement().satisfies(head -> {
                assertThat(head.get(0)).isEqualTo("GET http://far.example/x HTTP/1.1");
                assertThat(head)
                        .contains("Proxy-Authorization: "
                                + okhttp3.Credentials.basic("us", "pässword", java.nio.charset.StandardCharsets.UTF_8));
            });
        }
    }

    @Test
    void proxy_https_showsTheCredentialToTheProxyAlone() throws Exception {
        try (RawServer proxy = new RawServer(n -> "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")) {
            HttpOptions options = HttpOptions.defaults().proxy("localhost", proxy.port(), "us", "pw".toCharArray());

            assertThatThrownBy(() -> status("https://far.example/x", options)).isInstanceOf(IOException.class);
            assertThat(proxy.requests()).singleElement().satisfies(head -> {
                assertThat(head.get(0)).isEqualTo("CONNECT far.example:443 HTTP/1.1");
                assertThat(head).contains("Proxy-Authorization: " + okhttp3.Credentials.basic("us", "pw"));
            });
        }
    }

    @Test
    void proxy_https_doesNotPassTheCredentialOn() throws Exception {
        String url = secure(false);
        try (MockWebServer proxy = new MockWebServer()) {
            HandshakeCertificates certificates =
                    new HandshakeCertificates.Builder().heldCertificate(HOST).build();
            proxy.useHttps(certificates.sslSocketFactory());
            proxy.enqueue(new MockResponse.Builder().inTunnel().build());
            proxy.enqueue(new MockResponse.Builder().build());
            proxy.start();
            HttpOptions options = HttpOptions.defaults()
                    .trust(file("authority.pem", AUTHORITY.certificatePem()))
                    .proxy("localhost", proxy.getPort(), "us", "pw".toCharArray());

            assertThat(status(url, options)).isEqualTo(200);
            assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization"))
                    .isNotNull();
            assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization"))
                    .isNull();
        }
    }

    @Test
    void values_outOfRange_areRefusedNamingTheMethod() {
        HttpOptions options = HttpOptions.defaults();

        refused("proxy(", () -> options.proxy(" ", 8080));
        refused("proxy(", () -> options.proxy("http://proxy", 8080));
        refused("proxy(", () -> options.proxy("proxy", 0));
        refused("proxy(", () -> options.proxy("proxy", 8080, "a:b", new char[0]));
        refused("connectTimeout(", () -> options.connectTimeout(Duration.ZERO));
        refused("attemptTimeout(", () -> options.attemptTimeout(Duration.ofSeconds(-1)));
        refused("attemptTimeout(", () -> options.attemptTimeout(Duration.ofHours(2)));
        refused("maxAnswerSize(", () -> options.maxAnswerSize(0));
        refused("maxAnswerSize(", () -> options.maxAnswerSize(1L << 31));
    }

    @Test
    void toString_proxyWithPassword_doesNotShowIt() {
        assertThat(HttpOptions.defaults().proxy("proxy", 8080, "us", "hidden".toCharArray()))
                .asString()
                .contains("proxy")
                .doesNotContain("hidden");
    }

    private static void refused(String words, ThrowingCallable setting) {
        assertThatThrownBy(setting).isInstanceOf(ConfigurationException.class).hasMessageContaining(words);
    }
}
