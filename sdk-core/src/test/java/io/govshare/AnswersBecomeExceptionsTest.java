package io.govshare;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.TimeSource;
import io.govshare.leaks.SharedResources;
import io.govshare.signing.Secret;
import io.govshare.usage.UsageOptions;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the whole client makes of each kind of answer: the table in docs/architecture.md, row by row. */
@SharedResources
class AnswersBecomeExceptionsTest {

    record County(String code, String name) {}

    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    private static final String ID = "cn.stats.counties";
    private static final String RECORDS = "/odata/" + ID + ".*";

    private final List<Duration> waits = new ArrayList<>();
    private GovShare govshare;
    private Dataset<County> counties;

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void open() {
        SERVER.resetAll();
        SERVER.stubFor(post("/token")
                .inScenario("tokens")
                .willReturn(token("canary-t-0001"))
                .willSetStateTo("another"));
        SERVER.stubFor(post("/token")
                .inScenario("tokens")
                .whenScenarioStateIs("another")
                .willReturn(token("canary-t-0002")));
        String url = SERVER.baseUrl();
        govshare = GovShare.builder()
                .application("answers", "1")
                .platform(StandardPlatform.at(url).name("test-platform").tokenEndpoint(URI.create(url + "/token")))
                .credentials(Credentials.clientSecretBasic("answers", Secret.of("canary-secret-of-the-test")))
                .context(CallContext.purpose("residence-permit").build())
                .bind(DatasetDescription.at(ID, URI.create(url + "/odata/" + ID)))
                .usage(UsageOptions.notRecorded())
                .clock(TimeSource.SYSTEM, (call, duration) -> waits.add(duration))
                .build();
        counties = govshare.dataset(ID, County.class);
    }

    private static ResponseDefinitionBuilder token(String token) {
        return okJson("{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
    }

    @AfterEach
    void close() {
        govshare.close();
    }

    /**
     * One row of the table.
     *
     * @param code the platform's code; null for none
     * @param attempts requests for records that reach the server
     * @param words in the message
     */
    private record Row(
            String name,
            ResponseDefinitionBuilder answer,
            Class<? extends GovShareException> type,
            int status,
            String code,
            int attempts,
            List<String> words) {

        Row(
                String name,
                ResponseDefinitionBuilder answer,
                Class<? extends GovShareException> type,
                int status,
                String code,
                int attempts,
                String... words) {
            this(name, answer, type, status, code, attempts, List.of(words));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static ResponseDefinitionBuilder problem(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/problem+json")
                .withHeader("X-Request-Id", "R-20260101-000017")
                .withBody("{\"type\":\"https://govshare.io/problems/" + code + "\",\"status\":" + status
                        + ",\"code\":\"" + code + "\",\"detail\":\"words of the platform\"}");
    }

    private static ResponseDefinitionBuilder plain(int status) {
        return aResponse().withStatus(status).withHeader("X-Request-Id", "R-20260101-000017");
    }

    private static ResponseDefinitionBuilder json(byte[] body) {
        return plain(200).withHeader("Content-Type", "application/json").withBody(body);
    }

    private static ResponseDefinitionBuilder html(int status) {
        return plain(status)
                .withHeader("Content-Type", "text/html; charset=utf-8")
                .withBody("<!DOCTYPE html><html><title>Sign in</title></html>");
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("400", problem(400, "invalid-query"), InvalidRequestException.class, 400, "invalid-query", 1),
                new Row("400 plain", plain(400), InvalidRequestException.class, 400, null, 1, "does not understand"),
                new Row("401", problem(401, "invalid-token"), CredentialException.class, 401, "invalid-token", 2),
                new Row("401 plain", plain(401), CredentialException.class, 401, null, 2, "credentials(…)"),
                new Row(
                        "401 signature",
                        problem(401, "signature-missing"),
                        CredentialException.class,
                        401,
                        "signature-missing",
                        1,
                        "signing(…)"),
                new Row(
                        "403",
                        problem(403, "not-granted"),
                        SharingDeniedException.class,
                        403,
                        "not-granted",
                        1,
                        "grant"),
                new Row("403 plain", plain(403), SharingDeniedException.class, 403, null, 1, "grant"),
                new Row("404", problem(404, "unknown-dataset"), NotFoundException.class, 404, "unknown-dataset", 1),
                new Row("404 plain", plain(404), NotFoundException.class, 404, null, 1, "dataset id"),
                new Row("408", plain(408), PlatformUnavailableException.class, 408, null, 3),
                new Row("409", plain(409), InvalidRequestException.class, 409, null, 1),
                new Row("429", problem(429, "rate-limited"), QuotaExceededException.class, 429, "rate-limited", 3),
                new Row("429 plain", plain(429), QuotaExceededException.class, 429, null, 3, "Call less often"),
                new Row("500", problem(500, "internal"), PlatformUnavailableException.class, 500, "internal", 3),
                new Row("502", plain(502), PlatformUnavailableException.class, 502, null, 3, "Try again later"),
                new Row("503", problem(503, "busy"), PlatformUnavailableException.class, 503, "busy", 3),
                new Row("503 HTML", html(503), PlatformUnavailableException.class, 503, null, 3, "HTML page"),
                new Row("504", plain(504), PlatformUnavailableException.class, 504, null, 3, "Try again later"),
                new Row(
                        "301",
                        plain(301).withHeader("Location", "/elsewhere"),
                        InvalidRequestException.class,
                        301,
                        null,
                        1,
                        "StandardPlatform.at(…)"),
                new Row("HTML", html(200), ResponseRejectedException.class, 200, null, 1, "HTML page"),
                new Row("empty", json(new byte[0]), ResponseRejectedException.class, 200, null, 1, "is empty"),
                new Row(
                        "other charset",
                        json("{\"value\":[{\"code\":\"350102\",\"name\":\"鼓楼区\"}]}"
                                .getBytes(Charset.forName("GB18030"))),
                        ResponseRejectedException.class,
                        200,
                        null,
                        1,
                        "UTF-8"),
                new Row(
                        "no records",
                        json("{\"code\":500}".getBytes(StandardCharsets.UTF_8)),
                        ResponseRejectedException.class,
                        200,
                        null,
                        1,
                        "no records"),
                new Row(
                        "misfit",
                        json("{\"value\":[{\"code\":\"350102\"},{\"code\":[]}]}".getBytes(StandardCharsets.UTF_8)),
                        ResponseRejectedException.class,
                        200,
                        null,
                        1,
                        "Record 2 of the page",
                        "code"),
                new Row(
                        "null record",
                        json("{\"value\":[null]}".getBytes(StandardCharsets.UTF_8)),
                        ResponseRejectedException.class,
                        200,
                        null,
                        1,
                        "Record 1 of the page",
                        "found null"),
                new Row(
                        "unasked coding",
                        json("{}".getBytes(StandardCharsets.UTF_8)).withHeader("Content-Encoding", "br"),
                        ResponseRejectedException.class,
                        200,
                        null,
                        1,
                        "content coding"),
                new Row(
                        "changed",
                        json("{}".getBytes(StandardCharsets.UTF_8)).withHeader("Content-Digest", "sha-256=:AAAA:"),
                        ResponseRejectedException.class,
                        200,
                        null,
                        1,
                        "changed on its way"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void query_answered_isTheExceptionOfItsRowWithAllThatIsKnown(Row row) {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(row.answer()));

        GovShareException thrown = catchThrowableOfType(row.type(), () -> counties.query(Query.all()));

        assertThat(thrown).isNotNull();
        assertThat(thrown.platform()).hasValue("test-platform");
        assertThat(thrown.dataset()).hasValue(ID);
        assertThat(thrown.status()).isEqualTo(row.status());
        assertThat(thrown.code()).isEqualTo(java.util.Optional.ofNullable(row.code()));
        assertThat(thrown.requestId()).hasValue("R-20260101-000017");
        assertThat(thrown.attempts()).isEqualTo(row.attempts());
        assertThat(thrown.diagnosis().cause()).isNotBlank();
        assertThat(thrown.diagnosis().remedy()).isNotBlank();
        assertThat(thrown.getMessage())
                .startsWith(ID + ": ")
                .contains("R-20260101-000017", "Remedy: ")
                .satisfies(message ->
                        row.words().forEach(word -> assertThat(message).contains(word)));
        if (row.code() != null) {
            assertThat(thrown.platformMessage()).hasValue("words of the platform");
        }
        SERVER.verify(row.attempts(), anyRequestedFor(urlPathMatching(RECORDS)));
        assertThat(SERVER.getAllServeEvents())
                .as("nothing but records, token and the address of grants is asked for")
                .extracting(event -> event.getRequest().getUrl())
                .allMatch(url -> url.matches("/token|/\\.well-known/api-catalog|" + RECORDS));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void stream_answered_isTheSameException(Row row) {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(row.answer()));

        try (Stream<County> all = counties.stream(Query.all())) {
            GovShareException thrown = catchThrowableOfType(row.type(), all::toList);

            assertThat(thrown).isNotNull();
            assertThat(thrown.status()).isEqualTo(row.status());
            assertThat(thrown.platform()).hasValue("test-platform");
            assertThat(thrown.attempts()).isEqualTo(row.attempts());
        }
    }

    @Test
    void credentialRejected_isExchangedOnceAndNoMore() {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(problem(401, "invalid-token")));

        assertThatThrownBy(() -> counties.query(Query.all())).isInstanceOf(CredentialException.class);
        SERVER.verify(2, postRequestedFor(urlEqualTo("/token")));
    }

    @Test
    void tooManyCalls_retryAfterIsWaitedForAndSaid() {
        SERVER.stubFor(any(urlPathMatching(RECORDS))
                .willReturn(problem(429, "rate-limited").withHeader("Retry-After", "2")));

        GovShareException thrown =
                catchThrowableOfType(QuotaExceededException.class, () -> counties.query(Query.all()));

        assertThat(thrown.retryAfter()).hasValue(Duration.ofSeconds(2));
        assertThat(waits)
                .hasSize(2)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2200)));
    }

    @Test
    void tooManyCalls_longRetryAfterFailsNowWithTheHint() {
        SERVER.stubFor(any(urlPathMatching(RECORDS))
                .willReturn(problem(429, "quota-exceeded").withHeader("Retry-After", "3600")));

        GovShareException thrown =
                catchThrowableOfType(QuotaExceededException.class, () -> counties.query(Query.all()));

        assertThat(thrown.retryAfter()).hasValue(Duration.ofHours(1));
        assertThat(thrown.attempts()).isEqualTo(1);
        assertThat(waits).isEmpty();
        SERVER.verify(1, anyRequestedFor(urlPathMatching(RECORDS)));
    }

    @Test
    void redirect_isNotFollowed() {
        SERVER.stubFor(any(urlPathMatching(RECORDS))
                .willReturn(plain(302).withHeader("Location", SERVER.baseUrl() + "/elsewhere")));

        assertThatThrownBy(() -> counties.query(Query.all())).isInstanceOf(InvalidRequestException.class);
        SERVER.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void noSuchRecord_isEmpty() {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(problem(404, "no-such-record")));
        assertThat(counties.find("350102")).isEmpty();

        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(plain(404)));
        assertThat(counties.find("350102")).as("said by the status alone").isEmpty();
    }

    @Test
    void datasetUnknownToALookUp_isNotFound() {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(problem(404, "unknown-dataset")));

        assertThat(catchThrowableOfType(NotFoundException.class, () -> counties.find("350102")))
                .isNotNull();
    }

    @Test
    void noContent_isEmpty() {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(plain(204)));

        assertThat(counties.find("350102")).isEmpty();
        assertThat(counties.query(Query.all()).items()).isEmpty();
        assertThat(counties.count(Query.all())).isZero();
    }

    @Test
    void tokenEndpointRefusing_isACredentialExceptionOfTheDataset() {
        SERVER.stubFor(post("/token")
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"error\":\"invalid_client\"}")));

        CredentialException thrown = catchThrowableOfType(CredentialException.class, () -> counties.query(Query.all()));

        assertThat(thrown.platform()).hasValue("test-platform");
        assertThat(thrown.dataset()).hasValue(ID);
        assertThat(thrown.code()).hasValue("invalid_client");
        assertThat(thrown.getStackTrace())
                .as("the caller's own frames")
                .anySatisfy(frame ->
                        assertThat(frame.getClassName()).startsWith(getClass().getName()));
        SERVER.verify(0, anyRequestedFor(urlPathMatching(RECORDS)));
    }
}
