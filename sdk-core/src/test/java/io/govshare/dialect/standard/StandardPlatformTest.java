package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.Credentials;
import io.govshare.auth.FakeLink;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Body;
import io.govshare.http.Origin;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.Dialect;
import io.govshare.signing.MessageVerifier;
import io.govshare.signing.Secret;
import io.govshare.signing.SignatureCheck;
import io.govshare.signing.SignatureRequirements;
import io.govshare.signing.SigningKey;
import io.govshare.signing.StructuredFields;
import io.govshare.signing.VerificationKeys;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardPlatformTest {

    private static final String BASE = "https://share.example.gov";
    private static final SigningKey KEY = SigningKey.generate().withKeyId("key-1");

    private final FakeLink link = new FakeLink();

    private static Attempt attempt(CallContext context, @Nullable String token) {
        Instant now = Instant.parse("2026-11-23T08:00:00Z");
        @Nullable
        Credential credential = token == null ? null : Credential.of(Secret.of(token), now, now.plusSeconds(60));
        return new Attempt(new CallFacts(null, context), credential, now, 1);
    }

    private SignatureCheck check(Request request, SigningKey key) {
        return MessageVerifier.of(VerificationKeys.of(key.verificationKey()), SignatureRequirements.REQUEST)
                .verify(request, Instant.parse("2026-11-23T08:00:01Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "share.example.gov",
                "ftp://x",
                "https://",
                "https://u:p@x.gov",
                "https://x/#f",
                "https://x/?q",
                ":"
            })
    void at_noAddress_isRefusedWithoutShowingALogin(String address) {
        assertThatThrownBy(() -> StandardPlatform.at(address))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("StandardPlatform.at")
                .message()
                .doesNotContain("u:p");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Share.Example.gov/x, share.example.gov",
        "http://127.0.0.1:8080, 127.0.0.1-8080",
        "https://x.gov:443, x.gov",
        "http://[::1]:9, 1-9"
    })
    void name_notGiven_isHostAndUnusualPort(String address, String name) {
        assertThat(StandardPlatform.at(address).name())
                .matches("[a-z0-9][a-z0-9.-]*")
                .endsWith(name);
    }

    @Test
    void name_thatNoFolderCanHave_isRefused() {
        assertThatThrownBy(() -> StandardPlatform.at(BASE).name("../x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("StandardPlatform.name");
    }

    @Test
    void origins_addressesGivenByName_areTrustedToo() {
        StandardPlatform platform = StandardPlatform.at(BASE).issuer(URI.create("https://id.example.gov"));

        assertThat(platform.origins())
                .containsExactlyInAnyOrder(
                        new Origin("https", "share.example.gov", 443), new Origin("https", "id.example.gov", 443));
    }

    @Test
    void pageSize_none_isRefused() {
        assertThatThrownBy(() -> StandardPlatform.at(BASE).pageSize(0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pageSize");
    }

    @Test
    void publisherKeys_addressElsewhere_isATrustedOrigin() {
        StandardPlatform platform =
                StandardPlatform.at(BASE).publisherKeys("cn.stats", URI.create("https://stats.example.gov/jwks"));

        assertThat(platform.origins()).contains(Origin.of(URI.create("https://stats.example.gov")));
    }

    @Test
    void publisherKeys_nobodyOrNowhere_isRefused() {
        URI jwks = URI.create("https://stats.example.gov/jwks");

        assertThatThrownBy(() -> StandardPlatform.at(BASE).publisherKeys(" ", jwks))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("StandardPlatform.publisherKeys");
        assertThatThrownBy(() -> StandardPlatform.at(BASE).publisherKeys("cn.stats", URI.create("/jwks")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("StandardPlatform.publisherKeys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "schlüssel", "a\nb"})
    void answerSecret_idThatNoSignatureCanName_isRefused(String keyId) {
        assertThatThrownBy(() -> StandardPlatform.at(BASE).answerSecret(keyId, Secret.of("s")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("StandardPlatform.answerSecret");
    }

    @Test
    void connect_makesNoNetworkCall() {
        link.credentials = Credentials.privateKeyJwt("residence-permits", KEY);

        StandardPlatform.at(BASE).connect(link);

        assertThat(link.sent).isEmpty();
    }

    @Test
    void connect_withoutCredentials_hasNoExchange() {
        assertThat(StandardPlatform.at(BASE).connect(link).exchange()).isEmpty();
    }

    @Test
    void connect_credentialsOfAnotherKind_areRefused() {
        link.credentials = () -> "client";

        assertThatThrownBy(() -> StandardPlatform.at(BASE).connect(link))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Credentials.privateKeyJwt");
    }

    @Test
    void sign_requestWithTokenContextAndContent_coversAllOfThem() {
        link.key = KEY;
        Dialect dialect = StandardPlatform.at(BASE).connect(link);
        Attempt attempt = attempt(CallContext.purpose("residence-permit").build(), "abc");
        Request request = Request.post(BASE + "/odata/x/$query", Body.json(Map.of("a", 1)));

        Request signed = dialect.signer().sign(dialect.carrier().carry(request, attempt), attempt);

        assertThat(signed.headers().get("Authorization")).isEqualTo("Bearer abc");
        assertThat(signed.headers().get("Content-Digest")).startsWith("sha-256=:");
        assertThat(signed.headers().get("Signature-Input"))
                .startsWith(
                        "sig1=(\"@method\" \"@target-uri\" \"content-digest\" \"authorization\" \"govshare-context\");")
                .contains(";created=1795420800;expires=1795420860;nonce=\"")
                .contains(";alg=\"ed25519\";keyid=\"key-1\";tag=\"govshare\"");
        assertThat(check(signed, KEY).isVerified()).isTrue();
    }

    @Test
    void sign_twoAttempts_haveTwoNonces() {
        link.key = KEY;
        Dialect dialect = StandardPlatform.at(BASE).connect(link);
        Attempt attempt = attempt(CallContext.none(), "abc");

        Request first = dialect.signer().sign(Request.get(BASE + "/x"), attempt);
        Request second = dialect.signer().sign(Request.get(BASE + "/x"), attempt);

        assertThat(first.headers().get("Signature-Input"))
                .isNotEqualTo(second.headers().get("Signature-Input"));
    }

    @Test
    void sign_keyOfTheCredentials_signsWhereNoOtherIsGiven() {
        link.credentials = Credentials.privateKeyJwt("residence-permits", KEY);
        Dialect dialect = StandardPlatform.at(BASE).connect(link);

        Request signed = dialect.signer().sign(Request.get(BASE + "/x"), attempt(CallContext.none(), "abc"));

        assertThat(check(signed, KEY).isVerified()).isTrue();
    }

    @Test
    void sign_keyForSigning_goesBeforeThatOfTheCredentials() {
        SigningKey other = SigningKey.generate().withKeyId("key-2");
        link.credentials = Credentials.privateKeyJwt("residence-permits", KEY);
        link.key = other;
        Dialect dialect = StandardPlatform.at(BASE).connect(link);

        Request signed = dialect.signer().sign(Request.get(BASE + "/x"), attempt(CallContext.none(), "abc"));

        assertThat(check(signed, other).isVerified()).isTrue();
    }

    @Test
    void sign_withoutAnyKey_sendsTheTokenUnsigned() {
        link.credentials = Credentials.clientSecretBasic("residence-permits", Secret.of("s"));
        Dialect dialect = StandardPlatform.at(BASE).connect(link);

        Request signed = dialect.signer().sign(Request.get(BASE + "/x"), attempt(CallContext.none(), "abc"));

        assertThat(signed.headers().get("Authorization")).isEqualTo("Bearer abc");
        assertThat(signed.headers().get("Signature")).isNull();
    }

    @Test
    void carry_everyMember_isInTheDictionaryUnderItsName() throws Exception {
        CallContext.Builder context = CallContext.purpose("residence-permit");
        for (Member member : Member.values()) {
            context.set(member, member == Member.OPERATOR_NAME ? "王\"小\" 明%" : "value of \"" + member + "\"\\");
        }
        Dialect dialect = StandardPlatform.at(BASE).connect(link);

        Request carried = dialect.carrier().carry(Request.get(BASE + "/x"), attempt(context.build(), null));

        String field = Objects.requireNonNull(carried.headers().get("GovShare-Context"));
        assertThat(field).matches("[ -~]+");
        assertThat(StructuredFields.parseTexts(field))
                .containsOnlyKeys(
                        "purpose",
                        "legal-basis",
                        "matter",
                        "matter-name",
                        "case",
                        "operator",
                        "operator-name",
                        "department",
                        "subject",
                        "subject-name",
                        "subject-type",
                        "terminal",
                        "material")
                .containsEntry("operator-name", "王\"小\" 明%")
                .containsEntry("case", "value of \"CASE\"\\");
        assertThat(dialect.carrier().carried()).containsExactlyInAnyOrder(Member.values());
    }

    @Test
    void carry_noContext_addsNoHeader() {
        Dialect dialect = StandardPlatform.at(BASE).connect(link);

        Request carried = dialect.carrier().carry(Request.get(BASE + "/x"), attempt(CallContext.none(), null));

        assertThat(carried.headers().size()).isZero();
    }
}
