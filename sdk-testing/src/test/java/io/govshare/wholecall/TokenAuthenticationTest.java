package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import io.govshare.testing.SandboxRequest;
import io.govshare.testing.fault.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to prove who one is and to ask for a token, against the strict platform. */
class TokenAuthenticationTest {

    record County(String code, String name) {}

    private static final String SECRET = "canary-s3cret: ü&%+";

    @TempDir
    Path spool;

    private static SandboxBuilder with(SandboxBuilder builder) {
        return builder.datasets(Divisions.all()).grant(TestClient.ID, Divisions.COUNTIES, TestClient.PURPOSE);
    }

    private static SandboxBuilder withKey(SigningKey key) {
        return with(Sandbox.builder().client(TestClient.ID, key.publicJwk()));
    }

    private Optional<County> find(Sandbox sandbox, Credentials credentials) {
        try (GovShare govshare =
                TestClient.of(sandbox, spool).credentials(credentials).build()) {
            return govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
        }
    }

    @Test
    void clientSecretPost_getsTokenAndRecords_withoutAuthorizationHeader() {
        try (Sandbox sandbox =
                with(Sandbox.builder().clientWithSecret(TestClient.ID, SECRET)).start()) {
            assertThat(find(sandbox, Credentials.clientSecretPost(TestClient.ID, Secret.of(SECRET))))
                    .isPresent();
            assertThat(sandbox.requests())
                    .filteredOn(request -> request.path().equals("/token"))
                    .extracting(SandboxRequest::headers)
                    .singleElement()
                    .satisfies(headers -> assertThat(headers).doesNotContainKey("authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "ES256", "ES384", "RS256", "PS256"})
    void privateKeyJwt_ofEachAlgorithm_getsTokenAndRecords(String algorithm) throws Exception {
        SigningKey key = key(algorithm);
        String registered = algorithm.equals("RS256")
                ? key.publicJwk().replaceFirst("\\{", "{\"alg\":\"RS256\",")
                : key.publicJwk();
        try (Sandbox sandbox =
                with(Sandbox.builder().client(TestClient.ID, registered)).start()) {
            if (algorithm.equals("RS256")) {
                sandbox.registerKey(TestClient.ID, TestClient.KEY.publicJwk());
            }
            try (GovShare govshare = TestClient.of(sandbox, spool)
                    .credentials(Credentials.privateKeyJwt(TestClient.ID, key).assertionAlgorithm(algorithm))
                    .signing(algorithm.equals("RS256") ? TestClient.KEY : key)
                    .build()) {
                assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                        .isPresent();
            }
        }
    }

    private static SigningKey key(String algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case "EdDSA" -> SigningKey.generate();
            case "ES256" -> elliptic("secp256r1");
            case "ES384" -> elliptic("secp384r1");
            default -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                yield SigningKey.of(generator.generateKeyPair().getPrivate(), "rsa");
            }
        };
    }

    private static SigningKey elliptic(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return SigningKey.of(generator.generateKeyPair().getPrivate(), curve);
    }

    @Test
    void jwtBearer_withFurtherClaims_getsTokenAndRecords() {
        try (Sandbox sandbox = withKey(TestClient.KEY)
                .jwtBearer(TestClient.ID, Map.of("consumer_org", "0192:991825827"))
                .scopes(TestClient.ID, "records")
                .targets(TestClient.ID, "https://stats.example/odata")
                .start()) {
            Credentials credentials = Credentials.jwtBearer(TestClient.ID, TestClient.KEY)
                    .scope("records")
                    .resource(URI.create("https://stats.example/odata"));

            assertThatThrownBy(() -> find(sandbox, credentials.claim("consumer_org", "1")))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("invalid_grant");
            assertThat(find(sandbox, credentials.claim("consumer_org", "0192:991825827")))
                    .isPresent();
        }
    }

    @Test
    void scopeAudienceAndResource_thatTheClientMayHave_areAskedFor_andOthersRefused() {
        try (Sandbox sandbox = withKey(TestClient.KEY)
                .scopes(TestClient.ID, "records", "usage")
                .targets(TestClient.ID, "stats", "https://stats.example/odata")
                .start()) {
            Credentials credentials = Credentials.privateKeyJwt(TestClient.ID, TestClient.KEY)
                    .scope("records", "usage")
                    .audience("stats")
                    .resource(URI.create("https://stats.example/odata"));

            assertThat(find(sandbox, credentials)).isPresent();
            assertThatThrownBy(() -> find(sandbox, credentials.scope("admin")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("invalid_scope");
            assertThatThrownBy(() -> find(sandbox, credentials.resource(URI.create("https://other.example"))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("invalid_target");
        }
    }

    @Test
    void problemInPlaceOfAnOAuthError_isToldInTheServersWords() {
        try (Sandbox sandbox = withKey(TestClient.KEY).start()) {
            sandbox.faults()
                    .next(Fault.problem(401, "invalid_client", "the agreement of this client has ended")
                            .onPath("/token"));

            assertThatThrownBy(() -> find(sandbox, Credentials.privateKeyJwt(TestClient.ID, TestClient.KEY)))
                    .isInstanceOfSatisfying(
                            CredentialException.class,
                            refused -> assertThat(refused.platformMessage())
                                    .hasValue("the agreement of this client has ended"));
        }
    }
}
