package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.CredentialException;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import io.govshare.testing.SandboxRequest;
import io.govshare.testing.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens bound to a key (DPoP) or to a certificate (mutual TLS), against the strict platform. */
class BoundTokenCallTest {

    record County(String code, String name) {}

    @TempDir
    Path folder;

    private static GovShare.Builder bound(Sandbox sandbox, Path folder) {
        return TestClient.of(sandbox, folder.resolve("spool"))
                .credentials(
                        Credentials.privateKeyJwt(TestClient.ID, TestClient.KEY).dpop(SigningKey.generate()));
    }

    private static Dataset<County> counties(GovShare govshare) {
        return govshare.dataset(Divisions.COUNTIES, County.class)
                .with(CallOptions.defaults().fresh());
    }

    private static List<SandboxRequest> refused(Sandbox sandbox) {
        return sandbox.requests().stream()
                .filter(request -> request.code() != null)
                .toList();
    }

    @Test
    void dpop_withoutNonces_needsNoRequestMore_evenWhenOneIsTriedAgain() {
        try (Sandbox sandbox = TestClient.platform().dpop(TestClient.ID).start();
                GovShare govshare = bound(sandbox, folder).build()) {
            assertThat(counties(govshare).find("350102")).isPresent();
            sandbox.faults().next(Fault.status(503).retryAfter(Duration.ZERO).onDataset(Divisions.COUNTIES));
            assertThat(counties(govshare).find("350102")).isPresent();

            assertThat(sandbox.requestCount("/token")).isEqualTo(1);
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(3);
            assertThat(refused(sandbox)).extracting(SandboxRequest::code).containsExactly("busy");
        }
    }

    @Test
    void dpop_noncesOfTheServer_areTakenFromItsRefusalsAndUsedFromThenOn() {
        try (Sandbox sandbox =
                        TestClient.platform().dpopNonces(Duration.ofMinutes(5)).start();
                GovShare govshare = bound(sandbox, folder).build()) {
            Dataset<County> counties = counties(govshare);
            assertThat(counties.find("350102")).isPresent();
            assertThat(refused(sandbox))
                    .as("only the first token request had no nonce")
                    .extracting(SandboxRequest::path)
                    .containsExactly("/token");

            sandbox.renewDpopNonce();
            assertThat(counties.find("350102")).isPresent();
            assertThat(counties.find("350102")).isPresent();
            assertThat(refused(sandbox))
                    .extracting(SandboxRequest::code)
                    .containsExactly("use_dpop_nonce", "use-dpop-nonce");
        }
    }

    @Test
    void dpop_nonceThatChangesWhileManyCall_failsNoCall() throws Exception {
        try (Sandbox sandbox =
                        TestClient.platform().dpopNonces(Duration.ofMinutes(5)).start();
                GovShare govshare = bound(sandbox, folder).build()) {
            Dataset<County> counties = counties(govshare);
            counties.find("350102");
            ExecutorService callers = Executors.newFixedThreadPool(8);
            try {
                List<Future<Integer>> calls = IntStream.range(0, 40)
                        .mapToObj(call -> callers.submit(() -> {
                            if (call == 15) {
                                sandbox.renewDpopNonce();
                            }
                            return counties.query(Query.all().limit(1)).items().size();
                        }))
                        .toList();
                for (Future<Integer> call : calls) {
                    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(1);
                }
            } finally {
                callers.shutdown();
                assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void clientThatMustBindItsTokens_withoutDpop_isToldTheServersWords() {
        try (Sandbox sandbox = TestClient.platform().dpop(TestClient.ID).start();
                GovShare govshare =
                        TestClient.of(sandbox, folder.resolve("spool")).build()) {
            assertThatThrownBy(() -> counties(govshare).find("350102"))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("invalid_dpop_proof")
                    .hasMessageContaining("must bind its tokens");
        }
    }

    @Test
    void selfSignedTlsClientAuth_bindsTheTokenToTheCertificate() throws Exception {
        HeldCertificate own =
                new HeldCertificate.Builder().commonName("self-signed").build();
        SandboxBuilder builder = Sandbox.builder().https().clientWithCertificate(TestClient.ID, own.certificate());

        foundWithCertificate(builder, Credentials.selfSignedTlsClientAuth(TestClient.ID), own);
    }

    @Test
    void tlsClientAuth_isKnownByTheSubjectThatTheAuthorityCertified() throws Exception {
        HeldCertificate authority = new HeldCertificate.Builder()
                .commonName("authority")
                .certificateAuthority(0)
                .build();
        HeldCertificate own = new HeldCertificate.Builder()
                .commonName(TestClient.ID)
                .signedBy(authority)
                .build();
        SandboxBuilder builder = Sandbox.builder()
                .https()
                .clientWithCertificate(TestClient.ID, "CN=" + TestClient.ID, authority.certificate());

        foundWithCertificate(builder, Credentials.tlsClientAuth(TestClient.ID), own, authority);
    }

    private void foundWithCertificate(
            SandboxBuilder builder, Credentials credentials, HeldCertificate own, HeldCertificate... issuers)
            throws IOException {
        StringBuilder chain = new StringBuilder(own.certificatePem());
        for (HeldCertificate issuer : issuers) {
            chain.append(issuer.certificatePem());
        }
        Path certificates = Files.writeString(folder.resolve("client.pem"), chain);
        Path key = Files.writeString(folder.resolve("client-key.pem"), own.privateKeyPkcs8Pem());
        try (Sandbox sandbox = builder.datasets(Divisions.all())
                .grant(TestClient.ID, Divisions.COUNTIES, TestClient.PURPOSE)
                .start()) {
            Path trusted = Files.writeString(folder.resolve("sandbox.pem"), sandbox.trustedCertificatePem());
            try (GovShare govshare = TestClient.of(sandbox, folder.resolve("spool"))
                    .credentials(credentials)
                    .http(http -> http.trust(trusted).clientCertificate(certificates, key))
                    .build()) {
                assertThat(counties(govshare).find("350102")).isPresent();
                assertThat(refused(sandbox)).isEmpty();
            }
        }
    }
}
