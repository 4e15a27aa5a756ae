package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.govshare.error.ConfigurationException;
import io.govshare.signing.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionTest {

    private static final String ISSUER = "https://share.example.gov";
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private static SignedJWT assertion(SigningKey key) throws ParseException {
        return assertion(key, null, Set.of());
    }

    private static SignedJWT assertion(SigningKey key, @Nullable String algorithm, Set<String> published)
            throws ParseException {
        OAuthClient client = new OAuthClient("residence-permits", new PrivateKeyJwt(key), new ClientCredentialsGrant())
                .with(new Assertion.Options(null, Duration.ofSeconds(60), algorithm));
        AuthorizationServer server = new AuthorizationServer(
                ISSUER, ISSUER + "/token", Set.of(), published, AuthorizationServer.Bindings.UNSAID);
        TokenRequest request = new TokenRequest(client, server, NOW);
        client.addTo(request);
        return SignedJWT.parse(request.secrets().get(0));
    }

    private static KeyPair pair(String kind) throws GeneralSecurityException {
        boolean curve = kind.startsWith("secp");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve ? "EC" : kind);
        if (curve) {
            generator.initialize(new ECGenParameterSpec(kind));
        } else if (kind.equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    @Test
    void assertion_claims_areThoseOfTheProtocol() throws Exception {
        SigningKey key = SigningKey.generate().withKeyId("key-1");

        SignedJWT assertion = assertion(key);

        JWTClaimsSet claims = assertion.getJWTClaimsSet();
        assertThat(assertion.getHeader().toJSONObject())
                .isEqualTo(Map.of("alg", "EdDSA", "kid", "key-1", "typ", "JWT"));
        assertThat(claims.getIssuer()).isEqualTo("residence-permits");
        assertThat(claims.getSubject()).isEqualTo("residence-permits");
        assertThat(claims.toJSONObject().get("aud")).isEqualTo(ISSUER);
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(60)));
    }

    @Test
    void assertion_each_hasItsOwnJti() throws Exception {
        SigningKey key = SigningKey.generate();
        Set<String> ids = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            ids.add(assertion(key).getJWTClaimsSet().getJWTID());
        }

        assertThat(ids).hasSize(100).allMatch(id -> id.length() >= 22);
    }

    @Test
    void assertion_ed25519_verifiesWithThePublicKey() throws Exception {
        KeyPair pair = pair("Ed25519");

        SignedJWT assertion = assertion(SigningKey.of(pair.getPrivate(), "key-1"));

        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update(assertion.getSigningInput());
        assertThat(verifier.verify(assertion.getSignature().decode())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, ES256", "secp384r1, ES384"})
    void assertion_ecdsa_verifiesWithNimbus(String curve, String algorithm) throws Exception {
        KeyPair pair = pair(curve);

        SignedJWT assertion = assertion(SigningKey.of(pair.getPrivate(), "key-1"));

        assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
        assertThat(assertion.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic())))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        ", , PS256",
        "RS256, , RS256",
        "PS256, , PS256",
        ", RS256, RS256",
        ", RS256 PS256, PS256",
        "RS256, RS256 PS256, RS256",
        ", PS512 ES256, PS512"
    })
    void assertion_rsa_isSignedAsSaidOrAsTheServerTakesIt(
            @Nullable String wanted, @Nullable String published, String algorithm) throws Exception {
        KeyPair pair = pair("RSA");
        Set<String> taken = published == null ? Set.of() : Set.of(published.split(" ", -1));

        SignedJWT assertion = assertion(SigningKey.of(pair.getPrivate(), "key-1"), wanted, taken);

        assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
        assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())))
                .isTrue();
    }

    @Test
    void assertion_serverThatKnowsOnlyTheNewNameOfEd25519_isToldThatName() throws Exception {
        SignedJWT assertion = assertion(SigningKey.generate(), null, Set.of("Ed25519", "ES256"));

        assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo("Ed25519");
    }

    @Test
    void assertion_algorithmThatTheServerDoesNotPublish_isRefusedNamingBoth() {
        SigningKey key = SigningKey.generate().withKeyId("key-1");

        assertThatThrownBy(() -> assertion(key, null, Set.of("RS256", "ES256")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[EdDSA]")
                .hasMessageContaining("key-1")
                .hasMessageContaining("[ES256, RS256]")
                .hasMessageContaining("token_endpoint_auth_signing_alg_values_supported");
    }
}
