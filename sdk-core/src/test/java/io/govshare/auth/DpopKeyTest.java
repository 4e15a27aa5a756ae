package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpopKeyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    /** The access token of the examples in RFC 9449 §7.1. */
    private static final Secret TOKEN = Secret.of("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");

    private static final Request RESOURCE = Request.get("https://resource.example.org/protectedresource");

    private final DpopKey dpop = DpopKey.of(DpopKey.generated());

    private static SigningKey ofKind(String kind, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(size);
            return SigningKey.of(generator.generateKeyPair().getPrivate(), "named-by-us");
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<SigningKey> keys() {
        return Stream.of(
                DpopKey.generated(),
                SigningKey.generate(),
                ofKind("EC", 256),
                ofKind("EC", 384),
                ofKind("RSA", 2048),
                ofKind("RSA", 3072));
    }

    /** Checks a proof as a server does, with what the proof itself says of the key (RFC 9449 §4.3). */
    private static boolean holds(String proof) throws Exception {
        SignedJWT jwt = SignedJWT.parse(proof);
        JWK jwk = jwt.getHeader().getJWK();
        if (jwk instanceof ECKey ec) {
            return jwt.verify(new ECDSAVerifier(ec));
        }
        if (jwk instanceof RSAKey rsa) {
            return jwt.verify(new RSASSAVerifier(rsa));
        }
        ByteArrayOutputStream spki = new ByteArrayOutputStream();
        spki.writeBytes(HexFormat.of().parseHex("302a300506032b6570032100"));
        spki.writeBytes(((OctetKeyPair) jwk).getX().decode());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki.toByteArray())));
        signature.update(jwt.getSigningInput());
        return signature.verify(jwt.getSignature().decode());
    }

    private static Answer answer(Request request, int status, String... headers) {
        return Answer.whole(request, status, Headers.of(headers), new byte[0]);
    }

    private String nonceIn(Request request) throws Exception {
        return SignedJWT.parse(dpop.proof(request, TOKEN, NOW, null))
                .getJWTClaimsSet()
                .getStringClaim("nonce");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void proof_ofEveryKindOfKey_holdsByThePublicKeyInIt(SigningKey key) throws Exception {
        String proof = DpopKey.of(key).proof(RESOURCE, TOKEN, NOW, null);

        assertThat(holds(proof)).isTrue();
        assertThat(holds(proof.substring(0, proof.lastIndexOf('.'))
                        + DpopKey.of(key).proof(RESOURCE, TOKEN, NOW, null).substring(proof.lastIndexOf('.'))))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void proof_header_hasTypeAlgorithmAndThePublicKeyAlone(SigningKey key) throws Exception {
        SignedJWT proof = SignedJWT.parse(DpopKey.of(key).proof(RESOURCE, TOKEN, NOW, null));
        JWK jwk = proof.getHeader().getJWK();
        Map<String, Object> header = JSONObjectUtils.parse(proof.getParsedParts()[0].decodeToString());

        assertThat(header)
                .containsOnlyKeys("typ", "alg", "jwk")
                .containsEntry("typ", "dpop+jwt")
                .containsEntry("alg", key.joseAlgorithms().get(0));
        assertThat(header.get("jwk")).isEqualTo(jwk.getRequiredParams());
        assertThat(jwk.isPrivate()).isFalse();
        assertThat(DpopKey.of(key).thumbprint())
                .isEqualTo(jwk.computeThumbprint().toString());
    }

    @Test
    void proof_forAResource_hasTheClaimsOfTheStandardsExample() throws Exception {
        var claims = SignedJWT.parse(dpop.proof(RESOURCE, TOKEN, NOW, null)).getJWTClaimsSet();

        assertThat(claims.getClaims()).containsOnlyKeys("jti", "htm", "htu", "iat", "ath");
        assertThat(claims.getStringClaim("htm")).isEqualTo("GET");
        assertThat(claims.getStringClaim("htu")).isEqualTo("https://resource.example.org/protectedresource");
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
        assertThat(claims.getStringClaim("ath")).isEqualTo("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }

    @Test
    void proof_forAToken_hasNoHashOfOne() throws Exception {
        Request request = Request.post("https://server.example.com/token", Body.text("text/plain", "x"));

        var claims = SignedJWT.parse(dpop.proof(request, null, NOW, null)).getJWTClaimsSet();

        assertThat(claims.getClaims()).containsOnlyKeys("jti", "htm", "htu", "iat");
        assertThat(claims.getStringClaim("htm")).isEqualTo("POST");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/odata/x?$filter=code%20eq%20'1'&a=b, https://a.example/odata/x",
        "https://a.example/odata/x#part, https://a.example/odata/x",
        "https://a.example/odata/x?#, https://a.example/odata/x",
        "HTTPS://A.Example:443/x, https://a.example/x",
        "https://a.example:8443, https://a.example:8443/",
        "http://a.example:80/a/../b/./c, http://a.example/b/c",
        "https://a.example/x('a%2Fb'), https://a.example/x('a%2Fb')",
        "https://a.example/x('é'), https://a.example/x('%C3%A9')",
        "https://a.example/say\"%22, https://a.example/say%22%22",
        "https://[::1]:8080/x?y, https://[::1]:8080/x",
    })
    void proof_target_isThatOfTheRequestWithoutQueryAndFragment(String url, String htu) throws Exception {
        var claims =
                SignedJWT.parse(dpop.proof(Request.get(url), TOKEN, NOW, null)).getJWTClaimsSet();

        assertThat(claims.getStringClaim("htu")).isEqualTo(htu);
    }

    @Test
    void proof_madeAgain_isAnother() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ids.add(SignedJWT.parse(dpop.proof(RESOURCE, TOKEN, NOW, null))
                    .getJWTClaimsSet()
                    .getJWTID());
        }

        assertThat(ids).hasSize(200);
    }

    @Test
    void heard_nonce_isInTheProofsForThisServerFromThenOn() throws Exception {
        Request elsewhere = Request.get("https://resource.example.org:8443/protectedresource");
        assertThat(nonceIn(RESOURCE)).isNull();

        assertThat(dpop.heard(answer(RESOURCE, 200, "DPoP-Nonce", "eyJ7S_zG.eyJH0-Z.HX4w-7v")))
                .isEmpty();

        assertThat(nonceIn(RESOURCE)).isEqualTo("eyJ7S_zG.eyJH0-Z.HX4w-7v");
        assertThat(nonceIn(elsewhere)).isNull();
        dpop.heard(answer(RESOURCE, 500, "dpop-nonce", "second"));
        dpop.heard(answer(RESOURCE, 200));
        assertThat(nonceIn(RESOURCE)).isEqualTo("second");
    }

    @Test
    void heard_challengeOfTheResource_isToBeAnsweredWithItsNonce() throws Exception {
        Optional<String> challenge = dpop.heard(answer(
                RESOURCE,
                401,
                "WWW-Authenticate",
                "Bearer realm=\"x\", DPoP algs=\"ES256\", error=\"use_dpop_nonce\", error_description=\"…\"",
                "DPoP-Nonce",
                "first"));
        dpop.heard(answer(RESOURCE, 200, "DPoP-Nonce", "newest"));

        assertThat(challenge).contains("first");
        assertThat(SignedJWT.parse(dpop.proof(RESOURCE, TOKEN, NOW, challenge.orElseThrow()))
                        .getJWTClaimsSet()
                        .getStringClaim("nonce"))
                .isEqualTo("first");
        assertThat(nonceIn(RESOURCE)).isEqualTo("newest");
    }

    @Test
    void heard_refusalThatIsNoChallenge_isNotAskedAgain() {
        String challenge = "DPoP error=\"use_dpop_nonce\"";

        assertThat(dpop.heard(answer(RESOURCE, 401, "WWW-Authenticate", challenge)))
                .as("without a nonce")
                .isEmpty();
        assertThat(dpop.heard(answer(RESOURCE, 403, "WWW-Authenticate", challenge, "DPoP-Nonce", "n")))
                .isEmpty();
        assertThat(dpop.heard(
                        answer(RESOURCE, 401, "WWW-Authenticate", "DPoP error=\"invalid_token\"", "DPoP-Nonce", "n")))
                .isEmpty();
        assertThat(dpop.heard(answer(RESOURCE, 401, "DPoP-Nonce", "n"))).isEmpty();
        assertThat(dpop.heard(answer(RESOURCE, 400, "DPoP-Nonce", "n"), "invalid_dpop_proof"))
                .isEmpty();
    }

    @Test
    void heard_challengeOfTheTokenEndpoint_isItsError() {
        assertThat(dpop.heard(answer(RESOURCE, 400, "DPoP-Nonce", "n"), "use_dpop_nonce"))
                .contains("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "ä", "a\tb"})
    void heard_noNonceByTheStandard_isLeftOut(String value) throws Exception {
        dpop.heard(answer(RESOURCE, 200, "DPoP-Nonce", value));

        assertThat(nonceIn(RESOURCE)).isNull();
    }

    @Test
    void heard_nonceThatIsTooLong_isLeftOut() throws Exception {
        dpop.heard(answer(RESOURCE, 200, "DPoP-Nonce", "n".repeat(2_049)));

        assertThat(nonceIn(RESOURCE)).isNull();
    }

    @Test
    void agree_algorithmsOfTheServer_chooseThatOfTheProof() throws Exception {
        DpopKey rsa = DpopKey.of(ofKind("RSA", 2048));
        String thumbprint = rsa.thumbprint();

        rsa.agree(Set.of("RS256", "ES256"));

        String proof = rsa.proof(RESOURCE, TOKEN, NOW, null);
        assertThat(SignedJWT.parse(proof).getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(holds(proof)).isTrue();
        assertThat(rsa.thumbprint()).isEqualTo(thumbprint);
    }

    @Test
    void agree_noneOfTheAlgorithms_isRefusedNamingBothSides() {
        dpop.agree(Set.of());
        assertThatThrownBy(() -> dpop.agree(Set.of("PS256", "EdDSA")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("signs by ES256")
                .hasMessageContaining("EdDSA, PS256");
    }

    @Test
    void of_sharedSecret_isRefused() {
        SigningKey shared = SigningKey.hmac("k", Secret.of("0123456789abcdef0123456789abcdef"));

        assertThatThrownBy(() -> DpopKey.of(shared))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Credentials.dpop")
                .hasMessageContaining("shared secret");
    }

    @Test
    void toString_showsWhatIsPublic() {
        assertThat(dpop).hasToString("DpopKey[ES256, " + dpop.thumbprint() + "]");
    }
}
