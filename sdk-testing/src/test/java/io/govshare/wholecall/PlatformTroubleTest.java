package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.GrantPolicy;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not the data itself fails: discovery, metadata, keys, token. */
class PlatformTroubleTest {

    record County(String code) {}

    @TempDir
    Path spool;

    @ParameterizedTest
    @CsvSource({
        "/.well-known/api-catalog, The API catalogue, 0",
        "/.well-known/oauth-authorization-server, The authorization server's metadata, 0",
        "/token, The token endpoint, 30",
        "/jwks, The key set (JWKS) of the platform, 0",
        "/catalogue, The platform is busy, 0"
    })
    void find_somethingNeededIsDown_saysWhatAndIsAskedForOnce(String path, String named, long remembered) {
        SharedClock clock = new SharedClock();
        try (Sandbox sandbox = TestClient.platform().clock(clock).start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .resilience(resilience -> resilience.attempts(1))
                        .clock(clock, clock)
                        .build()) {
            sandbox.faults()
                    .next(Fault.status(503)
                            .retryAfter(Duration.ofMinutes(2))
                            .onPath(path)
                            .always());
            assertThatThrownBy(() ->
                            govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                        assertThat(e.status()).isEqualTo(503);
                        assertThat(e.retryAfter()).contains(Duration.ofMinutes(2));
                    })
                    .hasMessageContaining(named);
            assertThat(sandbox.requestCount(path)).isEqualTo(1);
            assertThat(sandbox.requestCount("/odata/")).isZero();

            sandbox.faults().clear();
            clock.turn(Duration.ofSeconds(remembered));
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .as("as soon as it is there and may be asked")
                    .isPresent();
        }
    }

    @Test
    void find_tokenEndpointBusyForASecond_isWaitedFor() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.faults()
                    .next(Fault.status(503).retryAfter(Duration.ofSeconds(1)).onPath("/token"));
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isPresent();
            assertThat(sandbox.requestCount("/token")).isEqualTo(2);
        }
    }

    @Test
    void find_thingsNeededGoDownLater_areServedFromMemory() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isPresent();
            for (String path : new String[] {"/.well-known", "/token", "/jwks", "/catalogue", "/grants"}) {
                sandbox.faults().next(Fault.noAnswer().onPath(path).always());
            }
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350103"))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/catalogue", "/grants", "/odata"})
    void find_firstAnswerWithoutSignature_isRejectedSincePlatformHasKeys(String path) {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare =
                        TestClient.of(sandbox, spool).grants(GrantPolicy.STRICT).build()) {
            sandbox.faults().next(Fault.unsigned().onPath(path).always());
            assertThatThrownBy(() ->
                            govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .satisfies(e -> assertThat(e.getMessage() + e.getCause())
                            .contains("Signature missing: The answer has no signature. It must have one"));
        }
    }

    @Test
    void find_unsignedPlatform_isTakenAsItIs() {
        try (Sandbox sandbox = TestClient.platform().unsignedAnswers().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isPresent();
        }
    }

    @Test
    void find_descriptionThatIsNotWhatWasSigned_isRejected() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.faults().next(Fault.wrongDigest().onPath("/catalogue"));
            assertThatThrownBy(() ->
                            govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isInstanceOf(ResponseRejectedException.class);
        }
    }
}
