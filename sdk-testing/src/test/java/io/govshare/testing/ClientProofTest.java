package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import io.govshare.testing.TestClient.Got;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients prove themselves to the token endpoint. */
class ClientProofTest {

    private static final Map<String, String> CLIENT_CREDENTIALS = Map.of("grant_type", "client_credentials");

    @Test
    void secretInTheForm_right_getsToken_andIsRefusedBesideAnotherProof() {
        try (Sandbox sandbox =
                        Sandbox.builder().clientWithSecret("reader", "s3cret").start();
                TestClient client = new TestClient("reader").talksTo(sandbox)) {
            assertThat(posted(client, "s3cret", Map.of()).status()).isEqualTo(200);
            refused(posted(client, "other", Map.of()), 401, "invalid_client", "the secret of client reader is wrong");
            refused(
                    posted(client, "s3cret", Map.of("Authorization", "Basic cmVhZGVyOnMzY3JldA==")),
                    400,
                    "invalid_request",
                    "both an Authorization header and a client_secret");
        }
    }

    private static Got posted(TestClient client, String secret, Map<String, String> headers) {
        return client.form(form("client_id", "reader", "client_secret", secret), headers);
    }

    private static Map<String, String> form(String... more) {
        Map<String, String> form = new LinkedHashMap<>(CLIENT_CREDENTIALS);
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "PS256", "RS256", "PS512"})
    void assertion_ofTheKeysAlgorithm_getsToken(String algorithm) {
        JWK key = key(algorithm);
        try (Sandbox sandbox = Sandbox.builder()
                        .client("reader", key.toPublicJWK().toJSONString())
                        .start();
                TestClient client = new TestClient("reader").talksTo(sandbox)) {
            assertThat(client.tokenFor(assertion(sandbox, key, algorithm)).status())
                    .isEqualTo(200);
        }
    }

    private static JWK key(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> Jwts.elliptic(Curve.P_256);
            case "ES384" -> Jwts.elliptic(Curve.P_384);
            default -> Jwts.rsa(JWSAlgorithm.parse(algorithm));
        };
    }

    private static String assertion(Sandbox sandbox, JWK key, String algorithm) {
        long now = Instant.now().getEpochSecond();
        return Jwts.signed(
                key,
                Map.of("alg", algorithm, "kid", key.getKeyID(), "typ", "JWT"),
                Map.of(
                        "iss",
                        "reader",
                        "sub",
                        "reader",
                        "aud",
                        sandbox.url().toString(),
                        "iat",
                        now,
                        "exp",
                        now + 60,
                        "jti",
                        UUID.randomUUID().toString()));
    }

    @Test
    void assertion_ofAnotherAlgorithmOfTheSameKey_isRefused() {
        JWK key = Jwts.rsa(JWSAlgorithm.PS256);
        try (Sandbox sandbox = Sandbox.builder()
                        .client("reader", key.toPublicJWK().toJSONString())
                        .start();
                TestClient client = new TestClient("reader").talksTo(sandbox)) {
            JWK other = JWK.parse(withoutAlg(key));
            refused(
                    client.tokenFor(assertion(sandbox, other, "RS256")),
                    401,
                    "invalid_client",
                    "header alg is RS256, but key PS256 is for PS256");
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> withoutAlg(JWK key) {
        Map<String, Object> members = new LinkedHashMap<>(key.toJSONObject());
        members.remove("alg");
        return members;
    }

    @Test
    void keys_whileTheyRotate_overlapUntilTheOldOneIsWithdrawn() {
        JWK old = Jwts.elliptic(Curve.P_256);
        JWK next = Jwts.elliptic(Curve.P_384);
        try (Sandbox sandbox = Sandbox.builder()
                        .client("reader", old.toPublicJWK().toJSONString())
                        .start();
                TestClient client = new TestClient("reader").talksTo(sandbox)) {
            refused(client.tokenFor(assertion(sandbox, next, "ES384")), 401, "invalid_client", "header kid is P-384");

            sandbox.registerKey("reader", next.toPublicJWK().toJSONString());
            assertThat(client.tokenFor(assertion(sandbox, next, "ES384")).status())
                    .isEqualTo(200);
            assertThat(client.tokenFor(assertion(sandbox, old, "ES256")).status())
                    .isEqualTo(200);

            sandbox.withdrawKey("reader", "P-256");
            refused(
                    client.tokenFor(assertion(sandbox, old, "ES256")),
                    401,
                    "invalid_client",
                    "but client reader registered [P-384]");
        }
    }

    @Test
    void certificate_selfSigned_registeredExactly_bindsTheToken() {
        HeldCertificate own = TlsClients.selfSigned();
        try (Sandbox sandbox = open().https()
                .clientWithCertificate("reader", own.certificate())
                .start()) {
            try (TestClient client = new TestClient("reader", TlsClients.showing(own, sandbox)).talksTo(sandbox);
                    TestClient thief = new TestClient("reader", TlsClients.showingNone(sandbox)).talksTo(sandbox)) {
                Got got = client.form(form("client_id", "reader"), Map.of());
                assertThat(got.status()).isEqualTo(200);
                refused(
                        thief.form(form("client_id", "reader"), Map.of()),
                        401,
                        "invalid_client",
                        "must use self_signed_tls_client_auth");
                String token = got.json().path("access_token").asString("");
                client.token(token);
                thief.token(token);
                assertThat(client.send(client.draft("GET", "/odata/open").unsigned())
                                .status())
                        .isEqualTo(200);
                Got stolen = thief.send(thief.draft("GET", "/odata/open").unsigned());
                assertThat(stolen.status()).isEqualTo(401);
                assertThat(stolen.detail()).contains("bound to a certificate");
            }
        }
    }

    private static SandboxBuilder open() {
        return Sandbox.builder()
                .dataset(SandboxDataset.ofRecords("open", List.of(Map.of("code", "1")), "code")
                        .sharing(Sharing.UNCONDITIONAL));
    }

    @Test
    void certificate_ofAnAuthority_isKnownByItsSubject() {
        HeldCertificate authority = TlsClients.authority();
        try (Sandbox sandbox = open().https()
                .clientWithCertificate("reader", "CN=reader", authority.certificate())
                .start()) {
            try (TestClient right = new TestClient(
                                    "reader", TlsClients.showing(TlsClients.signedBy(authority, "reader"), sandbox))
                            .talksTo(sandbox);
                    TestClient wrong = new TestClient(
                                    "reader", TlsClients.showing(TlsClients.signedBy(authority, "other"), sandbox))
                            .talksTo(sandbox)) {
                assertThat(right.form(form("client_id", "reader"), Map.of()).status())
                        .isEqualTo(200);
                refused(
                        wrong.form(form("client_id", "reader"), Map.of()),
                        401,
                        "invalid_client",
                        "the certificate's subject is CN=other instead of CN=reader");
            }
        }
    }

    private static void refused(Got got, int status, String error, String cause) {
        assertThat(got.detail()).contains(cause);
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.json().path("error").asString("")).isEqualTo(error);
    }
}
