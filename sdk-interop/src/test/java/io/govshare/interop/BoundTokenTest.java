package io.govshare.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64;
import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.error.CredentialException;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Tokens that Spring Authorization Server binds, and that Spring Security's resource server takes only with what they are bound to. */
@ExtendWith(SpringPlatform.Provider.class)
class BoundTokenTest {

    private static final List<District> DISTRICTS = List.of(new District("350102", "鼓楼区"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void dpop_getsBoundTokenAndRecords_withANewProofForEachRequest(String curve, SpringPlatform platform)
            throws Exception {
        try (WholeClient client = dpop(platform, "dpop " + curve, elliptic(curve))) {
            assertThat(client.districts()).isEqualTo(DISTRICTS);
            assertThat(client.districts()).isEqualTo(DISTRICTS);

            assertThat(client.sent("/oauth2/token")).hasSize(1);
            assertThat(client.sent("/odata/districts"))
                    .hasSize(2)
                    .allSatisfy(request ->
                            assertThat(request.header("Authorization")).startsWith("DPoP "))
                    .extracting(request -> request.header("DPoP"))
                    .doesNotHaveDuplicates();
        }
    }

    private static SigningKey elliptic(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return SigningKey.of(generator.generateKeyPair().getPrivate(), curve);
    }

    private WholeClient dpop(SpringPlatform platform, String id, SigningKey key) {
        platform.register(SpringPlatform.client(id)
                .clientSecret("{noop}canary-secret of " + id)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .build());
        Credentials credentials = Credentials.clientSecretBasic(id, Secret.of("canary-secret of " + id));
        return new WholeClient(platform, credentials.dpop(key), folder);
    }

    @Test
    void dpop_proofSentAgainByAnother_isRefusedByBothServers(SpringPlatform platform) throws Exception {
        try (WholeClient client = dpop(platform, "replayed", elliptic("secp256r1"))) {
            client.districts();

            Request token = client.sent("/oauth2/token").get(0);
            Request records = client.sent("/odata/districts").get(0);
            OkHttpClient thief = okHttp();
            try {
                assertThat(answer(thief, token)).startsWith("400").contains("invalid_dpop_proof");
                assertThat(answer(thief, records)).startsWith("401").contains("invalid_dpop_proof");
                Request bearer = records.newBuilder()
                        .header("Authorization", records.header("Authorization").replaceFirst("DPoP", "Bearer"))
                        .removeHeader("DPoP")
                        .build();
                assertThat(answer(thief, bearer)).as("without the key").startsWith("401");
            } finally {
                thief.dispatcher().executorService().shutdown();
                thief.connectionPool().evictAll();
            }
        }
    }

    private static OkHttpClient okHttp() {
        HandshakeCertificates tls = new HandshakeCertificates.Builder()
                .addTrustedCertificate(SpringPlatform.AUTHORITY.certificate())
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(tls.sslSocketFactory(), tls.trustManager())
                .build();
    }

    /** Status, challenge and content. */
    private static String answer(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.code() + " " + response.header("WWW-Authenticate") + " "
                    + response.body().string();
        }
    }

    @Test
    void tlsClientAuth_certificateOfTheAuthority_getsBoundTokenAndRecords(SpringPlatform platform) throws Exception {
        HeldCertificate intermediate = SpringPlatform.certificate("interop issuer")
                .certificateAuthority(0)
                .signedBy(SpringPlatform.AUTHORITY)
                .build();
        HeldCertificate own =
                SpringPlatform.certificate("tls-client").signedBy(intermediate).build();
        platform.register(bound(
                "tls-client",
                ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                ClientSettings.builder().x509CertificateSubjectDN("CN=tls-client")));

        try (WholeClient client = showing(platform, Credentials.tlsClientAuth("tls-client"), own, intermediate)) {
            assertThat(client.districts()).isEqualTo(DISTRICTS);
            assertBound(client);
        }
    }

    private static RegisteredClient bound(
            String id, ClientAuthenticationMethod method, ClientSettings.Builder settings) {
        return SpringPlatform.client(id)
                .clientAuthenticationMethod(method)
                .clientSettings(settings.build())
                .tokenSettings(TokenSettings.builder()
                        .x509CertificateBoundAccessTokens(true)
                        .build())
                .build();
    }

    private WholeClient showing(
            SpringPlatform platform, Credentials credentials, HeldCertificate own, HeldCertificate... issuers) {
        try {
            StringBuilder chain = new StringBuilder(own.certificatePem());
            for (HeldCertificate issuer : issuers) {
                chain.append(issuer.certificatePem());
            }
            Path certificates = Files.writeString(folder.resolve("client.pem"), chain);
            Path key = Files.writeString(folder.resolve("client-key.pem"), own.privateKeyPkcs8Pem());
            UnaryOperator<GovShare.Builder> certificate =
                    builder -> builder.http(http -> http.clientCertificate(certificates, key));
            return new WholeClient(platform, credentials, folder, certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The token is worth nothing without the certificate. */
    private static void assertBound(WholeClient client) throws IOException {
        OkHttpClient thief = okHttp();
        try {
            assertThat(answer(thief, client.sent("/odata/districts").get(0)))
                    .startsWith("401")
                    .contains("invalid_token");
        } finally {
            thief.dispatcher().executorService().shutdown();
            thief.connectionPool().evictAll();
        }
    }

    @Test
    void selfSignedTlsClientAuth_registeredCertificate_getsBoundTokenAndRecords(SpringPlatform platform)
            throws Exception {
        platform.register(bound(
                "self-signed",
                ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                ClientSettings.builder().jwkSetUrl(platform.publish("self-signed", jwk(SpringPlatform.SELF_SIGNED)))));

        try (WholeClient client =
                showing(platform, Credentials.selfSignedTlsClientAuth("self-signed"), SpringPlatform.SELF_SIGNED)) {
            assertThat(client.districts()).isEqualTo(DISTRICTS);
            assertBound(client);
        }
    }

    private static String jwk(HeldCertificate certificate) throws GeneralSecurityException {
        return new ECKey.Builder(
                        Curve.P_256, (ECPublicKey) certificate.certificate().getPublicKey())
                .x509CertChain(List.of(Base64.encode(certificate.certificate().getEncoded())))
                .build()
                .toJSONString();
    }

    @Test
    void tlsClientAuth_certificateOfAnotherSubject_isRefusedByTheServer(SpringPlatform platform) {
        platform.register(bound(
                "another-subject",
                ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                ClientSettings.builder().x509CertificateSubjectDN("CN=somebody")));
        HeldCertificate own = SpringPlatform.certificate("another-subject")
                .signedBy(SpringPlatform.AUTHORITY)
                .build();

        try (WholeClient client =
                showing(platform, Credentials.tlsClientAuth("another-subject"), own, SpringPlatform.AUTHORITY)) {
            assertThatThrownBy(client::districts)
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("invalid_client");
        }
    }
}
