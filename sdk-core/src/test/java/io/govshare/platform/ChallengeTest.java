package io.govshare.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

    private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl";

    private static Answer answer(String authorization, String... challenges) {
        Request request =
                Request.get("https://share.example.gov/odata/counties").with("Authorization", authorization);
        Headers headers = Headers.none();
        for (String challenge : challenges) {
            headers = headers.and("WWW-Authenticate", challenge);
        }
        return Answer.whole(request, 401, headers, new byte[0]);
    }

    private static String seen(String... challenges) {
        return Challenge.seen(answer("DPoP " + TOKEN, challenges), List.of(TOKEN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DPoP error=\"invalid_token\", error_description=\"It ended\", algs=\"ES256\""
                        + " | WWW-Authenticate: DPoP error=\"invalid_token\" error_description=\"It ended\" algs=\"ES256\"",
                "Bearer, DPoP algs=\"ES256\" | WWW-Authenticate: Bearer, DPoP algs=\"ES256\"",
                "Bearer realm=\"a, b\" , error = insufficient_scope,scope=\"districts:read\", DPoP"
                        + " | WWW-Authenticate: Bearer error=\"insufficient_scope\" scope=\"districts:read\", DPoP",
                "DPoP error_description=\"say \\\"no\\\", Basic realm=x\""
                        + " | WWW-Authenticate: DPoP error_description=\"say \\\"no\\\", Basic realm=x\"",
            })
    void seen_challenges_areSchemesAndWhatHelps(String field, String expected) {
        assertThat(seen(field)).isEqualTo(expected);
    }

    @Test
    void seen_otherSchemeThanTheOneSent_saysSo() {
        assertThat(seen("Bearer realm=\"records\""))
                .isEqualTo("WWW-Authenticate: Bearer; the credential was sent as DPoP");
    }

    @Test
    void seen_severalFields_areReadTogether() {
        assertThat(seen("Bearer error=\"invalid_token\"", "DPoP"))
                .isEqualTo("WWW-Authenticate: Bearer error=\"invalid_token\", DPoP");
    }

    @Test
    void seen_ticketOfAnotherScheme_isLeftOut() {
        assertThat(seen("Negotiate YIIBhwYGKwYBBQUCoIIBezCCA/8X+g==, DPoP"))
                .isEqualTo("WWW-Authenticate: Negotiate, DPoP");
    }

    @Test
    void seen_noChallenge_isNothing() {
        assertThat(seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "\"", ",,,", "DPoP error=\"", "DPoP error=\"\\", "error=x"})
    void seen_whatIsNoChallenge_doesNotFail(String field) {
        assertThat(seen(field)).doesNotContain("null");
    }

    @Test
    void seen_longField_isCut() {
        String words = "\\\"a ".repeat(50_000);

        assertThat(seen("DPoP error_description=\"" + words + "\"")).hasSizeLessThan(300);
        assertThat(seen("DPoP error_description=\"" + "a ".repeat(300) + "\"")).hasSizeLessThan(300);
    }

    @Test
    void refusal_platformEchoesToken_isNotShownAnywhere() {
        Answer answer = answer(
                        "Bearer " + TOKEN,
                        "Bearer error=\"invalid_token\", error_description=\"not for 11010519491231002X: " + TOKEN
                                + "\"")
                .with(Outcome.of(
                        Outcome.Kind.CREDENTIAL_REJECTED, "invalid_token", "no such token " + TOKEN + ".", null));

        GovShareException refused = Refusal.of("platform", "cn.stats.counties", 1, answer, Instant.EPOCH);

        assertThat(refused.platformMessage()).contains("no such token ***.");
        assertThat(refused.diagnosis().evidence()).endsWith("error_description=\"not for ***: ***\"");
        assertThat(refused.getMessage()).contains("WWW-Authenticate: Bearer").doesNotContain("eyJ");
    }
}
