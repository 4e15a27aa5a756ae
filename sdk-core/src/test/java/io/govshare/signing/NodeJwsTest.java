package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** JSON Web Signatures (RFC 7515) by every JOSE algorithm of our keys go both ways between us and npm {@code jose} 6. */
class NodeJwsTest {

    private static final String PAYLOAD = "{\"iss\":\"residence-permits\"}";

    private record Case(NodeKey key, String alg) {

        Map<String, Object> task(String what) {
            Map<String, Object> task = key.task(what);
            task.put("alg", alg);
            return task;
        }

        String jws() {
            String header =
                    "{\"alg\":\"" + alg + "\",\"kid\":\"" + key.key().keyId().replace("\"", "\\\"") + "\"}";
            String signed = encoded(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + encoded(PAYLOAD.getBytes(StandardCharsets.UTF_8));
            return signed + "." + encoded(key.key().sign(alg, signed.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @BeforeAll
    static void install() {
        NodePeers.assumeInstalled();
    }

    private static List<Case> cases() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (NodeKey key : NodeKey.all()) {
            key.key().joseAlgorithms().forEach(alg -> cases.add(new Case(key, alg)));
        }
        assertThat(cases).extracting(Case::alg).contains("EdDSA", "ES256", "ES384", "PS256", "RS256", "PS512", "HS256");
        return cases;
    }

    @Test
    void nodeVerifies_whatWeSigned() throws Exception {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (Case one : cases()) {
            Map<String, Object> good = one.task("verifyJws");
            good.put("jws", one.jws());
            tasks.add(good);
            Map<String, Object> changed = one.task("verifyJws");
            changed.put("jws", one.jws().replace(encoded(PAYLOAD.getBytes(StandardCharsets.UTF_8)), "e30"));
            tasks.add(changed);
        }
        List<JsonNode> results = NodePeers.answers(tasks);

        for (int i = 0; i < results.size(); i += 2) {
            assertThat(results.get(i).path("result").asString(""))
                    .as(tasks.get(i).get("alg") + ": " + results.get(i))
                    .isEqualTo(PAYLOAD);
            assertThat(results.get(i + 1).path("error").asString("")).contains("signature verification failed");
        }
    }

    @Test
    void nimbusAndWeVerify_whatNodeSigned() throws Exception {
        List<Case> cases = cases();
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (Case one : cases) {
            Map<String, Object> task = one.task("signJws");
            task.put("payload", PAYLOAD);
            tasks.add(task);
        }
        List<JsonNode> results = NodePeers.answers(tasks);

        for (int i = 0; i < results.size(); i++) {
            Case one = cases.get(i);
            String jws = results.get(i).path("result").asString("");
            assertThat(jws).as(one.alg() + ": " + results.get(i)).isNotEmpty();
            assertThat(verifies(one, JWSObject.parse(jws))).as(one.alg()).isTrue();
        }
    }

    /** By Nimbus, and by our key where its one algorithm is this; Nimbus has no EdDSA without Tink. */
    private static boolean verifies(Case one, JWSObject jws) throws Exception {
        SigningKey key = one.key().key();
        if (one.alg().equals(key.algorithm().joseName())) {
            boolean ours = key.verificationKey()
                    .verify(jws.getSigningInput(), jws.getSignature().decode());
            if (!ours || one.alg().equals("EdDSA") || one.alg().equals("HS256")) {
                return ours;
            }
        }
        JWK jwk = JWK.parse(key.publicJwk());
        JWSVerifier nimbus = jwk instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier((RSAKey) jwk);
        return jws.verify(nimbus);
    }
}
