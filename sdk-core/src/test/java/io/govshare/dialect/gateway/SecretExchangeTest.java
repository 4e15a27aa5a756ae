package io.govshare.dialect.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.Credentials;
import io.govshare.auth.FakeLink;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.QuotaExceededException;
import io.govshare.http.Answer;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the answers to an exchange. */
class SecretExchangeTest {

    private static final Codes CODES = Codes.at("/code")
            .message("/msg")
            .success("0")
            .on(Kind.QUOTA, "18")
            .on(Kind.NOT_FOUND, "404")
            .recordsAt("/data");
    private static final Duration USUAL = Duration.ofMinutes(15);

    private final FakeLink link = new FakeLink();

    private Credential exchange(int status, String body, String... headers) throws IOException {
        link.answers = request -> {
            Answer answer = FakeLink.answer(request, status, "application/json", body, headers);
            return answer.with(CODES.classify(answer));
        };
        link.credentials = Credentials.sharedSecret("app-0001", Secret.of("canary-app-key"));
        GatewayConnection connection = new GatewayConnection(link, GatewaySettings.at("https://gw.example.gov"));
        return SecretExchange.shared(
                        connection,
                        (facts, now) -> Request.of("POST", "https://gw.example.gov/token", null)
                                .withParameter("sign", "canary-sign"),
                        (facts, reply, asked) ->
                                Credential.of(Secret.of(reply.text("/secret")), asked, reply.end("/end", asked, USUAL)))
                .exchange(CallFacts.OWN);
    }

    private Instant end(String spelled) throws IOException {
        return exchange(200, "{\"code\":\"0\",\"secret\":\"s\",\"end\":" + spelled + "}")
                .expiry();
    }

    @Test
    void end_thatTheReplyNames_isTheSecrets() throws IOException {
        Instant end = link.now.plusSeconds(600);

        assertThat(end("\"" + end.toEpochMilli() + "\"")).isEqualTo(end);
        assertThat(end(Long.toString(end.getEpochSecond()))).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "0", "1800", "\"2001-01-01 00:00:00\""})
    void end_thatIsPastOrMissing_isAfterTheUsualLife(String spelled) throws IOException {
        assertThat(end(spelled)).isEqualTo(link.now.plus(USUAL));
    }

    @Test
    void reply_withJsonInsideAString_isOpened() throws IOException {
        assertThat(exchange(200, "\"{\\\"code\\\":\\\"0\\\",\\\"secret\\\":\\\"s\\\"}\"")
                        .value()
                        .revealText())
                .isEqualTo("s");
    }

    @ParameterizedTest
    @CsvSource({"200", "429", "403"})
    void quota_isNotAskedAgainSoon(int status) {
        assertThatThrownBy(() -> exchange(status, "{\"code\":\"18\",\"msg\":\"over\"}"))
                .isInstanceOf(QuotaExceededException.class);
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void quota_thatSaysWhen_isLeftToTheResilienceOfTheCall() {
        assertThatThrownBy(() -> exchange(429, "{\"code\":\"18\"}", "Retry-After", "2"))
                .isInstanceOfSatisfying(
                        PrerequisiteException.class,
                        e -> assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(2)));
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void addressWithoutExchange_isSaidToBeThat() {
        assertThatThrownBy(() -> exchange(200, "{\"code\":\"404\"}"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("exchanges no secrets at this address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"0\",\"secret\":\"canary-se",
                "{\"code\":\"0\",\"secret\":\"canary-secret\",\"end\":\"canary-end\"}",
                "{\"code\":\"0\",\"secret\":{\"value\":\"canary-secret\"}}",
                "[]",
            })
    void reply_thatCannotBeUsed_isRefusedWithoutShowingIt(String body) {
        assertThatThrownBy(() -> exchange(200, body))
                .isInstanceOf(GovShareException.class)
                .satisfies(e -> {
                    for (Throwable each = e; each != null; each = each.getCause()) {
                        assertThat(each.toString()).doesNotContain("canary");
                    }
                });
    }
}
