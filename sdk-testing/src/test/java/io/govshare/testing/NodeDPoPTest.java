package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.signing.NodeKey;
import io.govshare.signing.NodePeers;
import io.govshare.testing.TestClient.Got;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The sandbox takes the DPoP proofs that npm {@code jose} 6 makes, by each kind of key, and refuses them elsewhere. */
class NodeDPoPTest {

    private static final String SECRET = "canary-secret";

    @BeforeAll
    static void install() {
        NodePeers.assumeInstalled();
    }

    @Test
    void proofsOfJose_bindTokens_andAreRefusedForAnotherTargetOrAgain() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                        .clientWithSecret("residence-permits", SECRET)
                        .start();
                TestClient client = new TestClient("residence-permits")) {
            client.talksTo(sandbox);
            List<Map<String, Object>> tasks = new ArrayList<>();
            for (NodeKey key : NodeKey.all()) {
                String algorithm = key.key().joseAlgorithms().get(0);
                if (!algorithm.startsWith("HS")) {
                    tasks.add(proof(key, algorithm, sandbox.url() + "/token"));
                    tasks.add(proof(key, algorithm, sandbox.url() + "/elsewhere"));
                }
            }
            List<JsonNode> proofs = NodePeers.answers(tasks);

            for (int i = 0; i < tasks.size(); i += 2) {
                Object algorithm = tasks.get(i).get("alg");
                String good = proofs.get(i).path("result").asString("");
                Got bound = token(client, good);
                assertThat(bound.status()).as(algorithm + ": " + bound.detail()).isEqualTo(200);
                assertThat(bound.json().path("token_type").asString("")).isEqualTo("DPoP");
                assertThat(token(client, good).json().path("error").asString(""))
                        .as("sent again")
                        .isEqualTo("invalid_dpop_proof");
                assertThat(token(client, proofs.get(i + 1).path("result").asString(""))
                                .detail())
                        .contains("htu");
            }
        }
    }

    private static Map<String, Object> proof(NodeKey key, String algorithm, String target) {
        Map<String, Object> task = key.task("signProof");
        task.put("alg", algorithm);
        task.put("claims", Map.of("htm", "POST", "htu", target));
        return task;
    }

    private static Got token(TestClient client, String proof) {
        return client.form(
                Map.of("grant_type", "client_credentials", "client_id", client.id, "client_secret", SECRET),
                Map.of("DPoP", proof));
    }
}
