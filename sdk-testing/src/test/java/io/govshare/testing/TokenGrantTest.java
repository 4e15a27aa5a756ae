package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.TestClient.Got;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients ask the token endpoint for. */
class TokenGrantTest {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final TestClient client = new TestClient("residence-permits");
    private final TestClient plain = new TestClient("plain");
    private final Sandbox sandbox = Sandbox.builder()
            .client(client.id, client.jwk())
            .scopes(client.id, "records", "usage")
            .targets(client.id, "https://stats.example", "https://land.example")
            .jwtBearer(client.id, Map.of("consumer_org", "0192:991825827"))
            .client(plain.id, plain.jwk())
            .start();

    TokenGrantTest() {
        client.talksTo(sandbox);
        plain.talksTo(sandbox);
    }

    @AfterEach
    void close() {
        client.close();
        plain.close();
        sandbox.close();
    }

    private Got granted(Map<String, Object> claims) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("consumer_org", "0192:991825827"));
        all.putAll(claims);
        return grant(client, client.assertion(all));
    }

    private static Got grant(TestClient of, String assertion) {
        return of.form(Map.of("grant_type", JWT_BEARER, "assertion", assertion), Map.of());
    }

    @Test
    void jwtBearer_withTheExpectedClaims_getsToken() {
        assertThat(granted(Map.of()).status()).isEqualTo(200);
        assertThat(granted(Map.of("sub", "somebody")).status()).isEqualTo(200);
    }

    @Test
    void jwtBearer_wrongInAPart_isRefusedNamingIt() {
        long now = Instant.now().getEpochSecond();
        refused(granted(Map.of("consumer_org", "")), "invalid_grant", "claim consumer_org is missing");
        refused(granted(Map.of("consumer_org", "1")), "invalid_grant", "consumer_org is 1 instead of 0192:991825827");
        refused(granted(Map.of("sub", "")), "invalid_grant", "claim sub is missing");
        refused(granted(Map.of("aud", sandbox.url() + "/token")), "invalid_grant", "claim aud is");
        refused(granted(Map.of("exp", now + 121)), "invalid_grant", "(exp - iat)");
        refused(granted(Map.of("jti", "")), "invalid_grant", "claim jti is missing");
        refused(grant(plain, plain.assertion(Map.of())), "unauthorized_client", "no JWT bearer grant registered");
        refused(
                client.form(Map.of("grant_type", JWT_BEARER), Map.of()),
                "invalid_request",
                "parameter assertion is missing");
    }

    @Test
    void jwtBearer_assertionUsedTwice_isRefused() {
        String assertion = client.assertion(Map.of("consumer_org", "0192:991825827"));

        assertThat(grant(client, assertion).status()).isEqualTo(200);
        refused(grant(client, assertion), "invalid_grant", "jti was used before");
    }

    @Test
    void jwtBearer_besideTheProofOfAnotherClient_isRefused() {
        Got got = client.form(
                Map.of(
                        "grant_type",
                        JWT_BEARER,
                        "assertion",
                        client.assertion(Map.of("consumer_org", "0192:991825827")),
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        plain.assertion(Map.of())),
                Map.of());

        refused(got, "invalid_grant", "the assertion is of residence-permits, but the client is plain");
    }

    @Test
    void scope_registered_isAnswered_andOthersAreRefused() {
        assertThat(asked("scope", "records usage").json().path("scope").asString(""))
                .isEqualTo("records usage");
        refused(asked("scope", "records admin"), "invalid_scope", "may not have scope \"admin\"; it has [records");
        refused(asked("scope", "records  usage"), "invalid_scope", "may not have scope \"\"");
    }

    @Test
    void resourceAndAudience_registered_areAccepted_andOthersRefused() {
        assertThat(asked("resource", "https://stats.example", "resource", "https://land.example")
                        .status())
                .isEqualTo(200);
        assertThat(asked("audience", "https://land.example").status()).isEqualTo(200);
        refused(asked("resource", "https://x.example"), "invalid_target", "may not have a token for https://x.example");
        refused(asked("audience", "https://x.example"), "invalid_target", "it may for [https://land.example");
        refused(asked("scope", "records", "scope", "usage"), "invalid_request", "the form has scope twice");
    }

    private Got asked(String... parameters) {
        FormBody.Builder form = new FormBody.Builder()
                .add("grant_type", "client_credentials")
                .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .add("client_assertion", client.assertion(Map.of()));
        for (int i = 0; i < parameters.length; i += 2) {
            form.add(parameters[i], parameters[i + 1]);
        }
        return client.send(new Request.Builder()
                .url(sandbox.url() + "/token")
                .post(form.build())
                .build());
    }

    private static void refused(Got got, String error, String cause) {
        assertThat(got.detail()).contains(cause);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().path("error").asString("")).isEqualTo(error);
    }
}
