package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.platform.CallFacts;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TokenBindingTest {

    private static final String OPAQUE = "an-opaque-token";

    private final DpopKey key = DpopKey.of(SigningKey.generate());
    private final TokenBinding toKey = TokenBinding.NONE.with(key);
    private final TokenBinding toCertificate = new TokenBinding(null, true, "thumbprint-of-ours");

    private static String jwt(String claims) {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        return url.encodeToString("{\"alg\":\"ES256\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + url.encodeToString(claims.getBytes(StandardCharsets.US_ASCII)) + ".c2lnbmF0dXJl";
    }

    private static String cause(TokenBinding binding, String type, String token) {
        Diagnosis problem = Objects.requireNonNull(binding.problem(type, token));
        return problem.cause();
    }

    @Test
    void problem_tokenAsAskedFor_isNone() {
        assertThat(TokenBinding.NONE.problem("Bearer", OPAQUE)).isNull();
        assertThat(TokenBinding.NONE.problem(null, OPAQUE)).isNull();
        assertThat(toKey.problem("dpop", OPAQUE)).isNull();
        assertThat(toKey.problem("DPoP", jwt("{\"cnf\":{\"jkt\":\"" + key.thumbprint() + "\"}}")))
                .isNull();
        assertThat(toKey.problem("DPoP", jwt("{\"cnf\":\"odd\"}"))).isNull();
        assertThat(toCertificate.problem("Bearer", OPAQUE)).isNull();
        assertThat(toCertificate.problem("Bearer", jwt("{\"cnf\":{\"x5t#S256\":\"thumbprint-of-ours\"}}")))
                .isNull();
    }

    @Test
    void problem_downgradeToBearer_isSaid() {
        assertThat(cause(toKey, "Bearer", OPAQUE)).contains("not of token_type DPoP");
        assertThat(toKey.problem(null, OPAQUE)).isNotNull();
    }

    @Test
    void problem_boundUnasked_namesTheWayOut() {
        Diagnosis problem = Objects.requireNonNull(TokenBinding.NONE.problem("DPoP", OPAQUE));

        assertThat(problem.remedy()).contains("add dpop()");
    }

    @Test
    void problem_boundToSomethingElse_isSaid() {
        assertThat(cause(toKey, "DPoP", jwt("{\"cnf\":{\"jkt\":\"another\"}}"))).contains("another key");
        assertThat(cause(toCertificate, "Bearer", jwt("{\"cnf\":{\"x5t#S256\":\"another\"}}")))
                .contains("another certificate");
        assertThat(cause(toCertificate, "Bearer", jwt("{}"))).contains("bound to no certificate");
    }

    @Test
    void inputs_dependOnTheKey() {
        FakeLink link = new FakeLink();
        Credentials plain = Credentials.clientSecretBasic("residence-permits", Secret.of("canary-secret-of-the-test"));
        SigningKey signing = SigningKey.generate();

        assertThat(inputs(plain.dpop(signing), link)).isEqualTo(inputs(plain.dpop(signing), link));
        assertThat(inputs(plain.dpop(signing), link)).isNotEqualTo(inputs(plain, link));
        assertThat(inputs(plain.dpop(), link)).isNotEqualTo(inputs(plain.dpop(), link));
    }

    private static Object inputs(Credentials credentials, FakeLink link) {
        return credentials
                .exchange(link, () -> new AuthorizationServer("https://id.example.gov", "https://id.example.gov/token"))
                .orElseThrow()
                .inputs(CallFacts.OWN);
    }

    @Test
    void credentials_thatAskForNoToken_cannotBeBound() {
        assertThatThrownBy(() -> Credentials.none("residence-permits").dpop())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Credentials.dpop");
        assertThatThrownBy(() -> Credentials.token("residence-permits", Secret.of(OPAQUE))
                        .dpop())
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> Credentials.token("residence-permits", Secret.of(OPAQUE))
                        .certificateBound())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("certificateBound");
    }
}
