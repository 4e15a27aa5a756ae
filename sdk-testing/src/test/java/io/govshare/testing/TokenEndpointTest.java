package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.TestClient.Got;
import io.govshare.testing.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {

    private final TestClient client = new TestClient("residence-permits");
    private final Sandbox sandbox = Sandbox.builder()
            .client(client.id, client.jwk())
            .clientWithSecret("bulk reader", "s3cret:ü&")
            .start();

    TokenEndpointTest() {
        client.talksTo(sandbox);
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void discovery_of_the_base_url_leads_to_the_token_endpoint() {
        Got catalog =
                client.send(client.draft("GET", "/.well-known/api-catalog").unsigned());
        String issuer = catalog.json()
                .path("linkset")
                .path(0)
                .path("https://govshare.io/rel/issuer")
                .path(0)
                .path("href")
                .asString("");
        Got metadata = client.send(client.draft("GET", issuer + "/.well-known/oauth-authorization-server")
                .unsigned());

        assertThat(issuer).isEqualTo(sandbox.url().toString());
        assertThat(metadata.json().path("issuer").asString("")).isEqualTo(issuer);
        assertThat(metadata.json().path("token_endpoint").asString("")).isEqualTo(issuer + "/token");
        assertThat(metadata.json().path("grant_types_supported").toString())
                .isEqualTo("[\"client_credentials\",\"urn:ietf:params:oauth:grant-type:jwt-bearer\"]");
        assertThat(metadata.json().path("token_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"client_secret_basic\",\"client_secret_post\",\"private_key_jwt\"]");
        assertThat(metadata.json().path("dpop_signing_alg_values_supported").toString())
                .contains("EdDSA", "ES256", "ES384", "PS256", "RS256");
    }

    @Test
    void problem_onDemand_isAnsweredInPlaceOfAToken() {
        sandbox.faults()
                .next(Fault.problem(401, "invalid_client", "no such client here")
                        .onPath("/token"));

        Got got = client.tokenFor(client.assertion(Map.of()));
        assertThat(got.status()).isEqualTo(401);
        assertThat(got.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(got.code()).isEqualTo("invalid_client");
        assertThat(got.detail()).isEqualTo("no such client here");
    }

    @Test
    void assertion_right_in_all_parts_gets_a_token() {
        Got got = client.tokenFor(client.assertion(Map.of()));

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("token_type").asString("")).isEqualTo("Bearer");
        assertThat(got.json().path("expires_in").asInt()).isEqualTo(600);
        assertThat(got.json().path("access_token").asString("")).hasSizeGreaterThan(30);
    }

    @Test
    void secret_form_encoded_in_basic_gets_a_token() {
        assertThat(withSecret("bulk+reader:s3cret%3A%C3%BC%26").status()).isEqualTo(200);
        refused(withSecret("bulk+reader:wrong"), "the secret of client bulk reader is wrong");
        refused(withSecret("residence-permits:x"), "use private_key_jwt");
        refused(withSecret("nobody:x"), "client nobody is not registered");
    }

    private Got withSecret(String pair) {
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return client.form(Map.of("grant_type", "client_credentials"), Map.of("Authorization", basic));
    }

    @Test
    void assertion_used_twice_is_refused() {
        String assertion = client.assertion(Map.of());

        assertThat(client.tokenFor(assertion).status()).isEqualTo(200);
        refused(client.tokenFor(assertion), "jti was used before");
    }

    @Test
    void assertion_wrong_in_a_claim_is_refused_naming_it() {
        long now = Instant.now().getEpochSecond();

        refused(claims(Map.of("aud", "https://elsewhere.example")), "claim aud is https://elsewhere.example");
        refused(claims(Map.of("aud", List.of(sandbox.url().toString()))), "instead of the string");
        refused(claims(Map.of("sub", "other")), "claim sub is other");
        refused(claims(Map.of("iss", "other", "sub", "other")), "client other is not registered");
        refused(claims(Map.of("iat", now + 120, "exp", now + 180)), "claim iat");
        refused(claims(Map.of("iat", now - 120, "exp", now - 60)), "claim exp");
        refused(claims(Map.of("exp", now + 3600)), "(exp - iat) instead of 1 to 60 s");
        refused(claims(Map.of("nbf", now + 120)), "claim nbf");
        refused(claims(Map.of("jti", "")), "claim jti is missing");
        refused(claims(Map.of("iat", "")), "claim iat is missing");
        refused(claims(Map.of("exp", "")), "claim exp is missing");
    }

    private Got claims(Map<String, Object> claims) {
        return client.tokenFor(client.assertion(claims));
    }

    @Test
    void assertion_wrong_in_header_or_signature_is_refused_naming_it() {
        refused(
                client.tokenFor(client.assertion(Map.of(), Map.of(), TestClient.ed25519())),
                "signature does not verify");
        refused(client.tokenFor(client.assertion(Map.of("kid", "k2"), Map.of(), client.keys)), "header kid is k2");
        refused(
                client.tokenFor(client.assertion(Map.of("alg", "ES256"), Map.of(), client.keys)),
                "header alg is ES256");
        refused(
                client.tokenFor(client.assertion(Map.of("typ", "at+jwt"), Map.of(), client.keys)),
                "header typ is at+jwt instead of JWT");
        refused(client.tokenFor("not.a.jwt"), "no signed JWT");
    }

    @Test
    void request_malformed_is_refused_naming_the_part() {
        Got type = client.form(Map.of("grant_type", "password"), Map.of());
        Got none = client.form(Map.of("grant_type", "client_credentials"), Map.of());
        Got post = client.form(
                Map.of("grant_type", "client_credentials", "client_id", "bulk reader", "client_secret", "x"), Map.of());
        Got bare = client.form(Map.of("grant_type", "client_credentials", "client_id", client.id), Map.of());

        assertThat(type.json().path("error").asString("")).isEqualTo("unsupported_grant_type");
        refused(none, "neither an Authorization header nor a client_assertion");
        refused(post, "the secret of client bulk reader is wrong");
        refused(bare, "client residence-permits must use private_key_jwt");
    }

    private static void refused(Got got, String cause) {
        assertThat(got.status()).isEqualTo(401);
        assertThat(got.json().path("error").asString("")).isEqualTo("invalid_client");
        assertThat(got.detail()).contains(cause);
    }
}
