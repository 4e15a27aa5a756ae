package io.govshare.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ConfigurationException;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.HttpOptions;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client certificates (RFC 8705) through the whole client, with TLS on loopback that asks for one. */
class MutualTlsThroughThePipelineTest {

    private static final String ID = "cn.stats.counties";
    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("authority")
            .build();
    private static final HeldCertificate HOST = new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("localhost")
            .build();
    private static final HeldCertificate CLIENT = new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .commonName("residence-permits")
            .validityInterval(0, 4_000_000_000_000L)
            .build();
    private static final HeldCertificate SELF_SIGNED = new HeldCertificate.Builder()
            .commonName("self-signed")
            .validityInterval(0, 4_000_000_000_000L)
            .build();
    private static final HeldCertificate STRANGER = new HeldCertificate.Builder()
            .commonName("stranger")
            .validityInterval(0, 4_000_000_000_000L)
            .build();

    record County(String code) {}

    /** What came: path, form, and the certificate that the connection showed. */
    private record Asked(
            String host,
            String path,
            String form,
            @Nullable String authorization,
            @Nullable X509Certificate certificate) {}

    @TempDir
    private Path folder;

    private final MockWebServer platform = new MockWebServer();
    private final MockWebServer alias = new MockWebServer();
    private final List<Asked> requests = new CopyOnWriteArrayList<>();
    private String metadata = "";
    private String token = "opaque";

    private void start(MockWebServer server) throws IOException {
        HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .heldCertificate(HOST)
                .addTrustedCertificate(AUTHORITY.certificate())
                .addTrustedCertificate(SELF_SIGNED.certificate())
                .build();
        server.useHttps(certificates.sslSocketFactory());
        server.setProtocols(List.of(Protocol.HTTP_1_1));
        server.requestClientAuth();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(server, request).build();
            }
        });
        server.start(InetAddress.getByName("localhost"), 0);
    }

    @BeforeEach
    void start() throws IOException {
        start(platform);
        start(alias);
    }

    @AfterEach
    void stop() {
        platform.close();
        alias.close();
    }

    private MockResponse.Builder answer(MockWebServer server, RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        Handshake handshake = request.getHandshake();
        @Nullable
        X509Certificate shown =
                handshake == null || handshake.peerCertificates().isEmpty()
                        ? null
                        : (X509Certificate) handshake.peerCertificates().get(0);
        String form = request.getBody() == null ? "" : request.getBody().utf8();
        requests.add(new Asked(
                server == alias ? "alias" : "platform",
                path,
                form,
                request.getHeaders().get("Authorization"),
                shown));
        return switch (path) {
            case "/.well-known/api-catalog" ->
                SmallServer.json(
                        "{\"linkset\":[{\"https://govshare.io/rel/issuer\":[{\"href\":\"" + base() + "\"}]}]}");
            case "/.well-known/oauth-authorization-server" ->
                SmallServer.json(
                        "{\"issuer\":\"" + base() + "\",\"token_endpoint\":\"" + base() + "/token\"" + metadata + "}");
            case "/token" ->
                SmallServer.json("{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
            default -> SmallServer.json("{\"value\":[{\"code\":\"350102\"}]}");
        };
    }

    private String base() {
        return "https://localhost:" + platform.getPort();
    }

    private String aliased() {
        return ",\"mtls_endpoint_aliases\":{\"token_endpoint\":\"https://localhost:" + alias.getPort() + "/token\"}";
    }

    private HttpOptions shown(HttpOptions options, HeldCertificate client) {
        try {
            Path authority = Files.writeString(folder.resolve("authority.pem"), AUTHORITY.certificatePem());
            Path certificate = Files.writeString(folder.resolve("client.pem"), client.certificatePem());
            Path key = Files.writeString(folder.resolve("key.pem"), client.privateKeyPkcs8Pem());
            return options.noProxy().trust(authority).clientCertificate(certificate, key);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private GovShare client(Credentials credentials, HeldCertificate certificate) {
        return client(credentials, options -> shown(options, certificate));
    }

    private GovShare client(Credentials credentials, UnaryOperator<HttpOptions> http) {
        return GovShare.builder()
                .application("residence-permits", "1")
                .platform(StandardPlatform.at(base()))
                .allowOrigin("https://localhost:" + alias.getPort())
                .credentials(credentials)
                .context(CallContext.purpose("residence-permit").build())
                .bind(DatasetDescription.at(ID, URI.create(base() + "/odata/counties")))
                .http(http)
                .usage(UsageOptions.notRecorded())
                .build();
    }

    private static void ask(GovShare govshare) {
        assertThat(govshare.dataset(ID, County.class).query(Query.all()).items())
                .containsExactly(new County("350102"));
    }

    private static GovShareException refused(GovShare govshare) {
        return catchThrowableOfType(
                GovShareException.class,
                () -> govshare.dataset(ID, County.class).query(Query.all()));
    }

    private Asked asked(String path) {
        return requests.stream()
                .filter(request -> request.path().equals(path))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static String jwt(String claims) {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        return url.encodeToString("{\"alg\":\"ES256\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + url.encodeToString(claims.getBytes(StandardCharsets.US_ASCII)) + ".c2lnbmF0dXJl";
    }

    private static String boundTo(HeldCertificate certificate) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(certificate.certificate().getEncoded());
        return jwt("{\"cnf\":{\"x5t#S256\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"}}");
    }

    @Test
    void tlsClientAuth_withCertificate_namesTheClientAndNothingElse() throws Exception {
        token = boundTo(CLIENT);
        try (GovShare govshare = client(Credentials.tlsClientAuth("residence-permits"), CLIENT)) {
            ask(govshare);
        }

        assertThat(asked("/token").form()).isEqualTo("grant_type=client_credentials&client_id=residence-permits");
        assertThat(asked("/token").authorization()).isNull();
        assertThat(asked("/token").certificate()).isEqualTo(CLIENT.certificate());
        assertThat(asked("/odata/counties").certificate()).isEqualTo(CLIENT.certificate());
        assertThat(asked("/odata/counties").authorization()).isEqualTo("Bearer " + token);
    }

    @Test
    void selfSignedTlsClientAuth_withCertificate_isShownThoughTheServerNamesOtherAuthorities() {
        try (GovShare govshare = client(Credentials.selfSignedTlsClientAuth("residence-permits"), SELF_SIGNED)) {
            ask(govshare);
        }

        assertThat(asked("/token").certificate()).isEqualTo(SELF_SIGNED.certificate());
        assertThat(asked("/token").form()).contains("client_id=residence-permits");
    }

    @Test
    void tlsClientAuth_serverWithAlias_asksForTheTokenThere() {
        metadata = aliased();
        try (GovShare govshare = client(Credentials.tlsClientAuth("residence-permits"), CLIENT)) {
            ask(govshare);
        }

        assertThat(asked("/token").host()).isEqualTo("alias");
    }

    @Test
    void clientSecret_serverWithAlias_asksForTheTokenAtTheUsualPlace() {
        metadata = aliased();
        try (GovShare govshare =
                client(Credentials.clientSecretBasic("residence-permits", Secret.of("a-secret-of-the-test")), CLIENT)) {
            ask(govshare);
        }

        assertThat(asked("/token").host()).isEqualTo("platform");
    }

    @Test
    void privateKeyJwt_certificateBound_asksAtTheAliasAndTakesTheBoundToken() throws Exception {
        metadata = aliased() + ",\"tls_client_certificate_bound_access_tokens\":true";
        token = boundTo(CLIENT);
        try (GovShare govshare = client(
                Credentials.privateKeyJwt("residence-permits", SigningKey.generate())
                        .certificateBound(),
                CLIENT)) {
            ask(govshare);
        }

        assertThat(asked("/token").host()).isEqualTo("alias");
        assertThat(asked("/token").form()).contains("client_assertion=");
    }

    @Test
    void certificateBound_serverThatBindsNone_isRefused() {
        metadata = ",\"tls_client_certificate_bound_access_tokens\":false";
        try (GovShare govshare = client(
                Credentials.privateKeyJwt("residence-permits", SigningKey.generate())
                        .certificateBound(),
                CLIENT)) {
            assertThat(refused(govshare))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("tls_client_certificate_bound_access_tokens")
                    .hasMessageContaining("certificateBound()");
        }
    }

    @Test
    void certificateBound_tokenThatIsNot_isRefused() {
        metadata = ",\"tls_client_certificate_bound_access_tokens\":true";
        token = jwt("{\"sub\":\"residence-permits\"}");
        try (GovShare govshare = client(
                Credentials.privateKeyJwt("residence-permits", SigningKey.generate())
                        .certificateBound(),
                CLIENT)) {
            assertThat(refused(govshare))
                    .isInstanceOf(ResponseRejectedException.class)
                    .hasMessageContaining("bound to no certificate");
        }
    }

    @Test
    void token_boundToAnotherCertificate_isRefusedNamingTheProxy() throws Exception {
        token = boundTo(STRANGER);
        try (GovShare govshare = client(Credentials.tlsClientAuth("residence-permits"), CLIENT)) {
            assertThat(refused(govshare))
                    .isInstanceOf(ResponseRejectedException.class)
                    .hasMessageContaining("bound to another certificate")
                    .hasMessageContaining("proxy");
        }
    }

    @Test
    void build_withoutCertificate_isRefusedNamingBothMethods() {
        assertThatThrownBy(() -> client(Credentials.tlsClientAuth("residence-permits"), HttpOptions::noProxy))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Credentials.tlsClientAuth")
                .hasMessageContaining("clientCertificate(");
        assertThatThrownBy(() -> client(Credentials.selfSignedTlsClientAuth("residence-permits"), HttpOptions::noProxy))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Credentials.selfSignedTlsClientAuth");
        assertThatThrownBy(() -> client(
                        Credentials.clientSecretBasic("residence-permits", Secret.of("a-secret"))
                                .certificateBound(),
                        HttpOptions::noProxy))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Credentials.certificateBound");
    }

    @Test
    void build_expiredCertificate_isRefusedSayingSince() {
        HeldCertificate expired = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .commonName("old")
                .validityInterval(0, 1_600_000_000_000L)
                .build();

        assertThatThrownBy(() -> client(Credentials.tlsClientAuth("residence-permits"), expired))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clientCertificate(…)")
                .hasMessageContaining("CN=old expired at 2020-09-13");
    }

    @Test
    void build_certificateOfTheFuture_isRefusedSayingFromWhen() {
        HeldCertificate early = new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .commonName("early")
                .validityInterval(3_900_000_000_000L, 4_000_000_000_000L)
                .build();

        assertThatThrownBy(() -> client(Credentials.tlsClientAuth("residence-permits"), early))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CN=early is not valid before 2093-08-01");
    }

    @Test
    void clientCertificate_keyStoreWithAForeignKey_isRefused() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client", STRANGER.keyPair().getPrivate(), new char[0], new Certificate[] {CLIENT.certificate()});

        assertThatThrownBy(() -> HttpOptions.defaults().clientCertificate(store, new char[0]))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("entry client was not made for its key");
    }

    @Test
    void handshake_certificateOfAnUnknownAuthority_saysSoAndIsNotTriedAgain() {
        try (GovShare govshare = client(Credentials.selfSignedTlsClientAuth("residence-permits"), STRANGER)) {
            assertThat(refused(govshare))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("does not accept the client certificate")
                    .hasMessageContaining("TLS alert certificate_unknown")
                    .hasMessageContaining("would fail in the same way");
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void handshake_withoutCertificateWhereOneIsRequired_saysSo() throws IOException {
        MockWebServer strict = new MockWebServer();
        try (strict) {
            HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                    .heldCertificate(HOST)
                    .addTrustedCertificate(AUTHORITY.certificate())
                    .build();
            strict.useHttps(certificates.sslSocketFactory());
            strict.requireClientAuth();
            strict.setProtocols(List.of(Protocol.HTTP_1_1));
            strict.start(InetAddress.getByName("localhost"), 0);
            Path authority = Files.writeString(folder.resolve("authority.pem"), AUTHORITY.certificatePem());
            URI records = URI.create("https://localhost:" + strict.getPort() + "/odata/counties");
            try (GovShare govshare = GovShare.builder()
                    .application("residence-permits", "1")
                    .platform(StandardPlatform.at(records.resolve("/")))
                    .context(CallContext.purpose("residence-permit").build())
                    .bind(DatasetDescription.at(ID, records))
                    .http(options -> options.noProxy().trust(authority))
                    .usage(UsageOptions.notRecorded())
                    .build()) {
                assertThat(refused(govshare))
                        .isInstanceOf(PlatformUnavailableException.class)
                        .hasMessageContaining("client certificate")
                        .hasMessageContaining("TLS alert")
                        .hasMessageContaining(".http(h -> h.clientCertificate(…))");
            }
        }
    }
}
