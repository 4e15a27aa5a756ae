package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.Query;
import io.govshare.dialect.SmallServer;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ConfigurationException;
import io.govshare.error.GovShareException;
import io.govshare.signing.Secret;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither the proof of who the client is nor a token goes anywhere but to the platform. */
class WhereSecretsGoTest {

    private static final String ID = "gov.residents";
    private static final String TOKEN = "{\"access_token\":\"abc.def\",\"token_type\":\"%s\",\"expires_in\":3600%s}";

    private SmallServer stranger;

    @BeforeEach
    void startStranger() throws IOException {
        stranger = SmallServer.saying(asked -> TOKEN.formatted("Bearer", ""));
    }

    @AfterEach
    void stopStranger() {
        stranger.close();
    }

    private static GovShare client(SmallServer server, Credentials credentials) {
        return GovShare.builder()
                .application("residents", "1")
                .platform(StandardPlatform.at(server.url()).issuer(URI.create(server.url())))
                .credentials(credentials)
                .context(CallContext.purpose("residence-permit").build())
                .bind(DatasetDescription.at(ID, URI.create(server.url() + "/odata/" + ID)))
                .usage(UsageOptions.notRecorded())
                .build();
    }

    private static Credentials bySecret() {
        return Credentials.clientSecretBasic("residents", Secret.of("a-secret-of-the-test"));
    }

    private static String tokenEndpoint(SmallServer.Asked asked) {
        return "http://127.0.0.1:" + asked.wire().getUrl().port() + "/token";
    }

    private static MockResponse.Builder metadata(SmallServer.Asked asked, String tokenEndpoint) {
        return SmallServer.json("{\"issuer\":\"http://127.0.0.1:"
                + asked.wire().getUrl().port() + "\",\"token_endpoint\":\"" + tokenEndpoint + "\"}");
    }

    /** A platform whose metadata names its token endpoint, which answers so; records need no token. */
    private static SmallServer platform(Function<SmallServer.Asked, MockResponse.Builder> token) throws IOException {
        return new SmallServer(asked -> switch (asked.path()) {
            case "/.well-known/oauth-authorization-server" -> metadata(asked, tokenEndpoint(asked));
            case "/token" -> token.apply(asked);
            default -> SmallServer.json("{\"value\":[{\"code\":\"1\"}]}");
        });
    }

    private static GovShareException refused(GovShare govshare) {
        return Objects.requireNonNull(catchThrowableOfType(
                GovShareException.class, () -> govshare.dataset(ID, Map.class).query(Query.all())));
    }

    @Test
    void tokenEndpoint_ofAStranger_isSentNothing() throws Exception {
        try (SmallServer server = new SmallServer(asked -> metadata(asked, stranger.url() + "/token"));
                GovShare govshare = client(server, bySecret())) {
            assertThat(refused(govshare))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(stranger.url() + " is not a trusted origin");
            assertThat(stranger.requests).isEmpty();
        }
    }

    @Test
    void tokenEndpoint_aliasOfAStrangerForCertificates_isNotTakenWithoutOne() throws Exception {
        try (SmallServer server = new SmallServer(asked -> asked.path().startsWith("/.well-known")
                        ? SmallServer.json("{\"issuer\":\"http://127.0.0.1:"
                                + asked.wire().getUrl().port()
                                + "\",\"token_endpoint\":\"" + tokenEndpoint(asked)
                                + "\",\"mtls_endpoint_aliases\":{\"token_endpoint\":\"" + stranger.url() + "/token\"}}")
                        : SmallServer.json(
                                asked.path().equals("/token") ? TOKEN.formatted("Bearer", "") : "{\"value\":[]}"));
                GovShare govshare = client(server, bySecret())) {
            assertThat(govshare.dataset(ID, Map.class).query(Query.all()).items())
                    .isEmpty();
            assertThat(stranger.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void tokenEndpoint_thatSendsElsewhere_isNotFollowed(int status) throws Exception {
        try (SmallServer server = platform(asked ->
                        new MockResponse.Builder().code(status).addHeader("Location", stranger.url() + "/token"));
                GovShare govshare = client(server, bySecret())) {
            assertThat(refused(govshare))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("sends the request elsewhere");
            assertThat(stranger.requests).isEmpty();
        }
    }

    @Test
    void tokenEndpoint_answerLongerThanAnyToken_isRefused() throws Exception {
        String padding = ",\"padding\":\"" + "x".repeat(300_000) + "\"";
        try (SmallServer server = platform(asked -> SmallServer.json(TOKEN.formatted("Bearer", padding)));
                GovShare govshare = client(server, bySecret())) {
            assertThat(refused(govshare).getMessage())
                    .contains("token endpoint")
                    .doesNotContain("abc.def");
        }
    }

    @Test
    void boundToken_nextPageOfAStranger_isNotAskedFor() throws Exception {
        try (SmallServer server = new SmallServer(asked -> switch (asked.path()) {
                    case "/.well-known/oauth-authorization-server" -> metadata(asked, tokenEndpoint(asked));
                    case "/token" -> SmallServer.json(TOKEN.formatted("DPoP", ""));
                    default ->
                        SmallServer.json(
                                "{\"value\":[{\"code\":\"1\"}],\"@odata.nextLink\":\"" + stranger.url() + "/2\"}");
                });
                GovShare govshare = client(server, bySecret().dpop())) {
            assertThat(catchThrowableOfType(
                            GovShareException.class,
                            () -> govshare.dataset(ID, Map.class)
                                    .query(Query.all())
                                    .next()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(stranger.url() + " is not a trusted origin");
            assertThat(stranger.requests).isEmpty();
        }
    }

    @Test
    void boundToken_rawCall_bringsItsOwnProofInThePlaceOfTheCallers() throws Exception {
        try (SmallServer server = platform(asked -> SmallServer.json(TOKEN.formatted("DPoP", "")));
                GovShare govshare = client(server, bySecret().dpop())) {
            Request raw = new Request.Builder()
                    .url(server.url() + "/odata/" + ID + "?$top=1")
                    .header("Authorization", "Bearer of-the-caller")
                    .header("DPoP", "of-the-caller")
                    .build();
            try (Response answer = govshare.okHttp(ID).newCall(raw).execute()) {
                assertThat(answer.code()).isEqualTo(200);
            }

            SmallServer.Asked asked = server.requests.get(server.requests.size() - 1);
            assertThat(asked.wire().getHeaders().values("Authorization")).containsExactly("DPoP abc.def");
            assertThat(asked.wire().getHeaders().values("DPoP"))
                    .singleElement()
                    .asString()
                    .startsWith("eyJ");
        }
    }
}
