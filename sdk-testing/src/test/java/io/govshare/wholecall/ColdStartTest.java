package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that starts under load: everything is read once, and nobody waits for somebody who waits for him. */
@Timeout(30)
class ColdStartTest {

    record County(String code, String name) {}

    private static final int CALLERS = 200;

    @TempDir
    Path spool;

    private static void assertReadOnce(Sandbox sandbox, String... paths) {
        for (String path : paths) {
            assertThat(sandbox.requestCount(path)).as(path).isEqualTo(1);
        }
    }

    @Test
    void manyThreadsOfOneDataset_readEachDocumentOnce_andAllAreAnswered() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                sandbox.faults().next(Fault.delay(Duration.ofMillis(300)).onPath("/token"));
                CyclicBarrier start = new CyclicBarrier(CALLERS);
                List<Caller<Boolean>> callers = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(Caller.of(() -> {
                        start.await();
                        return counties.find("350102").isPresent();
                    }));
                }
                for (Caller<Boolean> caller : callers) {
                    assertThat(caller.result()).isTrue();
                }
                assertReadOnce(
                        sandbox,
                        "/.well-known/api-catalog",
                        "/.well-known/oauth-authorization-server",
                        "/jwks",
                        "/token",
                        "/catalogue/",
                        "/grants");
            }
            assertThat(sandbox.usageCount()).isEqualTo(CALLERS);
        }
    }

    @Test
    void manyDatasetsAtOnce_withFewThreadsBehindThem_doNotWaitForEachOther() throws Exception {
        int datasets = 40;
        SandboxBuilder platform = TestClient.platform();
        for (int i = 0; i < datasets; i++) {
            platform.dataset(SandboxDataset.ofRecords("d" + i, List.of(new County("1", "one")), "code"))
                    .grant(TestClient.ID, "d" + i, TestClient.PURPOSE);
        }
        try (Sandbox sandbox = platform.start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool)
                    .resilience(r -> r.concurrentCalls(4))
                    .build()) {
                sandbox.faults().next(Fault.delay(Duration.ofMillis(300)).onPath("/.well-known/api-catalog"));
                sandbox.faults().next(Fault.delay(Duration.ofMillis(300)).onPath("/jwks"));
                CyclicBarrier start = new CyclicBarrier(CALLERS);
                List<Caller<Boolean>> callers = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    Dataset<County> dataset = govshare.dataset("d" + i % datasets, County.class);
                    callers.add(Caller.of(() -> {
                        start.await();
                        return dataset.find("1").isPresent();
                    }));
                }
                for (Caller<Boolean> caller : callers) {
                    assertThat(caller.result()).isTrue();
                }
                assertReadOnce(
                        sandbox,
                        "/.well-known/api-catalog",
                        "/.well-known/oauth-authorization-server",
                        "/jwks",
                        "/token");
                assertThat(sandbox.requestCount("/catalogue/")).isEqualTo(datasets);
                assertThat(sandbox.requestCount("/grants")).isEqualTo(datasets);
            }
            assertThat(sandbox.usageCount()).isEqualTo(CALLERS);
        }
    }
}
