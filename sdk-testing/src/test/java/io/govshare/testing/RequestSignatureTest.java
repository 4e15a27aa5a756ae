package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.govshare.leaks.SharedResources;
import io.govshare.testing.TestClient.Got;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SharedResources
class RequestSignatureTest {

    private static final String RECORDS = "/odata/open";

    private static final TestClient CLIENT = new TestClient("residence-permits");
    private static final TestClient OTHER = new TestClient("other");
    private static final ECKey EC_KEY = Jwts.elliptic(Curve.P_256);
    private static final ECKey P384 = Jwts.elliptic(Curve.P_384);
    private static final RSAKey RSA = Jwts.rsa(JWSAlgorithm.RS256);
    private static final RSAKey PSS = Jwts.rsa(JWSAlgorithm.PS256);
    private static Sandbox sandbox;

    private Draft get;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.builder()
                .client(CLIENT.id, CLIENT.jwk())
                .signingSecret(CLIENT.id, "shared", "a shared secret of some length")
                .signingKey(CLIENT.id, "ec", EC_KEY.toPublicJWK().toJSONString())
                .signingKey(CLIENT.id, "p384", P384.toPublicJWK().toJSONString())
                .signingKey(CLIENT.id, "rsa", RSA.toPublicJWK().toJSONString())
                .signingKey(CLIENT.id, "pss", PSS.toPublicJWK().toJSONString())
                .client(OTHER.id, OTHER.jwk())
                .bearerOnly(OTHER.id)
                .dataset(SandboxDataset.ofRecords("open", List.of(Map.of("code", "1")), "code")
                        .sharing(Sharing.UNCONDITIONAL))
                .start();
        CLIENT.talksTo(sandbox).authenticated();
        OTHER.talksTo(sandbox).authenticated();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        OTHER.close();
        sandbox.close();
    }

    @BeforeEach
    void draft() {
        sandbox.clockSkew(Duration.ZERO);
        get = CLIENT.draft("GET", RECORDS);
    }

    @Test
    void signature_right_in_all_parts_is_accepted() {
        assertThat(CLIENT.send(get).status()).isEqualTo(200);
        assertThat(CLIENT.send(query()).status()).isEqualTo(200);
        assertThat(CLIENT.send(CLIENT.draft("GET", RECORDS).purpose("any")).status())
                .isEqualTo(200);
    }

    @Test
    void signature_with_hmac_is_accepted() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a shared secret of some length".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        get.parameter("keyid", "\"shared\"").parameter("alg", "\"hmac-sha256\"");

        assertThat(CLIENT.send(get.request(mac::doFinal)).status()).isEqualTo(200);
    }

    @Test
    void signature_withEachKindOfKey_isAccepted() throws Exception {
        accepted("ec", "ecdsa-p256-sha256", "SHA256withECDSAinP1363Format", EC_KEY.toECPrivateKey(), null);
        accepted("p384", "ecdsa-p384-sha384", "SHA384withECDSAinP1363Format", P384.toECPrivateKey(), null);
        accepted("rsa", "rsa-v1_5-sha256", "SHA256withRSA", RSA.toRSAPrivateKey(), null);
        PSSParameterSpec sha512 = new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
        accepted("pss", "rsa-pss-sha512", "RSASSA-PSS", PSS.toRSAPrivateKey(), sha512);
        Draft wrong = CLIENT.draft("GET", RECORDS);
        wrong.parameter("keyid", "\"pss\"").parameter("alg", "\"rsa-v1_5-sha256\"");
        invalid(wrong, "parameter alg is rsa-v1_5-sha256, but key pss is for rsa-pss-sha512");
    }

    private static void accepted(
            String keyid, String alg, String javaName, PrivateKey key, AlgorithmParameterSpec parameters)
            throws Exception {
        Signature signature = Signature.getInstance(javaName);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.initSign(key);
        Draft draft = CLIENT.draft("GET", RECORDS);
        draft.parameter("keyid", "\"" + keyid + "\"").parameter("alg", "\"" + alg + "\"");
        assertThat(CLIENT.send(draft.request(base -> {
                            signature.update(base);
                            return signature.sign();
                        }))
                        .status())
                .as(alg)
                .isEqualTo(200);
    }

    @Test
    void digestOfTheOldKind_isTakenOnlyWhereConfigured() {
        notDigested(oldDigest(CLIENT), "no Content-Digest header");
        try (Sandbox old = Sandbox.builder()
                .client(CLIENT.id, CLIENT.jwk())
                .bearerOnly(CLIENT.id)
                .dataset(SandboxDataset.ofRecords("open", List.of(Map.of("code", "1")), "code")
                        .sharing(Sharing.UNCONDITIONAL))
                .oldDigests()
                .start()) {
            CLIENT.talksTo(old).authenticated();
            Draft right = oldDigest(CLIENT);
            assertThat(CLIENT.send(right.unsigned()).status()).isEqualTo(200);
            notDigested(
                    oldDigest(CLIENT).unsigned().header("Digest", "SHA-256=AAAA"),
                    "Digest SHA-256 is not the base64 of the digest");
            notDigested(oldDigest(CLIENT).unsigned().header("Digest", "MD5=AAAA"), "names none of SHA-256, SHA-512");
        } finally {
            CLIENT.talksTo(sandbox).authenticated();
        }
    }

    private static Draft oldDigest(TestClient client) {
        Draft draft = client.draft("POST", RECORDS + "/$query").content("text/plain", "$top=1");
        String digest = draft.headers.remove("Content-Digest");
        draft.components.remove("content-digest");
        return draft.header("Digest", "SHA-256=" + digest.substring(digest.indexOf(':') + 1, digest.length() - 1));
    }

    private static Draft query() {
        return CLIENT.draft("POST", RECORDS + "/$query").content("text/plain", "$top=1");
    }

    @Test
    void signature_absent_is_refused_only_for_clients_that_sign() {
        refused(CLIENT.send(get.unsigned()), "signature-missing", "no Signature-Input header");
        assertThat(OTHER.send(OTHER.draft("GET", RECORDS).unsigned()).status()).isEqualTo(200);
        refused(OTHER.send(OTHER.draft("GET", RECORDS).spoiled()), "signature-invalid", "does not verify");
    }

    @Test
    void component_uncovered_is_refused_naming_it() {
        refused(CLIENT.send(get.uncovered("@method")), "signature-invalid", "does not cover \"@method\"");
        invalid(CLIENT.draft("GET", RECORDS).uncovered("@target-uri"), "does not cover \"@target-uri\"");
        invalid(query().uncovered("content-digest"), "does not cover \"content-digest\"");
        Draft authorization = CLIENT.draft("GET", RECORDS);
        authorization.components.add("!authorization");
        invalid(authorization, "does not cover \"authorization\"");
        Draft context = CLIENT.draft("GET", RECORDS).purpose("any");
        context.components.add("!govshare-context");
        invalid(context, "does not cover \"govshare-context\"");
    }

    @Test
    void component_unknown_absent_or_doubled_is_refused_naming_it() {
        get.components.add("@nothing");
        invalid(get, "component \"@nothing\" is unknown");
        Draft absent = CLIENT.draft("GET", RECORDS);
        absent.components.add("x-absent");
        invalid(absent, "covers \"x-absent\", but the request has no such header");
        Draft doubled = CLIENT.draft("GET", RECORDS);
        doubled.components.add("@method");
        invalid(doubled, "component \"@method\" is covered twice");
    }

    @Test
    void parameter_missing_is_refused_naming_it() {
        for (String name : List.of("created", "expires", "nonce", "alg", "keyid", "tag")) {
            invalid(CLIENT.draft("GET", RECORDS).without(name), "no parameter " + name);
        }
    }

    @Test
    void parameter_wrong_is_refused_naming_it() {
        invalid(get.parameter("tag", "\"other\""), "parameter tag is \"other\"");
        invalid(CLIENT.draft("GET", RECORDS).parameter("alg", "\"hmac-sha256\""), "parameter alg is hmac-sha256");
        invalid(CLIENT.draft("GET", RECORDS).parameter("keyid", "\"unknown\""), "parameter keyid is \"unknown\"");
        invalid(
                CLIENT.draft("GET", RECORDS).parameter("keyid", "\"" + OTHER.keyId() + "\""),
                "to whom the token was issued");
        invalid(CLIENT.draft("GET", RECORDS).parameter("nonce", "\"short\""), "nonce has 5 characters");
        invalid(CLIENT.draft("GET", RECORDS).parameter("created", "\"now\""), "parameter created is no integer");
        Draft lasting = CLIENT.draft("GET", RECORDS);
        long created = Long.parseLong(lasting.parameters.get("created"));
        invalid(lasting.parameter("expires", Long.toString(created + 600)), "expires is 600 s after created");
        invalid(CLIENT.draft("GET", RECORDS).parameter("extra", "1"), "parameter extra is unknown");
    }

    @Test
    void nonce_used_twice_is_refused() {
        get.parameter("nonce", "\"0123456789abcdef\"");

        assertThat(CLIENT.send(get).status()).isEqualTo(200);
        refused(CLIENT.send(get), "nonce-replayed", "used before");
    }

    @Test
    void nonce_of_a_refused_signature_may_still_be_used() {
        invalid(get.parameter("nonce", "\"fedcba9876543210\"").spoiled(), "does not verify");
        Draft again = CLIENT.draft("GET", RECORDS).parameter("nonce", "\"fedcba9876543210\"");

        assertThat(CLIENT.send(again).status()).isEqualTo(200);
    }

    @Test
    void clock_apart_is_refused_telling_the_platforms_time() {
        sandbox.clockSkew(Duration.ofSeconds(-40));
        refused(CLIENT.send(CLIENT.draft("GET", RECORDS)), "clock-skew", "in the future");
        sandbox.clockSkew(Duration.ofSeconds(90));
        Got late = CLIENT.send(CLIENT.draft("GET", RECORDS));
        refused(late, "clock-skew", "past");
        assertThat(late.headers().getInstant("Date")).isAfter(Instant.now().plusSeconds(80));
        sandbox.clockSkew(Duration.ofSeconds(-20));
        assertThat(CLIENT.send(CLIENT.draft("GET", RECORDS)).status()).isEqualTo(200);
    }

    @Test
    void signature_spoiled_is_refused_showing_what_the_platform_saw_without_secrets() {
        Got got = CLIENT.send(get.purpose("any").spoiled());

        refused(got, "signature-invalid", "\"@target-uri\": " + sandbox.url() + RECORDS);
        assertThat(got.detail()).contains("\"authorization\": ***").doesNotContain(CLIENT.token());
    }

    @Test
    void content_other_than_digested_is_refused() {
        Draft changed = query();
        changed.content = "$top=2".getBytes(StandardCharsets.UTF_8);
        notDigested(changed, "Content-Digest sha-256 is not the digest");
        Draft without = query();
        without.headers.remove("Content-Digest");
        notDigested(without, "no Content-Digest header");
        notDigested(query().header("Content-Digest", "md5=:AAAA:"), "names none of sha-256, sha-512");
    }

    @Test
    void field_malformed_is_refused_with_the_position() {
        Got got = CLIENT.send(CLIENT.draft("GET", RECORDS)
                .unsigned()
                .header("Signature-Input", "sig1=(\"@method\"")
                .header("Signature", "sig1=:AAAA:"));

        refused(got, "signature-invalid", "at position");
    }

    @Test
    void token_missing_unknown_expired_or_revoked_is_refused_saying_which() {
        Draft missing = CLIENT.draft("GET", RECORDS).unsigned();
        missing.headers.remove("Authorization");
        refused(CLIENT.send(missing), "invalid-token", "no Authorization header");
        String token = CLIENT.token();
        sandbox.expireTokens();
        Got expired = CLIENT.send(CLIENT.draft("GET", RECORDS));
        refused(expired, "invalid-token", "expired at");
        assertThat(expired.headers().get("WWW-Authenticate")).contains("error=\"invalid_token\"");
        sandbox.revokeTokens();
        refused(CLIENT.send(CLIENT.draft("GET", RECORDS)), "invalid-token", "unknown or was revoked");
        CLIENT.authenticated();
        OTHER.authenticated();
        assertThat(CLIENT.token()).isNotEqualTo(token);
    }

    @Test
    void token_of_another_client_is_refused() {
        Draft draft = CLIENT.draft("GET", RECORDS).header("Authorization", "Bearer " + OTHER.token());

        refused(CLIENT.send(draft), "signature-invalid", "client other, to whom the token was issued");
    }

    private static void notDigested(Draft draft, String cause) {
        Got got = CLIENT.send(draft);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.code()).isEqualTo("digest-invalid");
        assertThat(got.detail()).contains(cause);
    }

    private static void invalid(Draft draft, String cause) {
        refused(CLIENT.send(draft), "signature-invalid", cause);
    }

    private static void refused(Got got, String code, String cause) {
        assertThat(got.status()).isEqualTo(401);
        assertThat(got.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(got.code()).isEqualTo(code);
        assertThat(got.detail()).contains(cause);
        assertThat(got.json().path("requestId").asString(""))
                .isEqualTo(got.headers().get("X-Request-Id"));
    }
}
