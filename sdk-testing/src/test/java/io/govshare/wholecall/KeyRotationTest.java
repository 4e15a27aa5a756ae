package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.signing.KeySource;
import io.govshare.signing.SigningKey;
import io.govshare.signing.TurnedKeyFile;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key gives way to the next while calls are made with it. */
class KeyRotationTest {

    record County(String code, String name) {}

    private static final int CALLERS = 8;

    @TempDir
    Path spool;

    @Test
    void keyChanged_whileManyCall_noCallIsRefused() throws Exception {
        SigningKey old = SigningKey.generate();
        SigningKey next = SigningKey.generate();
        AtomicReference<SigningKey> current = new AtomicReference<>(old);
        try (Sandbox sandbox = Sandbox.builder()
                        .client(TestClient.ID, old.publicJwk())
                        .datasets(Divisions.all())
                        .grant(TestClient.ID, Divisions.COUNTIES, TestClient.PURPOSE)
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .credentials(Credentials.privateKeyJwt(TestClient.ID, current::get))
                        .build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class)
                    .with(CallOptions.defaults().fresh());
            counties.find("350102");
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            try {
                List<Future<Integer>> calls = IntStream.range(0, CALLERS)
                        .mapToObj(caller -> callers.submit(() -> {
                            int made = 0;
                            while (!done.get() || made < 3) {
                                assertThat(counties.query(Query.all().limit(1)).items())
                                        .hasSize(1);
                                made++;
                            }
                            return made;
                        }))
                        .toList();
                sandbox.registerKey(TestClient.ID, next.publicJwk());
                current.set(next);
                // Tokens that the old key obtained go, so that the new one must prove the client, too.
                sandbox.expireTokens();
                counties.find("350102");
                done.set(true);
                for (Future<Integer> call : calls) {
                    assertThat(call.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(3);
                }
            } finally {
                done.set(true);
                callers.shutdown();
                assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            }
            sandbox.withdrawKey(TestClient.ID, old.keyId());
            sandbox.expireTokens();
            assertThat(counties.find("350102")).isPresent();
            assertThat(sandbox.requests())
                    .as("refused for their signature")
                    .filteredOn(request -> "signature-invalid".equals(request.code()))
                    .isEmpty();
            assertThat(sandbox.requests()).extracting(SandboxRequest::code).doesNotContain("invalid_client");
        }
    }

    @Test
    void keyFile_changedBeforeThePlatformKnows_signsByTheKeyBeforeAndThenByTheNewOne() {
        SharedClock clock = new SharedClock();
        TurnedKeyFile file = new TurnedKeyFile(spool.resolve("key.pem"));
        KeySource source = file.source(clock);
        SigningKey old = source.current();
        try (Sandbox sandbox = Sandbox.builder()
                        .client(TestClient.ID, old.publicJwk())
                        .datasets(Divisions.all())
                        .grant(TestClient.ID, Divisions.COUNTIES, TestClient.PURPOSE)
                        .clock(clock)
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool.resolve("spool"))
                        .credentials(Credentials.privateKeyJwt(TestClient.ID, source))
                        .clock(clock, clock)
                        .build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class)
                    .with(CallOptions.defaults().fresh());
            assertThat(counties.find("350102")).isPresent();
            SigningKey next = file.replace();
            clock.turn(TurnedKeyFile.LOOK);

            assertThat(counties.find("350102"))
                    .as("with a key that the platform does not know yet")
                    .isPresent();
            assertThat(signedBy(sandbox)).isEqualTo(old.keyId());

            sandbox.registerKey(TestClient.ID, next.publicJwk());
            clock.turn(TurnedKeyFile.STEP_BACK);
            assertThat(counties.find("350102")).isPresent();
            assertThat(signedBy(sandbox)).isEqualTo(next.keyId());
        }
    }

    /** By which key the last request for records that was not refused is signed. */
    private static String signedBy(Sandbox sandbox) {
        List<SandboxRequest> answered = sandbox.requests().stream()
                .filter(request -> request.path().startsWith("/odata") && request.code() == null)
                .toList();
        String input = answered.get(answered.size() - 1)
                .headers()
                .get("signature-input")
                .get(0);
        return input.replaceFirst(".*keyid=\"([^\"]*)\".*", "$1");
    }
}
