package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.signing.NodeKey;
import io.govshare.signing.NodePeers;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What our client proves to servers, DPoP (RFC 9449) and assertions (RFC 7523), as npm {@code jose} 6 sees it. */
class NodeProofTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Secret TOKEN = Secret.of("canary-token-of~the.test");
    private static final Request RECORDS =
            Request.get("https://share.example.gov:8443/odata/set%20a('%E9%BC%93')?$filter=code%20eq%20'1'#part");
    private static final Request TOKENS =
            Request.post("https://SHARE.example.gov:443/token", Body.text("text/plain", "x"));
    private static final String ISSUER = "https://share.example.gov";

    @BeforeAll
    static void install() {
        NodePeers.assumeInstalled();
    }

    private static List<SigningKey> keys() {
        return NodeKey.all().stream()
                .map(NodeKey::key)
                .filter(key -> !key.joseAlgorithms().contains("HS256"))
                .toList();
    }

    private static Map<String, Object> proof(SigningKey key, Request request, String proof, Instant now) {
        Map<String, Object> task = new HashMap<>();
        task.put("task", "verifyProof");
        task.put("alg", key.joseAlgorithms().get(0));
        task.put("proof", proof);
        task.put("url", request.url());
        task.put("token", TOKEN.revealText());
        task.put("now", now.getEpochSecond());
        return task;
    }

    @Test
    void proofOfARequest_holdsWithThumbprintMethodTargetTokenAndNonce() throws Exception {
        List<SigningKey> keys = keys();
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (SigningKey key : keys) {
            tasks.add(proof(key, RECORDS, DpopKey.of(key).proof(RECORDS, TOKEN, NOW, "server.nonce~1"), NOW));
        }
        List<JsonNode> results = NodePeers.answers(tasks);

        for (int i = 0; i < keys.size(); i++) {
            JsonNode seen = results.get(i).path("result");
            String as = keys.get(i) + ": " + results.get(i);
            assertThat(seen.path("thumbprint").asString(""))
                    .as(as)
                    .isEqualTo(keys.get(i).thumbprint());
            assertThat(seen.path("isOfToken").asBoolean(false)).as(as).isTrue();
            assertThat(seen.path("isOfTarget").asBoolean(false)).as(as).isTrue();
            assertThat(seen.path("claims").path("htm").asString("")).as(as).isEqualTo("GET");
            assertThat(seen.path("claims").path("nonce").asString("")).as(as).isEqualTo("server.nonce~1");
            assertThat(seen.path("members").valueStream().map(JsonNode::asString))
                    .as("only what RFC 7638 needs, " + as)
                    .isSubsetOf("crv", "e", "kty", "n", "x", "y");
        }
    }

    @Test
    void proofForAToken_holdsAndHasNoTokenInIt() throws Exception {
        List<SigningKey> keys = keys();
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (SigningKey key : keys) {
            tasks.add(proof(key, TOKENS, DpopKey.of(key).proof(TOKENS, null, NOW, null), NOW));
        }

        assertThat(NodePeers.answers(tasks)).allSatisfy(result -> {
            JsonNode seen = result.path("result");
            assertThat(seen.path("isOfTarget").asBoolean(false))
                    .as(result.toString())
                    .isTrue();
            assertThat(seen.path("claims").path("htm").asString("")).isEqualTo("POST");
            assertThat(seen.path("claims").has("ath")).isFalse();
        });
    }

    @Test
    void proofThatIsOldOrOfAnotherKey_doesNotHold() throws Exception {
        List<SigningKey> keys = keys();
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (SigningKey key : keys) {
            DpopKey dpop = DpopKey.of(key);
            String proof = dpop.proof(RECORDS, TOKEN, NOW, null);
            String other = dpop.proof(RECORDS, TOKEN, NOW, null);
            tasks.add(proof(key, RECORDS, proof, NOW.plus(Duration.ofSeconds(61))));
            tasks.add(proof(
                    key,
                    RECORDS,
                    proof.substring(0, proof.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')),
                    NOW));
        }
        List<JsonNode> results = NodePeers.answers(tasks);

        for (int i = 0; i < results.size(); i += 2) {
            assertThat(results.get(i).path("error").asString("")).contains("too far in the past");
            assertThat(results.get(i + 1).path("error").asString("")).contains("signature verification failed");
        }
    }

    @Test
    void assertion_ofEveryAlgorithm_namesTheClientToTheIssuer() throws Exception {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (SigningKey key : keys()) {
            for (String algorithm : key.joseAlgorithms()) {
                Map<String, Object> task = new HashMap<>();
                task.put("task", "verifyAssertion");
                task.put("alg", algorithm);
                task.put("jwk", key.publicJwk());
                task.put("jws", assertion(key, algorithm));
                task.put("client", "residence-permits");
                task.put("audience", ISSUER);
                task.put("now", NOW.getEpochSecond());
                tasks.add(task);
            }
        }
        List<JsonNode> results = NodePeers.answers(tasks);

        assertThat(tasks).extracting(task -> task.get("alg")).contains("RS256", "PS256", "ES256", "ES384", "EdDSA");
        for (int i = 0; i < results.size(); i++) {
            JsonNode claims = results.get(i).path("result");
            assertThat(claims.path("exp").asLong(0) - claims.path("iat").asLong(0))
                    .as(tasks.get(i).get("alg") + ": " + results.get(i))
                    .isEqualTo(60);
        }
    }

    private static String assertion(SigningKey key, String algorithm) {
        OAuthClient client = new OAuthClient("residence-permits", new PrivateKeyJwt(key), new ClientCredentialsGrant())
                .with(new Assertion.Options(null, Duration.ofSeconds(60), algorithm));
        AuthorizationServer server = new AuthorizationServer(
                ISSUER, ISSUER + "/token", Set.of(), Set.of(), AuthorizationServer.Bindings.UNSAID);
        TokenRequest request = new TokenRequest(client, server, NOW);
        client.addTo(request);
        return request.secrets().get(0);
    }
}
