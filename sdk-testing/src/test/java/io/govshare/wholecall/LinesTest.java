package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams where the platform offers all records at once, one on each line. */
@Timeout(30)
class LinesTest {

    record Township(String code, String name, String provinceCode) {}

    private static final int ALL = 41_352;

    @TempDir
    Path spool;

    private static SandboxBuilder platform() {
        return Sandbox.builder()
                .client(TestClient.ID, TestClient.KEY.publicJwk())
                .dataset(Divisions.townships().ndjson())
                .grant(TestClient.ID, Divisions.TOWNSHIPS, TestClient.PURPOSE);
    }

    private static UsageEvent use(Sandbox sandbox) {
        assertThat(sandbox.usageEvents()).hasSize(1);
        return sandbox.usageEvents().get(0);
    }

    private GovShare client(Sandbox sandbox) {
        return TestClient.of(sandbox, spool).build();
    }

    private static Dataset<Township> townships(GovShare govshare) {
        return govshare.dataset(Divisions.TOWNSHIPS, Township.class);
    }

    @Test
    void stream_isOneRequest_andAllRecords() {
        try (Sandbox sandbox = platform().unsignedAnswers().start()) {
            try (GovShare govshare = client(sandbox);
                    Stream<Township> all = townships(govshare).stream(Query.all())) {
                assertThat(all.map(Township::code).distinct().count()).isEqualTo(ALL);
            }
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(1);
            assertThat(use(sandbox).data()).containsEntry("received", ALL).containsEntry("delivered", ALL);
        }
    }

    @Test
    void stream_ofAQuery_isFilteredOrderedAndLimitedThere() {
        try (Sandbox sandbox = platform().unsignedAnswers().start();
                GovShare govshare = client(sandbox)) {
            Query<Township> query = where(Township::provinceCode)
                    .is("35")
                    .orderByDescending(Township::code)
                    .limit(700);
            try (Stream<Township> some = townships(govshare).stream(query)) {
                List<Township> read = some.toList();
                assertThat(read)
                        .hasSize(700)
                        .allMatch(each -> each.provinceCode().equals("35"));
                assertThat(read)
                        .isSortedAccordingTo((one, other) -> other.code().compareTo(one.code()));
            }
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(1);
        }
    }

    @Test
    void stream_whereAnswersAreSigned_isReadPageByPage() {
        try (Sandbox sandbox = platform().pageSize(1_000).start();
                GovShare govshare = client(sandbox);
                Stream<Township> all = townships(govshare).stream(Query.all())) {
            assertThat(all.count()).isEqualTo(ALL);
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(42);
        }
    }

    @Test
    void stream_closedEarly_endsTheAnswer_andCountsWhatCame() {
        try (Sandbox sandbox = platform().unsignedAnswers().start()) {
            try (GovShare govshare = client(sandbox);
                    Stream<Township> all = townships(govshare).stream(Query.all())) {
                assertThat(all.limit(10).count()).isEqualTo(10);
            }
            UsageEvent event = use(sandbox);
            assertThat(event.outcome()).isEqualTo("matched");
            assertThat(event.data()).containsEntry("delivered", 10);
            assertThat((Integer) event.data().get("received")).isBetween(10, 2_000);
        }
    }

    @Test
    void stream_thatBreaksOff_deliversWhatCame_andFailsWithThePosition() {
        try (Sandbox sandbox = platform().unsignedAnswers().start();
                GovShare govshare = client(sandbox)) {
            sandbox.faults().next(Fault.cutBody().onDataset(Divisions.TOWNSHIPS));
            List<Township> seen = new ArrayList<>();
            assertThatThrownBy(() -> {
                        try (Stream<Township> all = townships(govshare).stream(Query.all())) {
                            all.forEach(seen::add);
                        }
                    })
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("broke off after record");
            assertThat(seen).hasSizeLessThan(ALL);
        }
    }

    @Test
    void stream_thatWasChangedOnItsWay_failsAfterItsLastRecord_andIsNoSuccessOnRecord() {
        try (Sandbox sandbox = platform().unsignedAnswers().start()) {
            sandbox.faults().next(Fault.wrongDigest().onDataset(Divisions.TOWNSHIPS));
            List<Township> seen = new ArrayList<>();
            try (GovShare govshare = client(sandbox);
                    Stream<Township> all = townships(govshare).stream(Query.all())) {
                assertThatThrownBy(() -> all.forEach(seen::add))
                        .isInstanceOf(ResponseRejectedException.class)
                        .hasMessageContaining("changed on its way")
                        .hasMessageContaining(Divisions.TOWNSHIPS);
            }
            assertThat(seen).hasSize(ALL);
            assertThat(use(sandbox).outcome()).isEqualTo("failed");
            assertThat(use(sandbox).data()).containsEntry("received", ALL).containsEntry("delivered", ALL);
        }
    }

    @Test
    void stream_thatIsBusyAtFirst_isAskedForAgain_andOneThatIsRefusedSaysWhy() {
        try (Sandbox sandbox = platform().unsignedAnswers().start();
                GovShare govshare = client(sandbox)) {
            sandbox.faults().next(Fault.status(503).onDataset(Divisions.TOWNSHIPS));
            try (Stream<Township> all = townships(govshare).stream(Query.all())) {
                assertThat(all.count()).isEqualTo(ALL);
            }
            sandbox.faults().next(Fault.status(403).onDataset(Divisions.TOWNSHIPS));
            assertThatThrownBy(() -> {
                        try (Stream<Township> all = townships(govshare).stream(Query.all())) {
                            all.forEach(each -> {});
                        }
                    })
                    .isInstanceOf(SharingDeniedException.class);
        }
    }
}
