package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxRequest;
import io.govshare.testing.UsageAnchor;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import io.govshare.usage.UsageLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reports of use on their way from the client to the platform. */
@Timeout(30)
class UsageDeliveryTest {

    record County(String code, String name) {}

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path spool;

    private GovShare client(Sandbox sandbox) {
        return TestClient.of(sandbox, spool)
                .usage(usage -> usage.folder(spool).interval(Duration.ofHours(1)))
                .build();
    }

    private static void use(GovShare govshare, int times) {
        for (int i = 0; i < times; i++) {
            govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
        }
    }

    private static List<SandboxRequest> reports(Sandbox sandbox) {
        return sandbox.requests().stream()
                .filter(request -> request.path().equals("/usage"))
                .toList();
    }

    @Test
    void report_ofSeveralUses_isCompressedAndMovesTheAnchorOfItsChain() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = client(sandbox)) {
            use(govshare, 20);
            assertThat(govshare.usage().flush(LONG)).isTrue();
            use(govshare, 1);
            assertThat(govshare.usage().flush(LONG)).isTrue();

            assertThat(sandbox.usageCount()).isEqualTo(21);
            UsageAnchor anchor = sandbox.usageAnchors().get(0);
            assertThat(sandbox.usageAnchors()).hasSize(1);
            assertThat(anchor.count()).isEqualTo(21);
            assertThat(anchor.missing()).isZero();
            assertThat(reports(sandbox))
                    .extracting(report -> report.headers().get("content-encoding"))
                    .containsExactly(List.of("gzip"), null);
        }
    }

    @Test
    void report_tooLarge_isSplitAndTheChainHolds() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = client(sandbox)) {
            use(govshare, 12);
            sandbox.faults().next(Fault.status(413).onPath("/usage").times(3));

            assertThat(govshare.usage().flush(LONG)).isTrue();

            assertThat(sandbox.usageCount()).isEqualTo(12);
            assertThat(sandbox.usageAnchors()).extracting(UsageAnchor::count).containsExactly(12L);
            assertThat(sandbox.usageAnchors()).extracting(UsageAnchor::missing).containsExactly(0L);
            assertThat(govshare.usage().status().rejected()).isZero();
        }
    }

    @Test
    void answer_lost_bringsTheSameEventsAgainUnderTheirIds() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = client(sandbox)) {
            use(govshare, 5);
            sandbox.faults().next(Fault.cutBody().onPath("/usage").times(2));

            assertThat(govshare.usage().flush(LONG)).isTrue();

            assertThat(sandbox.requestCount("/usage")).isGreaterThanOrEqualTo(3);
            assertThat(sandbox.usageEvents())
                    .extracting(UsageEvent::id)
                    .hasSize(5)
                    .doesNotHaveDuplicates();
            assertThat(sandbox.usageAnchors()).extracting(UsageAnchor::count).containsExactly(5L);
        }
    }

    @Test
    void everyThirdEventRejected_isSetAsideAndCountsInTheChain() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = client(sandbox)) {
            int[] seen = {0};
            sandbox.rejectUsage(event -> ++seen[0] % 3 == 0 ? Optional.of("closed period") : Optional.empty());
            use(govshare, 9);

            assertThat(govshare.usage().flush(LONG)).isTrue();

            UsageLog.Status status = govshare.usage().status();
            assertThat(status.delivered()).isEqualTo(6);
            assertThat(status.rejected()).isEqualTo(3);
            assertThat(status.pending()).isZero();
            assertThat(sandbox.usageAnchors()).extracting(UsageAnchor::count).containsExactly(9L);
        }
    }

    @Test
    void close_platformNeverAnswersReports_isBoundedAndKeepsThem() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            sandbox.faults()
                    .next(Fault.delay(Duration.ofSeconds(20)).onPath("/usage").always());
            GovShare govshare = TestClient.of(sandbox, spool)
                    .usage(usage -> usage.folder(spool).closeTimeout(Duration.ofMillis(200)))
                    .build();
            use(govshare, 3);

            long begin = System.nanoTime();
            assertThat(govshare.usage().flush(Duration.ofMillis(100))).isFalse();
            govshare.close();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(took).isLessThan(Duration.ofSeconds(6));
            sandbox.faults().clear();
            client(sandbox).close();
            assertThat(sandbox.usageEvents())
                    .extracting(UsageEvent::id)
                    .hasSize(3)
                    .doesNotHaveDuplicates();
        }
    }
}
