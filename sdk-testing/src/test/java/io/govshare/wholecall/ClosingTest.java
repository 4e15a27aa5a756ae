package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Closing is short whatever is under way, ends all of it, and leaves each use on record once. That neither thread nor
 * connection nor file stays is what the leak check of every test looks for.
 */
@Timeout(30)
class ClosingTest {

    record County(String code, String name) {}

    private static final Duration SLOW = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(4);

    @TempDir
    Path spool;

    private static Duration close(GovShare govshare) {
        long begun = System.nanoTime();
        govshare.close();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Map<String, List<UsageEvent>> byMatter(Sandbox sandbox) {
        return sandbox.usageEvents().stream()
                .filter(event -> event.data().containsKey("matter"))
                .collect(Collectors.groupingBy(
                        event -> event.data().get("matter").toString()));
    }

    private static CallContext matter(String id) {
        return CallContext.purpose(TestClient.PURPOSE).matter(id).build();
    }

    private void deliverTheRest(Sandbox sandbox) {
        sandbox.faults().clear();
        TestClient.of(sandbox, spool).build().close();
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
    void close_whileAnAnswerIsOnItsWay_endsTheCall(String path) throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            GovShare govshare = TestClient.of(sandbox, spool)
                    .usage(usage -> usage.closeTimeout(Duration.ofMillis(500)))
                    .build();
            sandbox.faults().next(Fault.delay(SLOW).onPath(path));
            Caller<?> caller = Caller.of(
                    () -> govshare.dataset(Divisions.COUNTIES, County.class).find("350102"));
            Caller.await(() -> sandbox.faults().remaining() == 0);
            assertThat(close(govshare)).isLessThan(SHORT);
            assertThat(caller.failure()).isInstanceOf(GovShareException.class).hasMessageContaining("closed");
            assertInterruptedOnce(sandbox);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/api-catalog", "/catalogue/", "/jwks", "/grants", "/odata/"})
    void close_whileACallWaitsToTryAgain_endsTheCall(String path) throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            GovShare govshare = TestClient.of(sandbox, spool).build();
            sandbox.faults().next(Fault.status(503).retryAfter(SLOW).onPath(path));
            Caller<?> caller = Caller.of(
                    () -> govshare.dataset(Divisions.COUNTIES, County.class).find("350102"));
            Caller.await(() -> sandbox.faults().remaining() == 0);
            assertThat(close(govshare)).isLessThan(SHORT);
            assertThat(caller.failure()).isInstanceOf(GovShareException.class).hasMessageContaining("closed");
            assertInterruptedOnce(sandbox);
        }
    }

    private void assertInterruptedOnce(Sandbox sandbox) {
        deliverTheRest(sandbox);
        assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo("interrupted");
            assertThat(event.data()).containsEntry("purpose", TestClient.PURPOSE);
        });
    }

    @Test
    void close_withAStreamThatNobodyReads_doesNotWaitForIt() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            GovShare govshare = TestClient.of(sandbox, spool).build();
            Iterator<County> counties = govshare.dataset(Divisions.COUNTIES, County.class).stream(Query.all())
                    .iterator();
            for (int i = 0; i < 30; i++) {
                counties.next();
            }
            assertThat(close(govshare)).isLessThan(Duration.ofSeconds(1));
            assertThatThrownBy(() -> counties.forEachRemaining(county -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
                assertThat(event.outcome()).isEqualTo("interrupted");
                assertThat(event.data()).containsEntry("received", 100);
                assertThat(((Number) event.data().get("delivered")).intValue()).isBetween(30, 31);
            });
        }
    }

    @Test
    void close_byTheConsumerOfAStream_doesNotWaitForItself() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            GovShare govshare = TestClient.of(sandbox, spool).build();
            try (Stream<County> all = govshare.dataset(Divisions.COUNTIES, County.class).stream(Query.all())) {
                assertThatThrownBy(() -> all.forEach(county -> govshare.close()))
                        .isInstanceOf(IllegalStateException.class);
            }
            assertThat(sandbox.usageEvents())
                    .singleElement()
                    .satisfies(event -> assertThat(event.data()).containsEntry("delivered", 1));
        }
    }

    @Test
    void close_whileUsageIsRefused_leavesTheEventsToTheNextClient() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            sandbox.faults().next(Fault.status(500).onPath("/usage").always());
            GovShare govshare = TestClient.of(sandbox, spool).build();
            govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
            assertThat(close(govshare)).isLessThan(SHORT);
            assertThat(sandbox.usageCount()).isZero();
            deliverTheRest(sandbox);
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::outcome).containsExactly("matched");
        }
    }

    @Test
    void close_whileUsageIsNotAnswered_isBoundedByItsTimeout() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            sandbox.faults().next(Fault.delay(SLOW).onPath("/usage"));
            GovShare govshare = TestClient.of(sandbox, spool)
                    .usage(usage -> usage.closeTimeout(Duration.ofMillis(300)))
                    .build();
            govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
            assertThat(close(govshare)).isLessThan(SHORT);
            deliverTheRest(sandbox);
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::outcome).containsExactly("matched");
        }
    }

    @Test
    void close_inTheMiddleOfEverything_endsIt_andEachUseIsOnRecordOnceAsItEnded() throws Exception {
        try (Sandbox sandbox =
                TestClient.platform().tokenLifetime(Duration.ofSeconds(1)).start()) {
            GovShare govshare = TestClient.of(sandbox, spool).build();
            Traffic traffic = new Traffic(govshare, sandbox);
            traffic.start();
            Caller.await(() -> traffic.answered.size() > 200 && traffic.streamed.get() > 2_000);
            sandbox.revokeTokens();
            sandbox.faults()
                    .next(Fault.delay(Duration.ofMillis(100)).onPath("/token").always());
            sandbox.faults()
                    .next(Fault.delay(SLOW).onDataset(Divisions.COUNTIES).times(3));
            sandbox.faults()
                    .next(Fault.status(503)
                            .retryAfter(SLOW)
                            .onDataset(Divisions.COUNTIES)
                            .times(3));
            Caller.await(() -> sandbox.faults().remaining() <= 2);
            assertThat(close(govshare)).isLessThan(SHORT);
            traffic.awaitEnd();

            deliverTheRest(sandbox);
            Map<String, List<UsageEvent>> events = byMatter(sandbox);
            assertThat(events).allSatisfy((matter, ofIt) -> assertThat(ofIt).hasSize(1));
            assertThat(events.keySet()).containsExactlyInAnyOrderElementsOf(traffic.begun);
            traffic.answered.forEach(matter ->
                    assertThat(events.get(matter).get(0).outcome()).as(matter).isEqualTo("matched"));
            assertThat(sandbox.usageEvents().stream()
                            .filter(event -> event.operation().equals("raw"))
                            .count())
                    .isEqualTo(traffic.rawBegun());
        }
    }

    /** Look-ups, streams and enqueued raw calls, on and on until they are refused. */
    private static final class Traffic {

        private static final int CALLERS = 6;

        final Set<String> begun = ConcurrentHashMap.newKeySet();
        final Set<String> answered = ConcurrentHashMap.newKeySet();
        final AtomicInteger streamed = new AtomicInteger();
        private final AtomicInteger rawAnswered = new AtomicInteger();
        private final AtomicInteger rawFailed = new AtomicInteger();
        private final AtomicInteger rawRefused = new AtomicInteger();
        private final CountDownLatch rawOver = new CountDownLatch(1);
        private final List<Caller<?>> callers = new ArrayList<>();
        private final Dataset<County> counties;
        private final OkHttpClient raw;
        private final Request request;

        Traffic(GovShare govshare, Sandbox sandbox) {
            counties = govshare.dataset(Divisions.COUNTIES, County.class);
            raw = govshare.okHttp(Divisions.COUNTIES);
            request = new Request.Builder()
                    .url(sandbox.url() + "/odata/" + Divisions.COUNTIES + "?$top=1")
                    .header("Cache-Control", "no-store")
                    .build();
        }

        void start() {
            for (int caller = 0; caller < CALLERS; caller++) {
                String name = "m" + caller + "-";
                callers.add(Caller.of(() -> look(name)));
            }
            callers.add(Caller.of(() -> stream("s0-")));
            callers.add(Caller.of(() -> stream("s1-")));
            enqueue();
            enqueue();
        }

        private Void look(String name) {
            for (int i = 0; ; i++) {
                String matter = name + i;
                begun.add(matter);
                try {
                    assertThat(counties.with(matter(matter))
                                    .with(CallOptions.defaults().fresh())
                                    .find("350102"))
                            .isPresent();
                    answered.add(matter);
                } catch (IllegalStateException closed) {
                    begun.remove(matter);
                    return null;
                } catch (GovShareException endedByClose) {
                    assertThat(endedByClose).hasMessageContaining("closed");
                }
            }
        }

        private Void stream(String name) {
            for (int i = 0; ; i++) {
                String matter = name + i;
                begun.add(matter);
                boolean delivered = false;
                try (Stream<County> all = counties.with(matter(matter)).stream(Query.all())) {
                    Iterator<County> records = all.iterator();
                    while (records.hasNext()) {
                        records.next();
                        delivered = true;
                        streamed.incrementAndGet();
                    }
                    answered.add(matter);
                } catch (IllegalStateException closed) {
                    if (!delivered && closed.getMessage().contains("build a new one")) {
                        begun.remove(matter);
                        return null;
                    }
                } catch (GovShareException endedByClose) {
                    assertThat(endedByClose).hasMessageContaining("closed");
                }
            }
        }

        private void enqueue() {
            raw.newCall(request).enqueue(new Callback() {
                @Override
                public void onResponse(Call call, Response response) {
                    response.close();
                    rawAnswered.incrementAndGet();
                    enqueue();
                }

                @Override
                public void onFailure(Call call, IOException e) {
                    boolean refused = !(e.getCause() instanceof GovShareException);
                    (refused ? rawRefused : rawFailed).incrementAndGet();
                    rawOver.countDown();
                }
            });
        }

        int rawBegun() {
            return rawAnswered.get() + rawFailed.get();
        }

        void awaitEnd() throws InterruptedException {
            for (Caller<?> caller : callers) {
                assertThat(caller.failure()).isNull();
            }
            assertThat(rawOver.await(5, TimeUnit.SECONDS)).isTrue();
            Caller.await(() -> rawFailed.get() + rawRefused.get() == 2);
        }
    }
}
