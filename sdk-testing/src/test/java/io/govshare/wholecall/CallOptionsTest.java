package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxRequest;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for a single call holds from its first byte to its last. */
@Timeout(20)
class CallOptionsTest {

    record County(String code, String name) {}

    private static final Duration SLOW = Duration.ofSeconds(15);
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path spool;

    private static List<String> correlationIds(Sandbox sandbox) {
        return sandbox.requests().stream()
                .filter(request -> request.path().startsWith("/odata/"))
                .map(CallOptionsTest::correlationId)
                .toList();
    }

    private static String correlationId(SandboxRequest request) {
        return String.join(",", request.headers().getOrDefault("x-correlation-id", List.of()));
    }

    @Test
    void correlationId_isOnEachAttemptAndPageOfItsCall_andDoesNotDivideTheCache() {
        try (Sandbox sandbox = TestClient.platform().pageSize(1_000).start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            sandbox.faults().next(Fault.status(503).retryAfter(Duration.ZERO).onDataset(Divisions.COUNTIES));
            try (Stream<County> all = counties.with(CallOptions.defaults().correlationId("c-1")).stream(Query.all())) {
                assertThat(all.count()).isEqualTo(2_978);
            }
            assertThat(correlationIds(sandbox)).containsExactly("c-1", "c-1", "c-1", "c-1");

            sandbox.forgetRequests();
            counties.with(CallOptions.defaults().correlationId("c-2")).find("350102");
            counties.with(CallOptions.defaults().correlationId("c-3")).find("350102");
            assertThat(correlationIds(sandbox))
                    .as("the second is from the cache")
                    .containsExactly("c-2");
        }
    }

    @Test
    void attempts_oneAndFive_areMadeAndNoMore() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            counties.find("350102");
            sandbox.faults().next(Fault.noAnswer().onDataset(Divisions.COUNTIES).times(7));
            long before = sandbox.requestCount("/odata/");
            assertThatThrownBy(() ->
                            counties.with(CallOptions.defaults().attempts(1)).find("350103"))
                    .isInstanceOfSatisfying(
                            PlatformUnavailableException.class,
                            e -> assertThat(e.attempts()).isLessThanOrEqualTo(2));
            long once = sandbox.requestCount("/odata/") - before;
            assertThat(once)
                    .as("and once more where a kept connection was closed")
                    .isBetween(1L, 2L);
            assertThatThrownBy(() ->
                            counties.with(CallOptions.defaults().attempts(4)).find("350103"))
                    .isInstanceOf(PlatformUnavailableException.class);
            assertThat(sandbox.requestCount("/odata/") - before - once).isBetween(4L, 5L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/api-catalog",
                "/.well-known/oauth-authorization-server",
                "/token",
                "/catalogue/",
                "/jwks",
                "/grants",
                "/odata/"
            })
    void timeout_whateverIsSlow_endsTheCall(String path) {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.faults().next(Fault.delay(SLOW).onPath(path));
            long begun = System.nanoTime();
            assertThatThrownBy(() -> govshare.dataset(Divisions.COUNTIES, County.class)
                            .with(CallOptions.defaults().timeout(Duration.ofMillis(800)))
                            .find("350102"))
                    .isInstanceOf(GovShareException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            assertThat(sandbox.faults().remaining()).as("it was slow there").isZero();
        }
    }

    @Test
    void timeAsLongAsThereIs_isNoLimit_andAMomentLongPastIsOver() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);

            assertThat(counties.with(CallOptions.defaults().timeout(ChronoUnit.FOREVER.getDuration()))
                            .find("350102"))
                    .isPresent();
            assertThat(counties.with(CallOptions.defaults().deadline(Instant.MAX))
                            .find("350103"))
                    .isPresent();
            assertThatThrownBy(() -> counties.with(CallOptions.defaults().deadline(Instant.MIN))
                            .find("350104"))
                    .isInstanceOf(PlatformUnavailableException.class);
        }
    }

    @Test
    void timeout_ofOneCaller_doesNotEndTheReadingForAnother() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            sandbox.faults().next(Fault.delay(SLOW).onPath("/catalogue/"));
            Caller<?> hasty =
                    Caller.of(() -> counties.with(CallOptions.defaults().timeout(Duration.ofMillis(800)))
                            .find("350102"));
            Caller.await(() -> sandbox.faults().remaining() == 0);
            Caller<?> patient = Caller.of(() -> counties.find("350102"));
            assertThat(hasty.failure()).isInstanceOf(PlatformUnavailableException.class);
            assertThat(patient.result()).isNotNull();
        }
    }

    @Test
    void timeout_ofAStream_coversAllItsPages() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build();
                Stream<County> all = govshare
                        .dataset(Divisions.COUNTIES, County.class)
                        .with(CallOptions.defaults().timeout(Duration.ofSeconds(2)))
                        .stream(Query.all())) {
            long[] seen = {0};
            assertThatThrownBy(() -> all.forEach(county -> {
                        if (++seen[0] == 100) {
                            sandbox.faults().next(Fault.delay(SLOW).onDataset(Divisions.COUNTIES));
                        }
                    }))
                    .isInstanceOf(PlatformUnavailableException.class);
            assertThat(seen[0]).isBetween(100L, 200L);
        }
    }
}
