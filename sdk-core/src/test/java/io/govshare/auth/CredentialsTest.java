package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.platform.CallFacts;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final SigningKey KEY = SigningKey.generate().withKeyId("key-1");
    private static final Secret SECRET = Secret.of("canary-s3cret");

    private static Credentials bySecret() {
        return Credentials.clientSecretBasic("residence-permits", SECRET);
    }

    private static Credentials jwtBearer() {
        return Credentials.jwtBearer("residence-permits", KEY);
    }

    private static void assertRefused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOf(ConfigurationException.class).hasMessageContainingAll(words);
    }

    static Stream<Named<UnaryOperator<String>>> factories() {
        return Stream.of(
                named("clientSecretBasic", id -> Credentials.clientSecretBasic(id, SECRET)),
                named("clientSecretPost", id -> Credentials.clientSecretPost(id, SECRET)),
                named("privateKeyJwt", id -> Credentials.privateKeyJwt(id, KEY)),
                named("jwtBearer", id -> Credentials.jwtBearer(id, KEY)),
                named("token", id -> Credentials.token(id, Secret.of("abc"))),
                named("tokenSource", id -> Credentials.tokenSource(id, () -> AccessToken.of(SECRET))),
                named("none", Credentials::none),
                named("sharedSecret", id -> Credentials.sharedSecret(id, SECRET)));
    }

    private static Named<UnaryOperator<String>> named(
            String name, java.util.function.Function<String, Credentials> factory) {
        return Named.of(name, id -> factory.apply(id).toString());
    }

    @ParameterizedTest
    @MethodSource("factories")
    void factory_clientIdThatIsNone_isRefused(UnaryOperator<String> factory) {
        for (String id : List.of("", " ", "a\nb")) {
            assertRefused(() -> factory.apply(id), "Credentials.", "client id");
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void toString_showsNoSecret(UnaryOperator<String> factory) {
        assertThat(factory.apply("residence-permits"))
                .contains("residence-permits")
                .doesNotContain("s3cret")
                .doesNotContain("abc");
    }

    @Test
    void privateKey_sharedSecret_isRefused() {
        SigningKey shared = SigningKey.hmac("key-1", Secret.of("0123456789abcdef0123456789abcdef"));

        assertRefused(
                () -> Credentials.privateKeyJwt("residence-permits", shared), "privateKeyJwt", "clientSecretBasic");
        assertRefused(() -> Credentials.jwtBearer("residence-permits", shared), "jwtBearer", "clientSecretBasic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a  b", "a\"b", "a\\b", "tökens", "a\nb"})
    void scope_thatIsNone_isRefused(String scope) {
        assertRefused(() -> bySecret().scope(scope), "Credentials.scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/odata", "https://share.example.gov/odata#part"})
    void resource_thatIsNoAbsoluteUriWithoutFragment_isRefused(String resource) {
        assertRefused(() -> bySecret().resource(URI.create(resource)), "Credentials.resource", "RFC 8707");
    }

    @Test
    void audience_blank_isRefused() {
        assertRefused(() -> bySecret().audience("share", " "), "Credentials.audience");
    }

    @Test
    void assertionOptions_withoutAssertions_areRefused() {
        assertRefused(() -> bySecret().assertionAudience("x"), "assertionAudience", "client_secret_basic");
        assertRefused(() -> bySecret().assertionLifetime(Duration.ofSeconds(30)), "assertionLifetime");
        assertRefused(() -> bySecret().assertionAlgorithm("RS256"), "assertionAlgorithm");
        assertRefused(() -> bySecret().claim("a", "b"), "Credentials.claim", "jwtBearer");
        assertRefused(() -> Credentials.privateKeyJwt("residence-permits", KEY).subject("b"), "Credentials.subject");
    }

    @Test
    void options_whereNoServerIsAsked_areRefused() {
        assertRefused(() -> Credentials.none("residence-permits").scope("a"), "Credentials.scope", "none");
        assertRefused(
                () -> Credentials.token("residence-permits", Secret.of("abc")).audience("a"), "static_token");
    }

    @Test
    void assertionLifetime_outOfItsRange_isRefused() {
        for (Duration wrong : Arrays.asList(
                Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(999), Duration.ofSeconds(3_601))) {
            assertRefused(() -> jwtBearer().assertionLifetime(wrong), "assertionLifetime", "1 h");
        }
    }

    @Test
    void assertionAlgorithm_thatTheKeyDoesNotMake_isRefusedNamingThose() {
        assertRefused(() -> jwtBearer().assertionAlgorithm("RS256"), "key-1", "RS256", "[EdDSA]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "iat", "exp", "nbf", "jti", "scope", "resource", ""})
    void claim_thatTheSdkSets_isRefused(String name) {
        assertRefused(() -> jwtBearer().claim(name, "x"), "Credentials.claim", "set by the SDK");
    }

    @Test
    void claim_thatIsNoJson_isRefused() {
        assertRefused(() -> jwtBearer().claim("when", List.of(new Object())), "'when'", "no JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "abc\ndef", "tökén"})
    void token_thatNoHeaderCarries_isRefusedWithoutShowingIt(String token) {
        assertThatThrownBy(() -> Credentials.token("residence-permits", Secret.of(token)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("abc")
                .hasMessageNotContaining("tök");
    }

    private static Object inputs(Credentials credentials) {
        return credentials
                .exchange(new FakeLink(), () -> new AuthorizationServer("https://x", "https://x/token"))
                .orElseThrow()
                .inputs(CallFacts.OWN);
    }

    static Stream<Credentials> different() {
        return Stream.of(
                bySecret(),
                Credentials.clientSecretBasic("tax", SECRET),
                Credentials.clientSecretPost("residence-permits", SECRET),
                bySecret().scope("a"),
                bySecret().scope("b"),
                bySecret().audience("a"),
                bySecret().resource(URI.create("urn:a")),
                Credentials.privateKeyJwt("residence-permits", KEY),
                Credentials.privateKeyJwt("residence-permits", KEY.withKeyId("key-2")),
                jwtBearer(),
                jwtBearer().claim("consumer_org", "a"),
                jwtBearer().claim("consumer_org", "b"),
                jwtBearer().subject("office-7"),
                Credentials.token("residence-permits", SECRET),
                Credentials.tokenSource("residence-permits", () -> AccessToken.of(SECRET)));
    }

    @Test
    void inputs_thatDiffer_haveTokensOfTheirOwn() {
        assertThat(different().map(CredentialsTest::inputs)).doesNotHaveDuplicates();
        assertThat(different().map(CredentialsTest::inputs).toList())
                .isEqualTo(different().map(CredentialsTest::inputs).toList());
    }

    @Test
    void inputs_shownInLogs_holdNoClaim() {
        assertThat(inputs(jwtBearer().claim("pid", "12345678901")))
                .hasToString("residence-permits (urn:ietf:params:oauth:grant-type:jwt-bearer)");
    }

    @Test
    void exchange_keyThatChanges_isAskedForWithEachRequest() throws Exception {
        FakeLink link = new FakeLink();
        link.answers = request -> FakeLink.json(request, "{\"access_token\":\"canary-abc\",\"expires_in\":600}");
        SigningKey[] current = {KEY};
        KeySource keys = () -> current[0];
        var exchange = Credentials.privateKeyJwt("residence-permits", keys)
                .exchange(link, () -> new AuthorizationServer("https://x.gov", "https://x.gov/token"))
                .orElseThrow();

        exchange.exchange(CallFacts.OWN);
        current[0] = SigningKey.generate().withKeyId("key-2");
        exchange.exchange(CallFacts.OWN);

        assertThat(link.sent)
                .extracting(sent -> com.nimbusds.jwt.SignedJWT.parse(
                                SentForm.of(sent.request()).get("client_assertion"))
                        .getHeader()
                        .getKeyID())
                .containsExactly("key-1", "key-2");
    }
}
