package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.platform.CallFacts;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal of the token endpoint is said to mean, and when it is worth another request. */
class TokenRefusalTest {

    private static final SigningKey KEY = SigningKey.generate().withKeyId("key-1");

    private final FakeLink link = new FakeLink();

    private CredentialExchange exchange(Credentials credentials) {
        return credentials
                .exchange(link, () -> new AuthorizationServer("https://id.example.gov", "https://id.example.gov/token"))
                .orElseThrow();
    }

    private GovShareException refused(Credentials credentials, int status, String type, String body) {
        link.answers = request -> FakeLink.answer(request, status, type, body);
        return catchThrowableOfType(
                GovShareException.class, () -> exchange(credentials).exchange(CallFacts.OWN));
    }

    private GovShareException refused(Credentials credentials, String error, String words) {
        return refused(
                credentials,
                400,
                "application/json",
                "{\"error\":\"" + error + "\",\"error_description\":\"" + words + "\"}");
    }

    private static Credentials bySecret() {
        return Credentials.clientSecretPost("residence-permits", Secret.of("canary-s3cret"));
    }

    private static Credentials byKey() {
        return Credentials.privateKeyJwt("residence-permits", KEY);
    }

    @Test
    void problemJson_isReadAsTheErrorItIs() {
        GovShareException refused = refused(
                bySecret(),
                401,
                "application/problem+json",
                "{\"type\":\"https://id.example.gov/problems/invalid-client\",\"title\":\"No\",\"detail\":\"not known here\","
                        + "\"requestId\":\"r-7\"}");

        assertThat(refused).isInstanceOf(CredentialException.class);
        assertThat(refused.code()).contains("invalid-client");
        assertThat(refused.platformMessage()).contains("not known here");
        assertThat(refused.requestId()).contains("r-7");
        assertThat(refused.diagnosis().remedy()).contains("client_secret_post");
    }

    @Test
    void problemJson_withoutDetail_isToldByItsTitle() {
        GovShareException refused = refused(
                bySecret(), 400, "application/problem+json", "{\"type\":\"about:blank\",\"title\":\"Bad Request\"}");

        assertThat(refused.code()).isEmpty();
        assertThat(refused.platformMessage()).contains("Bad Request");
    }

    @Test
    void problemJson_echoingTheSecret_isNotRepeated() {
        GovShareException refused = refused(
                bySecret(),
                401,
                "application/problem+json",
                "{\"code\":\"invalid-client-canary-s3cret\",\"detail\":\"wrong: canary-s3cret\"}");

        assertThat(refused.platformMessage()).contains("wrong: ***");
        assertThat(refused.code()).contains("invalid-client-***");
    }

    @Test
    void scopeThatWasAskedFor_isNamed() {
        GovShareException refused = refused(bySecret().scope("districts:write"), "invalid_scope", "no");

        assertThat(refused).isInstanceOf(ConfigurationException.class);
        assertThat(refused.diagnosis().cause()).contains("'districts:write'");
        assertThat(refused.diagnosis().remedy()).contains("Credentials.scope(…)");
    }

    @Test
    void serviceThatWasAskedFor_isNamed() {
        GovShareException refused = refused(
                bySecret()
                        .resource(URI.create("https://share.example.gov/odata"))
                        .audience("share"),
                "invalid_target",
                "no");

        assertThat(refused).isInstanceOf(ConfigurationException.class);
        assertThat(refused.diagnosis().cause()).contains("https://share.example.gov/odata, share");
        assertThat(refused.diagnosis().remedy()).contains("Credentials.resource(…)");
    }

    @Test
    void serviceThatIsWanted_isToBeNamed() {
        assertThat(refused(bySecret(), "invalid_target", "which?").diagnosis().remedy())
                .contains("Name the service");
    }

    @Test
    void grantThatIsRefused_namesWhatTheAssertionSays() {
        GovShareException refused =
                refused(Credentials.jwtBearer("residence-permits", KEY), "invalid_grant", "no such consumer");

        assertThat(refused).isInstanceOf(CredentialException.class);
        assertThat(refused.diagnosis().cause()).contains("JWT bearer grant");
        assertThat(refused.diagnosis().remedy()).contains("claim(…)").contains("assertionAudience(…)");
        assertThat(refused.diagnosis().evidence()).contains("key-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the assertion lives 120 s (exp - iat) instead of 1 to 60 s",
                "assertion lifetime exceeds 30 seconds",
                "validity too long"
            })
    void assertionThatLivesTooLong_saysHowToShortenIt(String words) {
        link.correctable = true;

        GovShareException refused = refused(byKey(), "invalid_client", words);

        assertThat(refused).isInstanceOf(CredentialException.class);
        assertThat(refused.diagnosis().cause()).contains("60 s");
        assertThat(refused.diagnosis().remedy()).contains("assertionLifetime(…)");
        assertThat(link.sent).as("another clock would not help").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"invalid_client, the assertion has expired", "invalid_grant, iat is in the future"})
    void assertionRefusedForItsTimes_isMadeOnceMoreByTheServersClock(String error, String words) {
        link.correctable = true;

        GovShareException refused = refused(Credentials.jwtBearer("residence-permits", KEY), error, words);

        assertThat(refused.diagnosis().remedy()).contains("NTP");
        assertThat(link.corrections).hasValue(1);
        assertThat(link.sent)
                .extracting(sent -> SentForm.of(sent.request()).get("assertion"))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void assertionRefusedForItsTimes_clockThatCannotBeCorrected_isNotSentAgain() {
        refused(byKey(), "invalid_client", "the assertion has expired");

        assertThat(link.sent).hasSize(1);
    }

    @Test
    void proofThatIsMissing_saysHowOneIsMadeAndIsNotSentAgain() {
        link.correctable = true;

        GovShareException refused = refused(byKey(), "invalid_dpop_proof", "no DPoP header came");

        assertThat(refused.diagnosis().cause()).contains("binds the tokens");
        assertThat(refused.diagnosis().remedy()).contains("dpop()");
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void secretRefused_neverTouchesTheClock() {
        link.correctable = true;

        refused(bySecret(), "invalid_client", "the secret has expired");

        assertThat(link.corrections).hasValue(0);
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void newKeyThatTheServerDoesNotKnow_isFollowedByTheOneBefore() throws Exception {
        SigningKey newest = SigningKey.generate().withKeyId("key-2");
        KeySource keys = new KeySource() {
            private SigningKey current = newest;

            @Override
            public SigningKey current() {
                return current;
            }

            @Override
            public boolean refused(SigningKey key) {
                current = KEY;
                return key == newest;
            }
        };
        link.answers = request -> link.sent.size() == 1
                ? FakeLink.answer(request, 401, "application/json", "{\"error\":\"invalid_client\"}")
                : FakeLink.json(request, "{\"access_token\":\"canary-abc\",\"expires_in\":600}");

        exchange(Credentials.privateKeyJwt("residence-permits", keys)).exchange(CallFacts.OWN);

        assertThat(link.sent).hasSize(2);
    }

    @Test
    void keyBeforeThatIsRefusedToo_isToldToItsSource() {
        List<String> refused = new ArrayList<>();
        KeySource keys = new KeySource() {
            @Override
            public SigningKey current() {
                return KEY.withKeyId(refused.isEmpty() ? "key-2" : "key-1");
            }

            @Override
            public boolean refused(SigningKey key) {
                refused.add(key.keyId());
                return refused.size() == 1;
            }
        };

        GovShareException thrown =
                refused(Credentials.privateKeyJwt("residence-permits", keys), "invalid_client", "no such kid");

        assertThat(refused).containsExactly("key-2", "key-1");
        assertThat(thrown.diagnosis().evidence()).contains("key id key-1");
        assertThat(link.sent).hasSize(2);
    }

    @Test
    void keyRefused_withoutAnother_isAskedOnce() {
        refused(byKey(), "invalid_client", "no such kid");

        assertThat(link.sent).hasSize(1);
    }

    @Test
    void lifetime_isThatOfTheOption() {
        GovShareException refused = refused(
                byKey().assertionLifetime(Duration.ofSeconds(90)), "invalid_client", "lifetime of the assertion");

        assertThat(refused.diagnosis().cause()).contains("90 s");
    }
}
