package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Beginning and end; what is left behind fails any test of this module. */
class SandboxLifeTest {

    @Test
    void close_whileRequestsAreRunning_endsThemAtOnce() {
        TestClient client = new TestClient("residence-permits");
        Sandbox sandbox = Sandbox.builder().client(client.id, client.jwk()).start();
        client.talksTo(sandbox);
        sandbox.faults().next(Fault.delay(Duration.ofMinutes(1)).always());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> running =
                List.of(threads.submit(() -> client.tokenFor("x")), threads.submit(() -> client.tokenFor("y")));
        Awaitility.await().until(() -> sandbox.requestCount("/token") == 2);

        sandbox.close();
        sandbox.close();

        assertThat(running)
                .allSatisfy(call -> assertThatThrownBy(call::get).hasRootCauseInstanceOf(java.io.IOException.class));
        threads.shutdown();
        client.close();
    }

    @Test
    void https_isTrustedByItsOwnCertificateOnly() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().https().start()) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            sandbox.trustedCertificatePem().getBytes(StandardCharsets.US_ASCII)));
            HandshakeCertificates trust = new HandshakeCertificates.Builder()
                    .addTrustedCertificate(certificate)
                    .build();
            OkHttpClient trusting = new OkHttpClient.Builder()
                    .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                    .build();
            Request request = new Request.Builder()
                    .url(sandbox.url() + "/.well-known/api-catalog")
                    .build();
            try (Response response = trusting.newCall(request).execute()) {
                assertThat(response.body().string()).contains("\"anchor\":\"https://127.0.0.1:");
            }
            trusting.connectionPool().evictAll();
            TestClient other = new TestClient("x").talksTo(sandbox);
            assertThatThrownBy(() -> other.tokenFor("x"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
            other.close();
        }
    }

    @Test
    void builder_wrong_isRefusedNamingTheMethod() {
        SandboxBuilder builder = Sandbox.builder().clientWithSecret("a", "s");

        assertThatThrownBy(() -> builder.clientWithSecret("a", "t")).hasMessage("client a was registered twice");
        assertThatThrownBy(() -> builder.signingSecret("b", "k", "s"))
                .hasMessageContaining("signingSecret names client b");
        assertThatThrownBy(() -> builder.client("c", "{}")).hasMessageContaining("no JWK");
        assertThatThrownBy(() -> builder.client("d", "{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}"))
                .hasMessageContaining("8 bits; the platform takes 2048 or more");
        assertThatThrownBy(() -> builder.client("e", "{\"kty\":\"oct\",\"k\":\"AQ\"}"))
                .hasMessageContaining("holds a private key");
        assertThatThrownBy(() -> builder.key("f", "{}")).hasMessageContaining("key names client f");
        assertThatThrownBy(() -> builder.dpopNonces(Duration.ZERO)).hasMessageContaining("positive interval");
        assertThatThrownBy(() -> Sandbox.builder()
                        .clientWithCertificate("g", TlsClients.selfSigned().certificate())
                        .start())
                .hasMessageContaining("call https() as well");
        assertThatThrownBy(() -> builder.pageSize(1001)).hasMessageContaining("pageSize takes 1 to 1000");
        assertThatThrownBy(() -> Sandbox.builder().grant("nobody", "x").start()).hasMessageContaining("client nobody");
        assertThatThrownBy(() -> Sandbox.builder()
                        .clientWithSecret("a", "s")
                        .grant("a", "x")
                        .start())
                .hasMessageContaining("dataset x");
        SandboxDataset dataset = SandboxDataset.ofRecords("x", List.of(Map.of("id", "1")), "id");
        assertThatThrownBy(() -> Sandbox.builder().dataset(dataset).dataset(dataset))
                .hasMessageContaining("given twice");
    }

    @Test
    void sample_asked_for_but_not_made_is_explained() {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            assertThatThrownBy(sandbox::sampleClient).hasMessageContaining("Sandbox.builder().sampleClient");
            assertThatThrownBy(sandbox::trustedCertificatePem).hasMessageContaining("Sandbox.builder().https()");
        }
    }

    @Test
    void sample_key_is_known_by_its_thumbprint() {
        try (Sandbox sandbox = Sandbox.start()) {
            assertThat(sandbox.sampleClient().keyId()).hasSize(43).matches("[A-Za-z0-9_-]+");
            assertThat(sandbox.sampleClient().purpose()).isEqualTo("residence-permit");
        }
    }

    @Test
    void port_taken_is_an_error_that_names_it() {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            int port = sandbox.url().getPort();
            assertThatThrownBy(() -> Sandbox.builder().port(port).start()).hasMessageContaining("127.0.0.1:" + port);
        }
    }
}
