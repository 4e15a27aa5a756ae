package io.govshare.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Headers;
import io.govshare.http.PrerequisiteException;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SourcedTokenTest {

    private final FakeLink link = new FakeLink();

    private Credential exchange(Credentials credentials) throws IOException {
        return credentials
                .exchange(link, () -> {
                    throw new IllegalStateException("No server is asked");
                })
                .orElseThrow()
                .exchange(CallFacts.OWN);
    }

    private Credential exchange(TokenSource source) throws IOException {
        return exchange(Credentials.tokenSource("residence-permits", source));
    }

    /** A JWT that ends so many seconds from now. */
    private String jwt(long seconds) {
        return part("{\"alg\":\"EdDSA\"}") + "."
                + part("{\"exp\":" + link.now.plusSeconds(seconds).getEpochSecond() + "}") + "." + part("signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void token_isUsedAsItIs_untilItIsRefused() throws IOException {
        Credential credential = exchange(Credentials.token("residence-permits", Secret.of("canary-abc")));

        assertThat(credential.value().revealText()).isEqualTo("canary-abc");
        assertThat(credential.expiry()).isNull();
    }

    @Test
    void token_thatClaimsToHaveEnded_isLeftToThePlatform() throws IOException {
        assertThat(exchange(Credentials.token("residence-permits", Secret.of(jwt(-60))))
                        .expiry())
                .isNull();
    }

    @Test
    void none_hasNothingToExchange() {
        assertThat(Credentials.none("residence-permits").exchange(link, () -> {
                    throw new IllegalStateException("No server is asked");
                }))
                .isEmpty();
    }

    @Test
    void source_saysWhenItsTokenEnds() throws IOException {
        AccessToken token = AccessToken.of(Secret.of("canary-abc"));

        assertThat(exchange(() -> token).expiry()).isNull();
        assertThat(exchange(() -> token.expiringIn(Duration.ofMinutes(10))).expiry())
                .isEqualTo(link.now.plusSeconds(600));
        assertThat(exchange(() -> token.expiringAt(link.now.plusSeconds(60))).expiry())
                .isEqualTo(link.now.plusSeconds(60));
    }

    @Test
    void source_saysNothingOfTheEnd_itIsThatOfTheJwt() throws IOException {
        assertThat(exchange(() -> AccessToken.of(Secret.of(jwt(90)))).expiry()).isEqualTo(link.now.plusSeconds(90));
    }

    @Test
    void source_companions_areThoseOfTheCredential() throws IOException {
        Credential credential =
                exchange(() -> AccessToken.of(Secret.of("canary-abc")).companion("X-Tenant", "permits"));

        assertThat(credential.companions()).isEqualTo(Headers.of("X-Tenant", "permits"));
    }

    @Test
    void source_givesATokenThatHasEnded_isSaid() {
        assertThatThrownBy(() -> exchange(() -> AccessToken.of(Secret.of(jwt(0)))))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("has ended already")
                .hasMessageContaining("TokenSource");
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless source does
    void source_givesNull_isSaid() {
        assertThatThrownBy(() -> exchange(() -> null))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("null");
    }

    @Test
    void source_failsForNow_mayPass() {
        IOException failure = new IOException("connection refused, password s3cret");

        assertThatThrownBy(() -> exchange(() -> {
                    throw failure;
                }))
                .isInstanceOfSatisfying(
                        PrerequisiteException.class,
                        passing -> assertThat(passing.refusal())
                                .containsInstanceOf(PlatformUnavailableException.class)
                                .hasValueSatisfying(
                                        refusal -> assertThat(refusal).hasCause(failure)))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void source_isBroken_isSaidWithoutItsWords() {
        assertThatThrownBy(() -> exchange(() -> {
                    throw new IllegalArgumentException("s3cret");
                }))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("java.lang.IllegalArgumentException")
                .hasMessageNotContaining("s3cret")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void source_isInterruptedOrRefusesItself_saysSoItself() {
        assertThatThrownBy(() -> exchange(() -> {
                    throw new InterruptedIOException("interrupted");
                }))
                .isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(() -> exchange(() -> {
                    throw new ConfigurationException("No vault", "Configure it.");
                }))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void toString_showsNothing() {
        AccessToken token = AccessToken.of(Secret.of("canary-abc")).companion("X-Tenant", "permits");

        assertThat(token).hasToString("AccessToken[***]");
    }
}
