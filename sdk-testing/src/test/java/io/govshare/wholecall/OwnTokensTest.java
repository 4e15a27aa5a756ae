package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.govshare.GovShare;
import io.govshare.auth.AccessToken;
import io.govshare.auth.Credentials;
import io.govshare.auth.TokenSource;
import io.govshare.dataset.Dataset;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.signing.Secret;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that the application has or gets for itself, and calls without any, against the strict platform. */
class OwnTokensTest {

    record County(String code, String name) {}

    private static final String SECRET = "canary-secret-of-the-side-car";

    @TempDir
    Path spool;

    /** The client has a key for its signatures; its tokens are had with a secret, by somebody else on its behalf. */
    private static Sandbox sandbox() {
        return Sandbox.builder()
                .clientWithSecret(TestClient.ID, SECRET)
                .signingKey(TestClient.ID, TestClient.KEY.keyId(), TestClient.KEY.publicJwk())
                .datasets(Divisions.all())
                .grant(TestClient.ID, Divisions.COUNTIES, TestClient.PURPOSE)
                .start();
    }

    private GovShare client(Sandbox sandbox, Credentials credentials) {
        return TestClient.of(sandbox, spool)
                .credentials(credentials)
                .signing(TestClient.KEY)
                .build();
    }

    private static Dataset<County> counties(GovShare govshare) {
        return govshare.dataset(Divisions.COUNTIES, County.class);
    }

    /** The token that the platform gives who asks with the secret. */
    private static Secret issued(Sandbox sandbox) throws IOException {
        OkHttpClient http = new OkHttpClient();
        Request request = new Request.Builder()
                .url(sandbox.url().resolve("/token").toString())
                .header("Authorization", okhttp3.Credentials.basic(TestClient.ID, SECRET))
                .post(new FormBody.Builder()
                        .add("grant_type", "client_credentials")
                        .build())
                .build();
        try (Response response = http.newCall(request).execute()) {
            return Secret.of(JsonMapper.shared()
                    .readTree(response.body().bytes())
                    .path("access_token")
                    .stringValue());
        } finally {
            http.connectionPool().evictAll();
        }
    }

    private static List<SandboxRequest> toRecords(Sandbox sandbox) {
        return sandbox.requests().stream()
                .filter(request -> request.path().startsWith("/odata"))
                .toList();
    }

    @Test
    void token_isUsedForAllCallsAndNoServerIsAsked() throws IOException {
        try (Sandbox sandbox = sandbox()) {
            Secret token = issued(sandbox);
            sandbox.forgetRequests();
            try (GovShare govshare = client(sandbox, Credentials.token(TestClient.ID, token))) {
                assertThat(counties(govshare).find("350102")).isPresent();
                assertThat(counties(govshare).find("350103")).isPresent();
            }
            assertThat(sandbox.requestCount("/token")).isZero();
        }
    }

    @Test
    void token_refused_isNeitherSentAgainNorExchangedAndSaysSo() throws IOException {
        try (Sandbox sandbox = sandbox()) {
            Secret token = issued(sandbox);
            try (GovShare govshare = client(sandbox, Credentials.token(TestClient.ID, token))) {
                assertThat(counties(govshare).find("350102")).isPresent();
                sandbox.revokeTokens();
                sandbox.forgetRequests();

                GovShareException refused = catchThrowableOfType(
                        GovShareException.class, () -> counties(govshare).find("350103"));

                assertThat(refused)
                        .isInstanceOf(CredentialException.class)
                        .hasMessageContaining("Credentials.token(…) is never renewed")
                        .hasMessageNotContaining(token.revealText());
                assertThat(refused.status()).isEqualTo(401);
                assertThat(toRecords(sandbox)).hasSize(1);
                assertThat(sandbox.requestCount("/token")).isZero();
            }
        }
    }

    @Test
    void tokenSource_isAskedOnceForManyCallsAndAgainWhenItsTokenIsRefused() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            AtomicInteger asked = new AtomicInteger();
            TokenSource source = () -> {
                asked.incrementAndGet();
                return AccessToken.of(issued(sandbox)).companion("X-Broker", "side-car");
            };
            try (GovShare govshare = client(sandbox, Credentials.tokenSource(TestClient.ID, source))) {
                Dataset<County> counties = counties(govshare);
                assertThat(IntStream.range(0, 16).parallel().mapToObj(call -> counties.find("350102")))
                        .allMatch(Optional::isPresent);
                int before = asked.get();
                sandbox.revokeTokens();

                assertThat(counties.find("350103")).isPresent();

                assertThat(before).isEqualTo(1);
                assertThat(asked).hasValue(2);
                assertThat(toRecords(sandbox))
                        .allSatisfy(request ->
                                assertThat(request.headers()).containsEntry("x-broker", List.of("side-car")));
            }
        }
    }

    @Test
    void tokenSource_failsOnce_isAskedAgainWithinTheCall() {
        try (Sandbox sandbox = sandbox()) {
            AtomicInteger asked = new AtomicInteger();
            TokenSource source = () -> {
                if (asked.incrementAndGet() == 1) {
                    throw new IOException("The vault is sealed");
                }
                return AccessToken.of(issued(sandbox));
            };
            try (GovShare govshare = client(sandbox, Credentials.tokenSource(TestClient.ID, source))) {
                assertThat(counties(govshare).find("350102")).isPresent();
            }
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void tokenSource_thatIsDown_isWhatTheCallFailsFor() {
        try (Sandbox sandbox = sandbox();
                GovShare govshare = client(sandbox, Credentials.tokenSource(TestClient.ID, () -> {
                    throw new IOException("The vault is sealed");
                }))) {
            assertThatThrownBy(() -> counties(govshare).find("350102"))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("token source")
                    .hasRootCauseMessage("The vault is sealed");
            assertThat(toRecords(sandbox)).isEmpty();
        }
    }

    @Test
    void none_asksForNoTokenAndSendsNone() {
        try (Sandbox sandbox = sandbox();
                GovShare govshare = client(sandbox, Credentials.none(TestClient.ID))) {
            GovShareException refused = catchThrowableOfType(
                    GovShareException.class, () -> counties(govshare).find("350102"));

            assertThat(refused).isInstanceOf(CredentialException.class);
            assertThat(refused.diagnosis().remedy()).contains("credentials(…)");
            assertThat(sandbox.requestCount("/token")).isZero();
            assertThat(sandbox.requests())
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
        }
    }
}
