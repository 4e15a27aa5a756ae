package io.govshare.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Origin;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Request;
import io.govshare.http.StaleConnectionException;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthExchangeTest {

    private static final String ISSUER = "https://share.example.gov";
    private static final String TOKEN_ENDPOINT = "https://share.example.gov/token";
    private static final String GRANTED =
            "{\"access_token\":\"canary-abc.def-ghi\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
    private static final String SECRET = "canary-p:ß%&+ s3cret";

    private final FakeLink link = new FakeLink();

    private CredentialExchange exchange(Credentials credentials) {
        return exchange(credentials, TOKEN_ENDPOINT);
    }

    private CredentialExchange exchange(Credentials credentials, String tokenEndpoint) {
        return credentials
                .exchange(link, () -> new AuthorizationServer(ISSUER, tokenEndpoint))
                .orElseThrow();
    }

    private CredentialExchange bySecret() {
        return exchange(Credentials.clientSecretBasic("residence permits", Secret.of(SECRET)));
    }

    private Credential granted(CredentialExchange exchange) throws IOException {
        link.answers = request -> FakeLink.json(request, GRANTED);
        return exchange.exchange(CallFacts.OWN);
    }

    private GovShareException refused(CredentialExchange exchange, int status, String body, String... headers) {
        link.answers = request -> FakeLink.answer(request, status, "application/json", body, headers);
        return catchThrowableOfType(GovShareException.class, () -> exchange.exchange(CallFacts.OWN));
    }

    @Test
    void exchange_clientSecret_sendsBothPartsFormEncodedInBasic() throws IOException {
        granted(bySecret());

        Request request = link.sent.get(0).request();
        assertThat(link.sent.get(0).sender()).isEqualTo("bare");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo(TOKEN_ENDPOINT);
        assertThat(request.headers().get("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder()
                                .encodeToString("residence+permits:canary-p%3A%C3%9F%25%26%2B+s3cret".getBytes(UTF_8)));
        assertThat(Objects.requireNonNull(request.body()).contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(new String(request.body().toBytes(), UTF_8)).isEqualTo("grant_type=client_credentials");
    }

    @Test
    void exchange_privateKey_sendsAnAssertionAndNoAuthorization() throws Exception {
        granted(exchange(Credentials.privateKeyJwt("residence-permits", SigningKey.generate())));

        Request request = link.sent.get(0).request();
        assertThat(request.headers().get("Authorization")).isNull();
        assertThat(SentForm.of(request))
                .containsOnlyKeys("grant_type", "client_id", "client_assertion_type", "client_assertion")
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }

    @Test
    void exchange_granted_holdsTokenAndLife() throws IOException {
        Credential credential = granted(bySecret());

        assertThat(credential.value().revealText()).isEqualTo("canary-abc.def-ghi");
        assertThat(credential.issued()).isEqualTo(link.now);
        assertThat(credential.expiry()).isEqualTo(link.now.plusSeconds(3600));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"expires_in\":\"600\"', 600",
        "'\"expires_in\":1.5e3', 1500",
        "'\"expires_in\":0', 300",
        "'\"expires_in\":-5', 300",
        "'\"scope\":\"read\"', 300",
        "'\"expires_in\":99999999999', 2592000",
        "'\"expires_in\":null', 300"
    })
    void exchange_lifeOfTheToken_isReadWithCare(String member, long seconds) throws IOException {
        link.answers = request ->
                FakeLink.json(request, "{\"access_token\":\"opaque\",\"token_type\":\"bearer\"," + member + "}");

        Credential credential = bySecret().exchange(CallFacts.OWN);

        assertThat(Duration.between(credential.issued(), credential.expiry())).hasSeconds(seconds);
    }

    @Test
    void exchange_noExpiresInButJwt_takesTheLifeThatTheTokenClaims() throws IOException {
        String token =
                part("{\"alg\":\"EdDSA\"}") + "." + part("{\"iat\":1000,\"exp\":1900}") + "." + part("signature");
        link.answers = request -> FakeLink.json(request, "{\"access_token\":\"" + token + "\"}");

        Credential credential = bySecret().exchange(CallFacts.OWN);

        assertThat(Duration.between(credential.issued(), credential.expiry())).hasMinutes(15);
    }

    @Test
    void exchange_noExpiresInAndAJwtThatWasGivenBefore_takesTheLifeThatIsLeft() throws IOException {
        long now = link.now.getEpochSecond();
        String token = part("{\"alg\":\"EdDSA\"}") + "."
                + part("{\"iat\":" + (now - 3_000) + ",\"exp\":" + (now + 600) + "}") + "." + part("signature");
        link.answers = request -> FakeLink.json(request, "{\"access_token\":\"" + token + "\"}");

        Credential credential = bySecret().exchange(CallFacts.OWN);

        assertThat(Duration.between(credential.issued(), credential.expiry())).hasMinutes(10);
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a\\u0000b\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"tökén\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":7,\"token_type\":\"Bearer\"}",
                "{\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"canary-abc\",\"token_type\":\"DPoP\"}",
                "[]",
                "<html>login</html>",
                ""
            })
    void exchange_answerThatIsNoToken_isRejectedWithoutShowingIt(String body) {
        GovShareException refused = refused(bySecret(), 200, body);

        assertThat(refused).isInstanceOf(ResponseRejectedException.class);
        assertThat(refused.getMessage())
                .doesNotContain("X: y")
                .doesNotContain("tökén")
                .doesNotContain("abc");
    }

    @Test
    void exchange_invalidClientWithKey_saysWhichKeyMustBeRegistered() {
        SigningKey key = SigningKey.generate().withKeyId("key-1");

        GovShareException refused = refused(
                exchange(Credentials.privateKeyJwt("residence-permits", key)),
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"no such kid\"}",
                "X-Request-Id",
                "r-1");

        assertThat(refused).isInstanceOf(CredentialException.class);
        assertThat(refused.code()).contains("invalid_client");
        assertThat(refused.platformMessage()).contains("no such kid");
        assertThat(refused.requestId()).contains("r-1");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.diagnosis().evidence()).contains("key-1").contains(TOKEN_ENDPOINT);
        assertThat(refused.diagnosis().remedy()).contains("private_key_jwt");
    }

    @Test
    void exchange_invalidClientWithSecret_saysToCheckTheSecret() {
        GovShareException refused = refused(bySecret(), 401, "{\"error\":\"invalid_client\"}");

        assertThat(refused).isInstanceOf(CredentialException.class);
        assertThat(refused.diagnosis().remedy()).contains("client_secret_basic");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_scope, ConfigurationException, default scope",
        "unsupported_grant_type, ConfigurationException, token endpoint",
        "unauthorized_client, CredentialException, allow the grant",
        "invalid_request, CredentialException, own words",
        "something_new, CredentialException, own words"
    })
    void exchange_refused_isTheExceptionWithItsRemedy(String error, String type, String remedy) {
        GovShareException refused = refused(bySecret(), 400, "{\"error\":\"" + error + "\"}");

        assertThat(refused.getClass().getSimpleName()).isEqualTo(type);
        assertThat(refused.code()).contains(error);
        assertThat(refused.diagnosis().remedy()).contains(remedy);
    }

    @ParameterizedTest
    @CsvSource({"the assertion has expired", "iat is in the future", "exp too far ahead"})
    void exchange_assertionRefusedForItsTimes_saysTheClocksDiffer(String words) {
        GovShareException refused = refused(
                exchange(Credentials.privateKeyJwt("residence-permits", SigningKey.generate())),
                400,
                "{\"error\":\"invalid_client\",\"error_description\":\"" + words + "\"}",
                "Date",
                "Mon, 23 Nov 2026 08:10:00 GMT");

        assertThat(refused).isInstanceOf(CredentialException.class);
        assertThat(refused.diagnosis().remedy()).contains("NTP");
        assertThat(refused.diagnosis().evidence()).contains("600 s");
    }

    @Test
    void exchange_noTokenEndpointThere_isAConfigurationError() {
        link.answers = request -> FakeLink.answer(request, 404, "text/html", "<html>Not here</html>");

        assertThatThrownBy(() -> bySecret().exchange(CallFacts.OWN))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tokenEndpoint(…)");
    }

    @Test
    void exchange_serverEchoesTheSecret_isNotRepeated() {
        GovShareException refused = refused(
                bySecret(),
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"wrong secret " + SECRET + "\"}");

        assertThat(refused.platformMessage()).contains("wrong secret ***");
        assertThat(refused.getMessage()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary-p%3a%c3%9f%25%26%2b+s3cret",
                "canary-p%3A%C3%9F%25%26%2B%20s3cret",
                "canary-p:ß%&amp;+ s3cret",
                "cmVzaWRlbmNlK3Blcm1pdHM6Y2FuYXJ5LXAlM0ElQzMlOUYlMjUlMjYlMkIrczNjcmV0"
            })
    void exchange_serverEchoesTheSecretInAnotherSpelling_isNotRepeated(String echo) {
        GovShareException refused = refused(
                bySecret(),
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"wrong: " + echo + "\",\"requestId\":\"r " + echo
                        + "\"}",
                "WWW-Authenticate",
                "Basic realm=\"x\", error=\"invalid_client\", error_description=\"" + echo + "\"");

        assertThat(refused.platformMessage()).contains("wrong: ***");
        assertThat(refused.requestId()).contains("r ***");
        assertThat(refused.diagnosis().evidence()).contains("WWW-Authenticate: Basic");
        assertThat(refused.getMessage() + refused.diagnosis())
                .doesNotContain("s3cret")
                .doesNotContain("cmVzaWRl");
    }

    @Test
    void exchange_serverEchoesTheAssertion_isNotRepeated() {
        link.answers = request -> FakeLink.answer(
                request,
                400,
                "application/json",
                "{\"error\":\"invalid_client\",\"error_description\":\"bad: "
                        + SentForm.of(request).get("client_assertion") + "\"}");
        CredentialExchange exchange = exchange(Credentials.privateKeyJwt("residence-permits", SigningKey.generate()));

        assertThatThrownBy(() -> exchange.exchange(CallFacts.OWN))
                .isInstanceOfSatisfying(
                        CredentialException.class,
                        refused -> assertThat(refused.platformMessage()).contains("bad: ***"));
    }

    private PrerequisiteException failed() {
        return catchThrowableOfType(
                PrerequisiteException.class, () -> bySecret().exchange(CallFacts.OWN));
    }

    @Test
    void exchange_tooManyRequests_mayPassAndSaysHowLongToWait() {
        link.answers = request -> FakeLink.answer(request, 429, "application/json", "{}", "Retry-After", "7");

        PrerequisiteException failed = failed();

        assertThat(failed.refusal()).containsInstanceOf(QuotaExceededException.class);
        assertThat(failed.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void exchange_serverFails_mayPassAndNamesTheEndpoint(int status) {
        link.answers = request -> FakeLink.answer(request, status, "text/plain", "down", "Retry-After", "3");

        PrerequisiteException failed = failed();

        assertThat(failed.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal).isInstanceOf(PlatformUnavailableException.class);
            assertThat(refusal.status()).isEqualTo(status);
        });
        assertThat(failed).hasMessageContaining(TOKEN_ENDPOINT).hasMessageContaining(Integer.toString(status));
        assertThat(failed.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(failed.origin()).isEqualTo(Origin.of(URI.create(TOKEN_ENDPOINT)));
        assertThat(link.sent).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("networkFailures")
    void exchange_serverUnreachable_mayPassAndNamesTheEndpoint(IOException failure) {
        link.answers = request -> {
            throw failure;
        };

        PrerequisiteException failed = failed();

        assertThat(failed).hasMessage("Token endpoint " + TOKEN_ENDPOINT + ": " + failure.getMessage());
        assertThat(failed.failure()).containsSame(failure);
        assertThat(failed.origin()).isEqualTo(Origin.of(URI.create(TOKEN_ENDPOINT)));
        assertThat(link.sent).hasSize(1);
    }

    static Stream<IOException> networkFailures() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new SocketTimeoutException("timeout"),
                new IOException("cut"));
    }

    @Test
    void exchange_clientClosed_isCancelledNotFailed() {
        link.answers = request -> {
            throw new CallCancelledException("The client was closed", null);
        };

        assertThatThrownBy(() -> bySecret().exchange(CallFacts.OWN)).isInstanceOf(CallCancelledException.class);
    }

    @Test
    void exchange_keptConnectionWasClosed_asksOnceMoreWithANewAssertion() throws IOException {
        link.answers = request -> {
            if (link.sent.size() == 1) {
                throw new StaleConnectionException(new IOException("unexpected end of stream"));
            }
            return FakeLink.json(request, GRANTED);
        };

        exchange(Credentials.privateKeyJwt("residence-permits", SigningKey.generate()))
                .exchange(CallFacts.OWN);

        assertThat(link.sent)
                .extracting(sent -> SentForm.of(sent.request()).get("client_assertion"))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void exchange_keptConnectionsAllClosed_isLeftToTheCall() {
        link.answers = request -> {
            throw new StaleConnectionException(new IOException("unexpected end of stream"));
        };

        assertThat(failed()).hasMessageContaining(TOKEN_ENDPOINT);
        assertThat(link.sent).hasSize(2);
    }

    @Test
    void exchange_refusedForAClockThatTheAnswerSetRight_asksOnceMore() throws IOException {
        Instant right = link.now.plus(Duration.ofMinutes(10));
        link.answers = request -> {
            if (link.sent.size() == 1) {
                link.now = right;
                return FakeLink.answer(
                        request,
                        401,
                        "application/json",
                        "{\"error\":\"invalid_client\",\"error_description\":\"exp is past\"}",
                        "Date",
                        "Mon, 23 Nov 2026 08:10:00 GMT");
            }
            return FakeLink.json(request, GRANTED);
        };

        Credential credential = exchange(Credentials.privateKeyJwt("residence-permits", SigningKey.generate()))
                .exchange(CallFacts.OWN);

        assertThat(credential.issued()).isEqualTo(right);
        assertThat(link.sent).hasSize(2);
    }

    @Test
    void exchange_wrongSecret_isAskedOnce() {
        refused(bySecret(), 401, "{\"error\":\"invalid_client\"}", "Date", "Mon, 23 Nov 2026 08:00:00 GMT");

        assertThat(link.sent).hasSize(1);
    }

    @Test
    void exchange_tokenEndpointThatIsNoUrl_isAConfigurationError() {
        CredentialExchange exchange =
                exchange(Credentials.clientSecretBasic("residence-permits", Secret.of("s")), "token");

        assertThatThrownBy(() -> exchange.exchange(CallFacts.OWN)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void inputs_equalForAllDatasets_sinceOneTokenServesAll() {
        CredentialExchange exchange = bySecret();

        assertThat(exchange.inputs(CallFacts.OWN)).isEqualTo(bySecret().inputs(CallFacts.OWN));
        assertThat(exchange.inputs(CallFacts.OWN).toString()).doesNotContain("s3cret");
    }
}
