package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.govshare.testing.TestClient.Got;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Proofs of DPoP (RFC 9449 §4.3), each part wrong once. */
class DPoPTest {

    private static final ECKey KEY = Jwts.elliptic(Curve.P_256);
    private static final String RECORDS = "/odata/open";

    private final TestClient client = new TestClient("residence-permits");
    private Sandbox sandbox;

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private SandboxBuilder builder() {
        return Sandbox.builder()
                .clientWithSecret(client.id, "canary-s3cret")
                .dataset(SandboxDataset.ofRecords("open", List.of(Map.of("code", "1")), "code")
                        .sharing(Sharing.UNCONDITIONAL));
    }

    private void start(SandboxBuilder builder) {
        sandbox = builder.start();
        client.talksTo(sandbox);
    }

    private String proof(ECKey key, Map<String, Object> header, Map<String, Object> claims) {
        Map<String, Object> allHeader = new LinkedHashMap<>(Map.of(
                "typ", "dpop+jwt", "alg", "ES256", "jwk", key.toPublicJWK().toJSONObject()));
        allHeader.putAll(header);
        Map<String, Object> all = new LinkedHashMap<>(Map.of(
                "htm",
                "POST",
                "htu",
                sandbox.url() + "/token",
                "iat",
                Instant.now().getEpochSecond(),
                "jti",
                UUID.randomUUID().toString()));
        all.putAll(claims);
        return Jwts.signed(key, allHeader, all);
    }

    private Got token(String proof) {
        return client.form(
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", client.id,
                        "client_secret", "canary-s3cret"),
                Map.of("DPoP", proof));
    }

    private Got token(Map<String, Object> claims) {
        return token(proof(KEY, Map.of(), claims));
    }

    private String bound() {
        Got got = token(Map.of());
        assertThat(got.json().path("token_type").asString("")).isEqualTo("DPoP");
        return got.json().path("access_token").asString("");
    }

    private Got records(String scheme, String token, String proof) {
        return client.send(client.draft("GET", RECORDS + "?$top=1")
                .unsigned()
                .header("Authorization", scheme + " " + token)
                .header("DPoP", proof));
    }

    private String access(String token, ECKey key, Map<String, Object> claims) {
        Map<String, Object> all =
                new LinkedHashMap<>(Map.of("htm", "GET", "htu", sandbox.url() + RECORDS, "ath", hash(token)));
        all.putAll(claims);
        return proof(key, Map.of(), all);
    }

    private static String hash(String token) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void proof_rightInAllParts_bindsTheTokenToItsKey() {
        start(builder());
        String token = bound();

        assertThat(records("DPoP", token, access(token, KEY, Map.of())).status())
                .isEqualTo(200);
        Got bearer = records("Bearer", token, access(token, KEY, Map.of()));
        assertThat(bearer.detail()).contains("the token is a DPoP token, but came as Bearer");
        assertThat(bearer.headers().get("WWW-Authenticate")).startsWith("DPoP ");
        ECKey other = Jwts.elliptic(Curve.P_256);
        assertThat(records("DPoP", token, access(token, other, Map.of())).detail())
                .contains("bound to another key");
    }

    @Test
    void proof_wrongInItsHeader_isRefusedNamingThePart() throws Exception {
        start(builder());
        invalid(token(proof(KEY, Map.of("typ", "JWT"), Map.of())), "header typ is JWT instead of dpop+jwt");
        invalid(token(proof(KEY, Map.of("typ", ""), Map.of())), "header typ is missing");
        invalid(token(proof(KEY, Map.of("jwk", ""), Map.of())), "header jwk is missing");
        invalid(token("not.a.jwt"), "no signed JWT");
        Map<String, Object> other = Jwts.elliptic(Curve.P_256).toPublicJWK().toJSONObject();
        invalid(token(proof(KEY, Map.of("jwk", other), Map.of())), "does not verify with the key in its jwk");
        String withPrivate = part("{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + KEY.toJSONString() + "}")
                + proof(KEY, Map.of(), Map.of()).replaceFirst("^[^.]*", "");
        invalid(token(withPrivate), "Non-public key in jwk header parameter");
        String symmetric = part("{\"typ\":\"dpop+jwt\",\"alg\":\"HS256\"}") + ".e30.AAAA";
        invalid(token(symmetric), "header alg is HS256 instead of one of");
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void proof_wrongInAClaim_isRefusedNamingIt() {
        start(builder());
        long now = Instant.now().getEpochSecond();
        invalid(token(Map.of("htm", "GET")), "claim htm is GET instead of POST");
        invalid(token(Map.of("htm", "")), "claim htm is missing");
        invalid(token(Map.of("htu", sandbox.url() + "/token?x=1")), "claim htu is " + sandbox.url() + "/token?x=1");
        invalid(token(Map.of("iat", now - 90)), "60 s behind and 30 s ahead");
        invalid(token(Map.of("iat", now + 60)), "60 s behind and 30 s ahead");
        invalid(token(Map.of("iat", "")), "claim iat is missing");
        invalid(token(Map.of("jti", "")), "claim jti is missing");
        invalid(token(Map.of("ath", hash("x"))), "claim ath is there, but the request has no access token");
    }

    @Test
    void proof_usedTwice_isRefused() {
        start(builder());
        String proof = proof(KEY, Map.of(), Map.of());

        assertThat(token(proof).status()).isEqualTo(200);
        invalid(token(proof), "claim jti was used before");
    }

    @Test
    void proof_withoutTheHashOfTheToken_isRefusedAtTheResource() {
        start(builder());
        String token = bound();

        Got missing = records("DPoP", token, access(token, KEY, Map.of("ath", "")));
        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.code()).isEqualTo("invalid-dpop-proof");
        assertThat(missing.detail()).contains("claim ath is missing");
        assertThat(missing.headers().get("WWW-Authenticate"))
                .contains("DPoP ", "error=\"invalid_dpop_proof\"", "algs=\"EdDSA ES256 ES384 PS256 RS256\"");
        assertThat(records("DPoP", token, access(token, KEY, Map.of("ath", hash("x"))))
                        .detail())
                .contains("claim ath is not the hash of the access token");
        assertThat(records("DPoP", token, access(token, KEY, Map.of("htu", sandbox.url() + "/odata")))
                        .detail())
                .contains("claim htu");
    }

    @Test
    void client_thatMustBindItsTokens_isRefusedWithoutProof() {
        start(builder().dpop(client.id));

        Got got = client.form(
                Map.of("grant_type", "client_credentials", "client_id", client.id, "client_secret", "canary-s3cret"),
                Map.of());
        invalid(got, "must bind its tokens; no DPoP header came");
    }

    @Test
    void nonce_ofTheServer_isAskedForAndChanges() {
        start(builder().dpopNonces(Duration.ofMinutes(5)));

        Got asked = token(Map.of());
        assertThat(asked.status()).isEqualTo(400);
        assertThat(asked.json().path("error").asString("")).isEqualTo("use_dpop_nonce");
        String nonce = asked.headers().get("DPoP-Nonce");
        Got got = token(Map.of("nonce", nonce));
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.headers().get("DPoP-Nonce")).as("it is still the one").isNull();
        String token = got.json().path("access_token").asString("");

        sandbox.renewDpopNonce();
        Got refused = records("DPoP", token, access(token, KEY, Map.of("nonce", nonce)));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().get("WWW-Authenticate")).contains("error=\"use_dpop_nonce\"");
        String next = refused.headers().get("DPoP-Nonce");
        assertThat(next).isNotEqualTo(nonce);
        assertThat(records("DPoP", token, access(token, KEY, Map.of("nonce", next)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nonce_ofTheIntervalBefore_isStillTaken_andTheNewOneTold() {
        start(builder().dpopNonces(Duration.ofMinutes(5)));
        String nonce = token(Map.of()).headers().get("DPoP-Nonce");

        sandbox.clockSkew(Duration.ofSeconds(301));
        Got later = token(Map.of("nonce", nonce, "iat", Instant.now().getEpochSecond() + 301));
        assertThat(later.status()).isEqualTo(200);
        assertThat(later.headers().get("DPoP-Nonce")).isNotNull().isNotEqualTo(nonce);

        sandbox.clockSkew(Duration.ofSeconds(602));
        Got last = token(Map.of("nonce", nonce, "iat", Instant.now().getEpochSecond() + 602));
        assertThat(last.json().path("error").asString("")).isEqualTo("use_dpop_nonce");
    }

    private static void invalid(Got got, String cause) {
        assertThat(got.detail()).contains(cause);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().path("error").asString("")).isEqualTo("invalid_dpop_proof");
    }
}
