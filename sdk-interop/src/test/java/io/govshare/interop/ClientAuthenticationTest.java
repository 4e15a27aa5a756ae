package io.govshare.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.Credentials;
import io.govshare.error.CredentialException;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * Spring Authorization Server issues tokens to our client for each way to prove who it is. It knows neither EdDSA (its decoder
 * is Nimbus without Tink) nor the JWT bearer grant (RFC 7523 §2.1); those are tested against the sandbox and Node.
 */
@ExtendWith(SpringPlatform.Provider.class)
class ClientAuthenticationTest {

    private static final List<District> DISTRICTS = List.of(new District("350102", "鼓楼区"));

    @TempDir
    Path folder;

    @Test
    void clientSecretBasic_rightSecret_getsTokenAndRecords(SpringPlatform platform) {
        Secret secret = registerSecret(platform, "basic client", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);

        accepted(platform, Credentials.clientSecretBasic("basic client", secret));
    }

    @Test
    void clientSecretPost_rightSecret_getsTokenAndRecords(SpringPlatform platform) {
        Secret secret = registerSecret(platform, "posting client", ClientAuthenticationMethod.CLIENT_SECRET_POST);

        accepted(platform, Credentials.clientSecretPost("posting client", secret));
    }

    /** The secret has what form encoding changes (RFC 6749 §2.3.1). */
    private static Secret registerSecret(SpringPlatform platform, String id, ClientAuthenticationMethod method) {
        String secret = "canary-" + id + ": ü&%+";
        platform.register(SpringPlatform.client(id)
                .clientSecret("{noop}" + secret)
                .clientAuthenticationMethod(method)
                .build());
        return Secret.of(secret);
    }

    private void accepted(SpringPlatform platform, Credentials credentials) {
        try (WholeClient client = new WholeClient(platform, credentials, folder)) {
            assertThat(client.districts()).isEqualTo(DISTRICTS);
            assertThat(client.districts()).isEqualTo(DISTRICTS);
            assertThat(client.sent("/oauth2/token")).as("token requests").hasSize(1);
        }
    }

    @Test
    void clientSecretBasic_wrongSecret_isRefusedByTheServerAndNotRepeated(SpringPlatform platform) {
        registerSecret(platform, "wrong-secret", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);

        try (WholeClient client = new WholeClient(
                platform, Credentials.clientSecretBasic("wrong-secret", Secret.of("canary-another")), folder)) {
            assertThatThrownBy(client::districts)
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("invalid_client");
            assertThat(client.sent("/oauth2/token")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "RS256", "PS256"})
    void privateKeyJwt_ofEachAlgorithmThatTheServerKnows_getsTokenAndRecords(
            SignatureAlgorithm algorithm, SpringPlatform platform) throws Exception {
        SigningKey key = switch (algorithm) {
            case ES256 -> elliptic("secp256r1");
            case ES384 -> elliptic("secp384r1");
            default -> rsa();
        };
        String id = "jwt-" + algorithm.getName();
        registerKey(platform, id, algorithm, key);

        accepted(platform, Credentials.privateKeyJwt(id, key).assertionAlgorithm(algorithm.getName()));
    }

    private static SigningKey rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return SigningKey.of(generator.generateKeyPair().getPrivate(), "rsa");
    }

    private static SigningKey elliptic(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return SigningKey.of(generator.generateKeyPair().getPrivate(), curve);
    }

    private static void registerKey(
            SpringPlatform platform, String id, SignatureAlgorithm algorithm, SigningKey registered) {
        platform.register(SpringPlatform.client(id)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .clientSettings(ClientSettings.builder()
                        .jwkSetUrl(platform.publish(id, registered.publicJwk()))
                        .tokenEndpointAuthenticationSigningAlgorithm(algorithm)
                        .build())
                .build());
    }

    @Test
    void privateKeyJwt_anotherKeyThanRegistered_isRefusedByTheServer(SpringPlatform platform) throws Exception {
        registerKey(platform, "wrong-key", SignatureAlgorithm.ES256, elliptic("secp256r1"));

        try (WholeClient client =
                new WholeClient(platform, Credentials.privateKeyJwt("wrong-key", elliptic("secp256r1")), folder)) {
            assertThatThrownBy(client::districts)
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("invalid_client");
        }
    }
}
