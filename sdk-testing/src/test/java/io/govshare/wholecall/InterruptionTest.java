package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.GovShareException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever interrupts a caller gets it back at once, wherever in the pipeline it was, and the record says so. */
@Timeout(20)
class InterruptionTest {

    record County(String code, String name) {}

    private static final Duration SLOW = Duration.ofSeconds(15);

    /** A blocked read of a socket does not notice an interrupt: it is noticed by what comes after. */
    private static final Duration SHORT = Duration.ofMillis(400);

    private static final Duration LONGER = Duration.ofSeconds(2);

    @TempDir
    Path spool;

    private static void assertInterrupted(Caller<?> caller) throws InterruptedException {
        assertThat(caller.failure()).isInstanceOfSatisfying(GovShareException.class, e -> {
            assertThat(e).hasMessageContaining("interrupted").hasMessageContaining(Divisions.COUNTIES);
            assertThat(e.dataset()).contains(Divisions.COUNTIES);
        });
        assertThat(caller.isInterrupted()).as("interrupt flag").isTrue();
    }

    private static void assertOnRecord(Sandbox sandbox, String operation) {
        assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
            assertThat(event.operation()).isEqualTo(operation);
            assertThat(event.outcome()).isEqualTo("interrupted");
            assertThat(event.data()).containsEntry("purpose", TestClient.PURPOSE);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/api-catalog",
                "/.well-known/oauth-authorization-server",
                "/token",
                "/catalogue/",
                "/jwks",
                "/grants"
            })
    void interrupt_whileAnAnswerIsOnItsWay_endsTheCallWhenItComes(String path) throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                sandbox.faults().next(Fault.delay(SHORT).onPath(path));
                Caller<?> caller = Caller.of(
                        () -> govshare.dataset(Divisions.COUNTIES, County.class).find("350102"));
                Caller.await(() -> sandbox.faults().remaining() == 0);
                caller.interrupt();
                assertInterrupted(caller);
            }
            assertOnRecord(sandbox, "find");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/api-catalog", "/catalogue/", "/jwks", "/grants", "/odata/"})
    void interrupt_whileWaitingToTryAgain_endsTheCall(String path) throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                sandbox.faults().next(Fault.status(503).retryAfter(SLOW).onPath(path));
                Caller<?> caller = Caller.of(
                        () -> govshare.dataset(Divisions.COUNTIES, County.class).find("350102"));
                Caller.await(() -> sandbox.faults().remaining() == 0);
                caller.interrupt();
                assertInterrupted(caller);
            }
            assertOnRecord(sandbox, "find");
        }
    }

    @Test
    void interrupt_ofWhoReadsForAll_leavesTheOthersTheirAnswer() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            sandbox.faults().next(Fault.status(503).retryAfter(SLOW).onPath("/catalogue/"));
            Caller<?> first = Caller.of(() -> counties.find("350102"));
            Caller.await(() -> sandbox.faults().remaining() == 0);
            Caller<?> second = Caller.of(() -> counties.find("350102"));
            first.interrupt();
            assertInterrupted(first);
            assertThat(second.result()).isNotNull();
        }
    }

    @Test
    void interrupt_whileWaitingForAPlace_endsTheCall() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool)
                    .resilience(r -> r.concurrentCalls(1))
                    .build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                counties.count(Query.all());
                sandbox.faults().next(Fault.delay(LONGER).onDataset(Divisions.COUNTIES));
                Caller<?> holder = Caller.of(() -> counties.find("350102"));
                Caller.await(() -> sandbox.faults().remaining() == 0);
                Caller<?> caller = Caller.of(() -> counties.find("350103"));
                caller.interrupt();
                assertInterrupted(caller);
                assertThat(holder.isOver()).isFalse();
                assertThat(holder.result()).isNotNull();
            }
            assertThat(sandbox.usageEvents())
                    .extracting(UsageEvent::outcome)
                    .containsExactlyInAnyOrder("matched", "matched", "interrupted");
        }
    }

    @Test
    void interrupt_beforeTheCall_endsItWithoutARequest() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Caller<?> caller = Caller.of(() -> {
                    Thread.currentThread().interrupt();
                    return govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
                });
                assertInterrupted(caller);
                assertThat(sandbox.requestCount("/odata/")).isZero();
            }
            assertOnRecord(sandbox, "find");
        }
    }

    @Test
    void interrupt_betweenPages_endsTheStream_andTrueCountsAreOnRecord() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Caller<?> caller = Caller.of(() -> {
                    try (Stream<County> all = govshare.dataset(Divisions.COUNTIES, County.class).stream(Query.all())) {
                        Iterator<County> counties = all.iterator();
                        for (int i = 0; i < 100; i++) {
                            counties.next();
                        }
                        Thread.currentThread().interrupt();
                        return counties.next();
                    }
                });
                assertInterrupted(caller);
            }
            assertOnRecord(sandbox, "stream");
            assertThat(sandbox.usageEvents().get(0).data())
                    .containsEntry("received", 100)
                    .containsEntry("delivered", 100);
        }
    }

    @Test
    void interrupt_ofARawCall_isAnIOException_andOnRecord() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                sandbox.faults().next(Fault.status(503).retryAfter(SLOW).onDataset(Divisions.COUNTIES));
                Request request = new Request.Builder()
                        .url(sandbox.url() + "/odata/" + Divisions.COUNTIES)
                        .build();
                Caller<?> caller = Caller.of(() ->
                        govshare.okHttp(Divisions.COUNTIES).newCall(request).execute());
                Caller.await(() -> sandbox.faults().remaining() == 0);
                caller.interrupt();
                assertThat(caller.failure())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("interrupted")
                        .hasCauseInstanceOf(GovShareException.class);
                assertThat(caller.isInterrupted()).isTrue();
            }
            assertOnRecord(sandbox, "raw");
        }
    }
}
