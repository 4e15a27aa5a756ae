package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.AuthorizationServer;
import io.govshare.auth.FakeLink;
import io.govshare.error.ConfigurationException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Kept;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {

    private static final String BASE = "https://share.example.gov/platform";
    private static final String CATALOG_URL = BASE + "/.well-known/api-catalog";
    private static final String ISSUER = "https://id.example.gov/";
    private static final String METADATA_URL = "https://id.example.gov/.well-known/oauth-authorization-server";

    private final FakeLink link = new FakeLink();
    private volatile String linkset = """
            {"linkset": [
              {"anchor": "https://other.example", "item": [{"href": "https://other.example/x"}]},
              {"anchor": "https://share.example.gov/platform",
               "https://govshare.io/rel/issuer": [{"href": "https://id.example.gov/"}],
               "https://govshare.io/rel/catalogue": [{"href": "/catalogue/"}],
               "https://govshare.io/rel/grants": [{"href": "https://share.example.gov/grants"}],
               "https://govshare.io/rel/jwks": [{"href": "https://share.example.gov/jwks"}]}]}
            """;
    private volatile String metadata =
            "{\"issuer\":\"https://id.example.gov/\",\"token_endpoint\":\"https://id.example.gov/token\"}";

    @BeforeEach
    void serve() {
        link.answers = request -> switch (request.url()) {
            case CATALOG_URL -> FakeLink.answer(request, 200, "application/linkset+json", linkset);
            case METADATA_URL -> FakeLink.json(request, metadata);
            default -> FakeLink.answer(request, 404, "text/plain", "");
        };
    }

    private Discovery discovery(Map<Endpoint, String> overrides) {
        return new Discovery(link, "share.example.gov", BASE, overrides);
    }

    private long reads(String url) {
        return link.sent.stream()
                .filter(sent -> sent.request().url().equals(url))
                .count();
    }

    @Test
    void find_linkset_namesTheEndpoints() throws IOException {
        Discovery discovery = discovery(Map.of());

        assertThat(discovery.find(Endpoint.ISSUER)).isEqualTo(ISSUER);
        assertThat(discovery.find(Endpoint.CATALOGUE)).isEqualTo("https://share.example.gov/catalogue/");
        assertThat(discovery.find(Endpoint.GRANTS)).isEqualTo("https://share.example.gov/grants");
        assertThat(discovery.find(Endpoint.USAGE)).isNull();
        assertThat(reads(CATALOG_URL)).isEqualTo(1);
        assertThat(link.sent).allMatch(sent -> sent.sender().equals("bare"));
    }

    @Test
    void find_overridden_needsNoNetwork() throws IOException {
        Discovery discovery = discovery(Map.of(Endpoint.CATALOGUE, "https://c.example.gov"));

        assertThat(discovery.find(Endpoint.CATALOGUE)).isEqualTo("https://c.example.gov");
        assertThat(link.sent).isEmpty();
    }

    @Test
    void find_platformWithoutApiCatalogue_hasNoEndpoints() throws IOException {
        link.answers = request -> FakeLink.answer(request, 404, "text/html", "<html>");

        assertThat(discovery(Map.of()).find(Endpoint.CATALOGUE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>login</html>",
                "[]",
                "{\"linkset\": {}}",
                "{\"linkset\": [\"https://x\"]}",
                "{\"linkset\": [{\"https://govshare.io/rel/usage\": {\"href\": \"https://x\"}}]}",
                "{\"linkset\": [{\"https://govshare.io/rel/usage\": []}]}",
                "{\"linkset\": [{\"https://govshare.io/rel/usage\": [{\"hrf\": \"https://x\"}]}]}",
                "{\"linkset\": [{\"https://govshare.io/rel/usage\": [{\"href\": 5}]}]}",
                "{\"linkset\": [{\"https://govshare.io/rel/usage\": [{\"href\": null}]}]}",
                "{\"linkset\": [{\"https://govshare.io/rel/usage\": [{\"href\": \"javascript:x\"}]}]}",
                "{\"linkset\": [{\"https://govshare.io/rel/usage\": [{\"href\": \"ht tp://x\"}]}]}"
            })
    void find_malformedLinkset_isRejectedNamingIt(String document) {
        linkset = document;

        assertThatThrownBy(() -> discovery(Map.of()).find(Endpoint.USAGE))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(CATALOG_URL);
    }

    @Test
    void find_platformDown_isUnavailableNamingTheDocument() {
        link.answers = request -> FakeLink.answer(request, 503, "text/plain", "", "Retry-After", "7")
                .with(Outcome.of(Outcome.Kind.BUSY));

        assertThatThrownBy(() -> discovery(Map.of()).find(Endpoint.USAGE))
                .isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                    assertThat(e.status()).isEqualTo(503);
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
                })
                .hasMessageContaining(CATALOG_URL);
    }

    @Test
    void find_documentBehindALogin_isRejectedSayingThatItMustBePublic() {
        link.answers =
                request -> FakeLink.answer(request, 403, "text/plain", "").with(Outcome.of(Outcome.Kind.DENIED));

        assertThatThrownBy(() -> discovery(Map.of()).find(Endpoint.USAGE))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(CATALOG_URL)
                .hasMessageContaining("without token");
    }

    @Test
    void find_noApiCatalogueYet_isAskedForAgainAfterAMinute() throws IOException {
        FakeLink.Answers platform = link.answers;
        link.answers = request -> FakeLink.answer(request, 404, "text/plain", "");
        Discovery discovery = discovery(Map.of());
        assertThat(discovery.find(Endpoint.GRANTS)).isNull();
        link.answers = platform;

        assertThat(discovery.find(Endpoint.GRANTS)).isNull();
        link.now = link.now.plusSeconds(60);
        assertThat(discovery.find(Endpoint.GRANTS)).isEqualTo("https://share.example.gov/grants");
    }

    @Test
    void isNamed_asksNobody() throws IOException {
        Discovery discovery = discovery(Map.of(Endpoint.CATALOGUE, "https://c.example.gov"));

        assertThat(discovery.isNamed(Endpoint.CATALOGUE)).isTrue();
        assertThat(discovery.isNamed(Endpoint.JWKS)).isFalse();
        assertThat(link.sent).isEmpty();
        discovery.find(Endpoint.GRANTS);
        assertThat(discovery.isNamed(Endpoint.JWKS)).isTrue();
        assertThat(discovery.isNamed(Endpoint.USAGE)).isFalse();
    }

    @Test
    void find_withinFourHours_isNotReadAgain() throws IOException {
        Discovery discovery = discovery(Map.of());
        discovery.find(Endpoint.GRANTS);

        link.now = link.now.plus(Duration.ofHours(4)).minusSeconds(1);
        discovery.find(Endpoint.GRANTS);
        long before = reads(CATALOG_URL);
        link.now = link.now.plusSeconds(1);
        discovery.find(Endpoint.GRANTS);

        assertThat(before).isEqualTo(1);
        assertThat(reads(CATALOG_URL)).isEqualTo(2);
    }

    @Test
    void find_oldAndPlatformDown_isServedFromMemoryAndTriedAgainLater() throws IOException {
        Discovery discovery = discovery(Map.of());
        discovery.find(Endpoint.GRANTS);
        link.now = link.now.plus(Duration.ofHours(5));
        link.answers = request -> {
            throw new IOException("connection refused");
        };

        assertThat(discovery.find(Endpoint.GRANTS)).isEqualTo("https://share.example.gov/grants");
        assertThat(discovery.find(Endpoint.GRANTS)).isEqualTo("https://share.example.gov/grants");
        assertThat(reads(CATALOG_URL)).isEqualTo(2);
        link.now = link.now.plus(Kept.PAUSE_AFTER_FAILURE);
        discovery.find(Endpoint.GRANTS);
        assertThat(reads(CATALOG_URL)).isEqualTo(3);
    }

    @Test
    void find_manyAtOnce_readOnce() throws Exception {
        FakeLink.Answers platform = link.answers;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        link.answers = request -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return platform.answer(request);
        };
        Discovery discovery = discovery(Map.of());
        ExecutorService callers = Executors.newFixedThreadPool(32);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            results.add(callers.submit(() -> String.valueOf(discovery.find(Endpoint.GRANTS))));
        }
        begun.await();
        release.countDown();

        for (Future<String> result : results) {
            assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo("https://share.example.gov/grants");
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(reads(CATALOG_URL)).isEqualTo(1);
    }

    @Test
    void server_issuerOfTheLinkset_namesItsTokenEndpoint() throws IOException {
        AuthorizationServer server = discovery(Map.of()).server();

        assertThat(server.issuer()).isEqualTo(ISSUER);
        assertThat(server.tokenEndpoint()).isEqualTo("https://id.example.gov/token");
        assertThat(server.bindings()).isEqualTo(new AuthorizationServer.Bindings(Set.of(), null, false));
    }

    @Test
    void server_bindsTokens_saysToWhatAndWhere() throws IOException {
        metadata = metadata.replace("}", """
                ,"dpop_signing_alg_values_supported": ["ES256", "EdDSA"],
                "tls_client_certificate_bound_access_tokens": true,
                "mtls_endpoint_aliases": {"token_endpoint": "https://mtls.example.gov/token", "other": 1}}""");
        Discovery discovery = discovery(Map.of());

        assertThat(discovery.server().bindings())
                .isEqualTo(new AuthorizationServer.Bindings(
                        Set.of("ES256", "EdDSA"), "https://mtls.example.gov/token", true));
        assertThat(discovery.isUnsigned("https://mtls.example.gov/token")).isTrue();
    }

    @Test
    void server_aliasThatIsNoAddress_isRefused() {
        metadata = metadata.replace("}", ",\"mtls_endpoint_aliases\":{\"token_endpoint\":\"/token\"}}");

        assertThatThrownBy(() -> discovery(Map.of()).server())
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("mtls_endpoint_aliases");
    }

    @Test
    void server_methodsAndAlgorithmsPublished_areKnown() throws IOException {
        metadata = "{\"issuer\":\"https://id.example.gov/\",\"token_endpoint\":\"https://id.example.gov/token\","
                + "\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\",7],"
                + "\"token_endpoint_auth_signing_alg_values_supported\":[\"ES256\",\"PS256\"]}";

        AuthorizationServer server = discovery(Map.of()).server();

        assertThat(server.methods()).containsExactly("private_key_jwt");
        assertThat(server.assertionAlgorithms()).containsExactlyInAnyOrder("ES256", "PS256");
    }

    @Test
    void server_calledOtherwiseInItsMetadata_isRefusedNamingBoth() {
        metadata = "{\"issuer\":\"https://id.example.gov\",\"token_endpoint\":\"https://id.example.gov/token\"}";

        assertThatThrownBy(() -> discovery(Map.of()).server())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'https://id.example.gov'")
                .hasMessageContaining("'https://id.example.gov/'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"/token\"", "\"foo bar\"", "\"ftp://x/token\"", "7", "null", "{}"})
    void server_tokenEndpointThatIsNoUrl_isRejectedNamingDocumentAndMember(String value) {
        metadata = "{\"issuer\":\"https://id.example.gov/\",\"token_endpoint\":" + value + "}";

        assertThatThrownBy(() -> discovery(Map.of()).server())
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(METADATA_URL)
                .hasMessageContaining("token_endpoint");
    }

    @Test
    void server_tokenEndpointGiven_needsNoNetwork() throws IOException {
        Discovery discovery = discovery(Map.of(Endpoint.TOKEN_ENDPOINT, "https://id.example.gov/t"));

        assertThat(discovery.server())
                .isEqualTo(new AuthorizationServer("https://id.example.gov/t", "https://id.example.gov/t"));
        assertThat(link.sent).isEmpty();
    }

    @Test
    void server_noneNamed_saysWhatToDo() {
        link.answers = request -> FakeLink.answer(request, 404, "text/plain", "");

        assertThatThrownBy(() -> discovery(Map.of()).server())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("answered 404")
                .hasMessageContaining("issuer(…)");
    }

    @Test
    void server_issuerWithoutMetadata_saysWhereTheyWereLookedFor() {
        Discovery discovery = discovery(Map.of(Endpoint.ISSUER, "https://id.example.gov/realm"));

        assertThatThrownBy(discovery::server)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("https://id.example.gov/.well-known/oauth-authorization-server/realm");
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.gov, https://x.gov/.well-known/oauth-authorization-server",
        "https://x.gov/, https://x.gov/.well-known/oauth-authorization-server",
        "https://x.gov/a/b, https://x.gov/.well-known/oauth-authorization-server/a/b"
    })
    void metadataUrl_issuer_isThatOfTheRfc(String issuer, String url) {
        assertThat(Discovery.metadataUrl(issuer)).isEqualTo(url);
    }

    @Test
    void isUnsigned_metadataOnly() throws IOException {
        Discovery discovery = discovery(Map.of());
        discovery.server();

        assertThat(discovery.isUnsigned(CATALOG_URL)).isTrue();
        assertThat(discovery.isUnsigned(METADATA_URL)).isTrue();
        assertThat(discovery.isUnsigned("https://id.example.gov/token")).isTrue();
        assertThat(discovery.isUnsigned(
                        Request.get("https://share.example.gov/grants").url()))
                .isFalse();
    }
}
