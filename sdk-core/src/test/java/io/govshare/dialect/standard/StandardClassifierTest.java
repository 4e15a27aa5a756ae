package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.auth.FakeLink;
import io.govshare.guides.Guide;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardClassifierTest {

    private static final String SET = "https://share.example.gov/odata/cn.stats.counties";

    private final StandardClassifier classifier = new StandardClassifier(() -> Instant.parse("2026-11-23T08:00:00Z"));

    private Outcome classify(int status, String type, String body, String... headers) {
        return classifier.classify(FakeLink.answer(Request.get(SET), status, type, body, headers));
    }

    private Outcome problem(int status, String code) {
        return classify(
                status,
                "application/problem+json",
                "{\"type\":\"https://govshare.io/problems/" + code + "\",\"title\":\"t\",\"status\":" + status
                        + ",\"detail\":\"said so\",\"code\":\"" + code + "\",\"requestId\":\"r-1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid-token, CREDENTIAL_REJECTED, credentials",
        "401, signature-missing, SIGNATURE_REJECTED, signing(…)",
        "401, signature-invalid, SIGNATURE_REJECTED, registered",
        "401, nonce-replayed, SIGNATURE_REJECTED, repeats requests",
        "401, clock-skew, CLOCK, NTP",
        "400, context-missing, INVALID, CallContext",
        "400, context-invalid, INVALID, CallContext",
        "400, digest-invalid, INVALID, rewrites requests",
        "400, invalid-query, INVALID, schema",
        "403, not-granted, DENIED, Apply",
        "403, purpose-not-granted, DENIED, CallContext.purpose(…)",
        "403, grant-expired, DENIED, renewed",
        "403, field-not-granted, DENIED, select(…)",
        "403, not-shared, DENIED, publishing department",
        "404, unknown-dataset, NOT_FOUND, catalogue",
        "404, not-found, NOT_FOUND, bind(…)",
        "429, rate-limited, QUOTA, less often",
        "429, quota-exceeded, QUOTA, begins anew",
        "500, internal, UPSTREAM, request id",
        "502, upstream, UPSTREAM, publishing department",
        "503, busy, BUSY, later",
        "504, upstream-timeout, UPSTREAM, limit(…)"
    })
    void classify_codeOfTheProtocol_hasItsMeaningAndRemedy(int status, String code, Kind kind, String remedy) {
        Outcome outcome = problem(status, code);

        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.message()).isEqualTo("said so");
        assertThat(outcome.requestId()).isEqualTo("r-1");
        assertThat(Objects.requireNonNull(outcome.diagnosis()).remedy()).contains(remedy);
    }

    @Test
    void classify_tokenRefused_tellsWhetherOneWasShown() {
        Request shown = Request.get(SET).with(Headers.of("Authorization", "Bearer abc"));
        String problem = "{\"code\":\"invalid-token\"}";

        assertThat(cause(classifier.classify(FakeLink.answer(shown, 401, "application/problem+json", problem))))
                .contains("does not accept the token");
        assertThat(cause(problem(401, "invalid-token"))).contains("who the application is");
        assertThat(cause(classify(401, "application/json", "{}"))).contains("who the application is");
        assertThat(classifier
                        .classify(FakeLink.answer(shown, 401, "application/json", "{}"))
                        .diagnosis())
                .isNull();
    }

    private static String cause(Outcome outcome) {
        return Objects.requireNonNull(outcome.diagnosis()).cause();
    }

    @Test
    void codes_allStandInTheProtocol() {
        List<String> documented = Guide.of("protocol.md").table("status").stream()
                .flatMap(row -> Stream.of(row.get(1).replace("`", "").split(", ")))
                .toList();

        assertThat(documented)
                .containsAll(Stream.of(ProblemCode.values())
                        .map(code -> code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    @Test
    void classify_noSuchRecord_isEmpty() {
        assertThat(problem(404, "no-such-record").kind()).isEqualTo(Kind.EMPTY);
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void of_everyCode_isFoundInBothSpellings(ProblemCode code) {
        String dashed = code.name().toLowerCase(Locale.ROOT).replace('_', '-');

        assertThat(ProblemCode.of(dashed)).isEqualTo(code);
        assertThat(ProblemCode.of(dashed.replace('-', '_'))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID",
        "401, CREDENTIAL_REJECTED",
        "403, DENIED",
        "404, NOT_FOUND",
        "405, INVALID",
        "408, UPSTREAM",
        "410, NOT_FOUND",
        "413, INVALID",
        "425, BUSY",
        "429, QUOTA",
        "500, UPSTREAM",
        "502, UPSTREAM",
        "503, BUSY",
        "504, UPSTREAM",
        "302, INVALID"
    })
    void classify_unknownCode_goesByTheStatus(int status, Kind kind) {
        assertThat(problem(status, "something-new").kind()).isEqualTo(kind);
        assertThat(classify(status, "text/plain", "").kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 304})
    void classify_success_isOk(int status) {
        assertThat(classify(status, "application/json", "{\"code\":\"internal\"}")
                        .kind())
                .isEqualTo(Kind.OK);
    }

    @Test
    void classify_successWithoutContent_isEmpty() {
        assertThat(classify(204, "application/json", "").kind()).isEqualTo(Kind.EMPTY);
    }

    @Test
    void classify_plain404OfAKey_isEmpty() {
        Answer answer = FakeLink.answer(Request.get(SET + "('350102')"), 404, "text/plain", "");

        assertThat(classifier.classify(answer).kind()).isEqualTo(Kind.EMPTY);
    }

    @Test
    void classify_html404OfAKey_isNotFoundSinceAProxyMadeIt() {
        Answer answer = FakeLink.answer(Request.get(SET + "('350102')"), 404, "text/html", "<title>404</title>");

        assertThat(classifier.classify(answer).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void classify_text404OfAKey_isNotFoundSinceNoServiceOfRecordsSaidIt() {
        Answer answer = FakeLink.answer(Request.get(SET + "('350102')"), 404, "text/plain", "404 page not found");

        assertThat(classifier.classify(answer).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void classify_odata404OfAKey_isEmpty() {
        Answer answer = FakeLink.answer(
                Request.get(SET + "('350102')"),
                404,
                "application/json",
                "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"no such entity\"}}");

        assertThat(classifier.classify(answer).kind()).isEqualTo(Kind.EMPTY);
    }

    @Test
    void classify_unknownDatasetOfAKey_isNotFound() {
        Answer answer = FakeLink.answer(
                Request.get(SET + "('350102')"), 404, "application/problem+json", "{\"code\":\"unknown-dataset\"}");

        assertThat(classifier.classify(answer).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void classify_nothingAtTheAddressOfAKey_isNotFound() {
        Answer answer = FakeLink.answer(
                Request.get(SET + "('350102')"), 404, "application/problem+json", "{\"code\":\"not-found\"}");

        assertThat(classifier.classify(answer).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void classify_bearerChallenge_isCredentialRejected() {
        Outcome outcome =
                classify(401, "text/plain", "", "WWW-Authenticate", "Bearer realm=\"x\", error=\"invalid_token\"");

        assertThat(outcome.kind()).isEqualTo(Kind.CREDENTIAL_REJECTED);
        assertThat(outcome.code()).isEqualTo("invalid-token");
    }

    @Test
    void classify_signatureProblemWithBearerChallenge_isOfTheSignature() {
        Outcome outcome = classify(
                401,
                "application/problem+json",
                "{\"code\":\"signature-invalid\"}",
                "WWW-Authenticate",
                "Bearer error=\"invalid_token\"");

        assertThat(outcome.kind()).isEqualTo(Kind.SIGNATURE_REJECTED);
    }

    @Test
    void classify_codeOnlyInType_isRead() {
        Outcome outcome = classify(
                403,
                "application/problem+json",
                "{\"type\":\"https://govshare.io/problems/grant-expired\",\"title\":\"T\"}");

        assertThat(outcome.code()).isEqualTo("grant-expired");
        assertThat(outcome.message()).isEqualTo("T");
    }

    @Test
    void classify_oauthError_isRead() {
        Outcome outcome =
                classify(400, "application/json", "{\"error\":\"invalid_client\",\"error_description\":\"who?\"}");

        assertThat(outcome.code()).isEqualTo("invalid_client");
        assertThat(outcome.message()).isEqualTo("who?");
    }

    @Test
    void classify_odataError_isRead() {
        Outcome outcome = classify(
                400,
                "application/json",
                "{\"error\":{\"code\":\"BadFilter\",\"message\":\"no field x\"}}",
                "X-Request-Id",
                "r-2");

        assertThat(outcome.code()).isEqualTo("BadFilter");
        assertThat(outcome.message()).isEqualTo("no field x");
        assertThat(outcome.requestId()).isEqualTo("r-2");
    }

    @Test
    void classify_htmlPage_saysThatSomethingElseAnswered() {
        Outcome outcome =
                classify(502, "text/html; charset=utf-8", "<html><head><title> Bad Gateway </title></head></html>");

        assertThat(outcome.kind()).isEqualTo(Kind.UPSTREAM);
        assertThat(outcome.message()).isEqualTo("HTML page: Bad Gateway");
        assertThat(Objects.requireNonNull(outcome.diagnosis()).remedy()).contains("StandardPlatform.at(…)");
    }

    @Test
    void classify_longText_isCut() {
        Outcome outcome = classify(500, "text/plain", "x".repeat(10_000));

        assertThat(outcome.message()).hasSizeLessThan(600);
    }

    @Test
    void classify_hugeOrBrokenBody_stillHasAMeaning() {
        assertThat(classify(500, "application/json", "{".repeat(50_000)).kind()).isEqualTo(Kind.UPSTREAM);
        assertThat(classify(403, "application/problem+json", "x".repeat(100_000))
                        .kind())
                .isEqualTo(Kind.DENIED);
    }

    @Test
    void classify_clockSkew_saysHowFarTheClocksAreApart() {
        Outcome outcome = classify(
                401, "application/problem+json", "{\"code\":\"clock-skew\"}", "Date", "Mon, 23 Nov 2026 08:05:00 GMT");

        assertThat(Objects.requireNonNull(outcome.diagnosis()).evidence())
                .contains("unsigned")
                .contains("300 s");
    }

    @Test
    void classify_signatureRefused_showsWhatWasSigned() {
        Request signed = Request.get(SET).with("Signature-Input", "sig1=(\"@method\");keyid=\"key-1\"");

        Outcome outcome = classifier.classify(
                FakeLink.answer(signed, 401, "application/problem+json", "{\"code\":\"signature-invalid\"}"));

        assertThat(Objects.requireNonNull(outcome.diagnosis()).evidence()).contains("key-1");
    }
}
