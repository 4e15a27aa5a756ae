package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.govshare.error.ConfigurationException;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionTest {

    private static final String ISSUER = "https://share.example.gov";
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private static SignedJWT assertion(SigningKey key) throws ParseException {
        OAuthClient client = new OAuthClient("residence-permits", new PrivateKeyJwt(key), new ClientCredentialsGrant());
        TokenRequest request = new TokenRequest(client, new AuthorizationServer(ISSUER, ISSUER + "/token"), NOW);
        client.addTo(request);
        return SignedJWT.parse(request.secrets().get(0));
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
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        SignedJWT assertion = assertion(SigningKey.of(pair.getPrivate(), "key-1"));

        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update(assertion.getSigningInput());
        assertThat(verifier.verify(assertion.getSignature().decode())).isTrue();
    }

    @Test
    void assertion_p256_verifiesWithNimbus() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        JWSVerifier verifier = new ECDSAVerifier((ECPublicKey) pair.getPublic());

        SignedJWT assertion = assertion(SigningKey.of(pair.getPrivate(), "key-1"));

        assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(assertion.verify(verifier)).isTrue();
    }

    @Test
    void assertion_rsa_verifiesWithNimbus() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();

        SignedJWT assertion = assertion(SigningKey.of(pair.getPrivate(), "key-1"));

        assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())))
                .isTrue();
    }

    @Test
    void privateKeyJwt_sharedSecret_isRefused() {
        SigningKey shared = SigningKey.hmac("key-1", Secret.of("0123456789abcdef0123456789abcdef"));

        assertThatThrownBy(() -> Credentials.privateKeyJwt("residence-permits", shared))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clientSecretBasic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb"})
    void credentials_clientIdThatIsNone_isRefused(String clientId) {
        assertThatThrownBy(() -> Credentials.clientSecretBasic(clientId, Secret.of("s")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clientSecretBasic");
    }

    @Test
    void credentials_toString_showsNoSecret() {
        assertThat(Credentials.clientSecretBasic("residence-permits", Secret.of("s3cret")))
                .hasToString("Credentials[client_secret_basic of residence-permits, ***]");
    }
}
