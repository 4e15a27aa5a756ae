package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.addresses.Addresses;
import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.guides.Guide;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several datasets are asked at once: by whatever threads, in one context, under one deadline. */
@Timeout(20)
class FanOutTest {

    record County(String code, String name) {}

    /** Where tasks run. */
    enum Threads {
        PLATFORM,
        VIRTUAL;

        ExecutorService executor() throws ReflectiveOperationException {
            if (this == PLATFORM) {
                return Executors.newFixedThreadPool(4);
            }
            assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        }
    }

    private static final Duration SLOW = Duration.ofSeconds(15);
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final CallContext CASE =
            CallContext.builder().matter("442000-residence").build();

    @TempDir
    Path spool;

    private static SandboxBuilder platform() {
        return TestClient.platform()
                .grant(TestClient.ID, Divisions.PROVINCES, TestClient.PURPOSE)
                .grant(TestClient.ID, Divisions.CITIES, TestClient.PURPOSE);
    }

    private static void end(ExecutorService executor) throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(SOON.toMillis(), TimeUnit.MILLISECONDS))
                .as("all tasks have ended")
                .isTrue();
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @ParameterizedTest
    @EnumSource
    void fourDatasets_atOnce_inTheContextOfWhoAsks(Threads threads) throws Exception {
        ExecutorService executor = threads.executor();
        try (Sandbox sandbox = platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Addresses addresses = new Addresses(govshare, executor);
                List<String> address = GovShare.inContext(CASE, () -> addresses.of("350102001", SLOW));
                assertThat(address).containsExactly("福建省", "福州市", "鼓楼区", "鼓东街道");
            } finally {
                end(executor);
            }
            assertThat(sandbox.usageEvents())
                    .extracting(UsageEvent::dataset)
                    .containsExactlyInAnyOrder(
                            Divisions.PROVINCES, Divisions.CITIES, Divisions.COUNTIES, Divisions.TOWNSHIPS);
            assertThat(sandbox.usageEvents())
                    .allSatisfy(event -> assertThat(event.data())
                            .containsEntry("purpose", TestClient.PURPOSE)
                            .containsEntry("matter", "442000-residence"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deadline_oneOfFourIsSlow_endsIt_andTheOthersAreThere(Threads threads) throws Exception {
        ExecutorService executor = threads.executor();
        try (Sandbox sandbox = platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Addresses addresses = new Addresses(govshare, executor);
            addresses.of("110101001", SLOW);
            sandbox.faults().next(Fault.delay(SLOW).onDataset(Divisions.COUNTIES));
            long begun = System.nanoTime();
            assertThat(addresses.of("350102001", PATIENCE))
                    .containsExactly("福建省", "福州市", "(not there in time)", "鼓东街道");
            assertThat(since(begun)).isBetween(PATIENCE.minusMillis(50), SOON);
        } finally {
            end(executor);
        }
    }

    @Test
    void deadline_ofTasksThatWaitForAThread_isTheSame() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (Sandbox sandbox = platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Addresses addresses = new Addresses(govshare, one);
            addresses.of("110101001", SLOW);
            sandbox.forgetRequests();
            sandbox.faults().next(Fault.delay(SLOW).onDataset(Divisions.PROVINCES));
            long begun = System.nanoTime();
            assertThat(addresses.of("350102001", PATIENCE)).hasSize(4).containsOnly("(not there in time)");
            assertThat(since(begun)).isLessThan(SOON);
            assertThat(sandbox.requestCount("/odata/"))
                    .as("what begins after the deadline sends nothing")
                    .isEqualTo(1);
        } finally {
            end(one);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interrupt_ofWhoAsks_endsAllCalls_andIsOnRecord(Threads threads) throws Exception {
        ExecutorService executor = threads.executor();
        try (Sandbox sandbox = platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Addresses addresses = new Addresses(govshare, executor);
                sandbox.faults()
                        .next(Fault.status(503)
                                .retryAfter(SLOW)
                                .onPath("/odata/")
                                .times(4));
                Caller<?> caller = Caller.of(() -> addresses.of("350102001", SLOW.multipliedBy(3)));
                Caller.await(() -> sandbox.faults().remaining() == 0);
                caller.interrupt();
                assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
                end(executor);
            }
            assertThat(sandbox.usageEvents())
                    .hasSize(4)
                    .extracting(UsageEvent::outcome)
                    .containsOnly("interrupted");
        }
    }

    @Test
    void deadline_thatHasPassed_failsWithoutARequest_andIsOnRecord() {
        try (Sandbox sandbox = platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                CallOptions late = CallOptions.defaults().deadline(Instant.now().minusSeconds(1));
                assertThat(catchThrowable(() -> counties.with(late).find("350102")))
                        .isInstanceOf(PlatformUnavailableException.class)
                        .hasMessageContaining("The time that the call had was over")
                        .hasMessageContaining("deadline(…)");
                assertThat(sandbox.requestCount("/odata/")).isZero();
                assertThat(catchThrowable(
                                () -> counties.with(late.deadline(Instant.MIN)).find("350102")))
                        .isInstanceOf(PlatformUnavailableException.class);
                CallOptions distant = late.deadline(Instant.MAX).timeout(Duration.ofSeconds(Long.MAX_VALUE));
                assertThat(counties.with(distant).find("350102")).isPresent();
            }
            assertThat(sandbox.usageEvents())
                    .extracting(UsageEvent::outcome)
                    .containsExactly("failed", "failed", "matched");
        }
    }

    @Test
    void interrupt_ofAVirtualThreadThatReads_endsItsCallAtOnce() throws Exception {
        ExecutorService executor = Threads.VIRTUAL.executor();
        try (Sandbox sandbox = platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                sandbox.faults().next(Fault.delay(SLOW).onDataset(Divisions.COUNTIES));
                Future<?> lookup = executor.submit(() -> counties.find("350102"));
                Caller.await(() -> sandbox.faults().remaining() == 0);
                lookup.cancel(true);
                end(executor);
            }
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::outcome).containsExactly("interrupted");
        }
    }

    /** A virtual thread that held on to its carrier while it waits would leave these few room for two at a time. */
    @Test
    void virtualThreads_manyAtOnce_doNotHoldTheirCarriers() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() <= 8, "few carriers");
        ExecutorService executor = Threads.VIRTUAL.executor();
        Duration wait = Duration.ofMillis(500);
        int calls = 60;
        try (Sandbox sandbox = platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class)
                    .with(CallOptions.defaults().fresh());
            counties.find("350102");
            sandbox.faults()
                    .next(Fault.delay(wait).onDataset(Divisions.COUNTIES).times(calls));
            List<Callable<Optional<County>>> lookups = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                String code = Integer.toString(350102 + i);
                lookups.add(() -> counties.find(code));
            }
            long begun = System.nanoTime();
            for (Future<Optional<County>> lookup : executor.invokeAll(lookups)) {
                assertThat(lookup.get()).isNotNull();
            }
            assertThat(since(begun))
                    .isLessThan(wait.multipliedBy(calls / Runtime.getRuntime().availableProcessors() / 2));
        } finally {
            end(executor);
        }
    }

    @Test
    void examplesOfTheGuide_areTheCodeThatIsTested() {
        String compiled = Guide.sources(Path.of("src/test/java/com/example/addresses"));
        assertThat(Guide.of("fan-out.md").blocks("java"))
                .hasSize(1)
                .allSatisfy(example -> assertThat(compiled).contains(Guide.plain(example)));
    }
}
