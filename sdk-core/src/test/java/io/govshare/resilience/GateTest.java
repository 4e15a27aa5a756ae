package io.govshare.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.govshare.catalog.CallRate;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.SkewClock;
import io.govshare.http.Stage;
import io.govshare.http.TimeSource;
import io.govshare.http.TurnableClock;
import io.govshare.platform.CallFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Request QUERY = Request.get("https://data.example.gov/set");
    private static final Stage.Next OK = exchange -> whole(Outcome.Kind.OK);

    private final TurnableClock time = new TurnableClock();
    private final Waits waits = new Waits(time);

    private static Answer whole(Outcome.Kind kind) {
        return Answer.whole(QUERY, 200, Headers.none(), new byte[0]).with(Outcome.of(kind));
    }

    private static Stage.Next streaming() {
        return exchange -> Answer.streaming(QUERY, 200, Headers.none(), new ByteArrayInputStream(new byte[100]));
    }

    private static DatasetDescription dataset(Double rate) {
        return DatasetDescription.builder("d")
                .rate(rate == null ? null : CallRate.perSecond(rate))
                .build();
    }

    private static Exchange exchange(TimeSource time, Duration total, DatasetDescription dataset) {
        Call call =
                new Call("d", "query", time, total).put(CallFacts.class, new CallFacts(dataset, CallContext.none()));
        return Exchange.of(call, QUERY);
    }

    private ResilienceStage fake(ResilienceOptions options) {
        return new ResilienceStage("p", options, time, new SkewClock(time), waits, () -> 0.5);
    }

    /** One place, real time: the line of those who wait is not a matter of the clock. */
    private static ResilienceStage onePlace() {
        return new ResilienceStage(
                "p",
                ResilienceOptions.defaults().concurrentCalls(1),
                TimeSource.SYSTEM,
                new SkewClock(TimeSource.SYSTEM),
                io.govshare.http.Sleeper.SYSTEM);
    }

    private static Exchange brief() {
        return exchange(TimeSource.SYSTEM, Duration.ofMillis(40), dataset(null));
    }

    private static Exchange patient() {
        return exchange(TimeSource.SYSTEM, null, dataset(null));
    }

    @Test
    void handle_registeredRate_spreadsCallsEvenly() throws IOException {
        ResilienceStage stage = fake(ResilienceOptions.defaults());
        for (int i = 0; i < 6; i++) {
            stage.handle(exchange(time, null, dataset(5.0)), OK);
        }

        assertThat(waits.all()).hasSize(5).containsOnly(Duration.ofMillis(200));
    }

    @Test
    void handle_thousandCallsAnHour_letsAFifthThroughAtOnceAndSpreadsTheOthers() throws IOException {
        ResilienceStage stage = fake(ResilienceOptions.defaults());
        DatasetDescription registered = DatasetDescription.builder("d")
                .rate(new CallRate(1_000, Duration.ofHours(1)))
                .build();
        for (int i = 0; i < 200; i++) {
            stage.handle(exchange(time, null, registered), OK);
        }
        assertThat(waits.all()).isEmpty();
        stage.handle(exchange(time, null, registered), OK);
        stage.handle(exchange(time, null, registered), OK);

        assertThat(waits.all())
                .hasSize(2)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(4_494), Duration.ofMillis(4_495)));
    }

    @Test
    void handle_rateChanges_theNewOneCounts() throws IOException {
        ResilienceStage stage = fake(ResilienceOptions.defaults());
        stage.handle(exchange(time, null, dataset(5.0)), OK);
        stage.handle(exchange(time, null, dataset(1.0)), OK);
        stage.handle(exchange(time, null, dataset(1.0)), OK);

        assertThat(waits.all()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void handle_noRegisteredRate_neverWaits() throws IOException {
        ResilienceStage stage = fake(ResilienceOptions.defaults());
        for (int i = 0; i < 1000; i++) {
            stage.handle(exchange(time, null, dataset(null)), OK);
        }

        assertThat(waits.all()).isEmpty();
    }

    @Test
    void handle_turnIsAfterTheDeadline_failsNowAndLeavesTheTurnToOthers() throws IOException {
        ResilienceStage stage = fake(ResilienceOptions.defaults());
        stage.handle(exchange(time, null, dataset(0.1)), OK);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> stage.handle(exchange(time, Duration.ofSeconds(3), dataset(0.1)), OK))
                    .isInstanceOfSatisfying(
                            QuotaExceededException.class,
                            e -> assertThat(e)
                                    .hasMessageContaining(
                                            "Calls to d come faster than the 0.1 calls in 1 s that are"
                                                    + " registered for it: the next turn is in 10.0 s, and this call ends in 3.0 s")
                                    .extracting(QuotaExceededException::retryAfter)
                                    .isEqualTo(Optional.of(Duration.ofSeconds(10))));
        }
        stage.handle(exchange(time, null, dataset(0.1)), OK);

        assertThat(waits.all()).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void handle_allPlacesTaken_failsNamingTheSetting() throws IOException {
        ResilienceStage stage = onePlace();
        try (Answer held = stage.handle(patient(), streaming())) {
            assertThat(held.isWhole()).isFalse();
            assertThatThrownBy(() -> stage.handle(brief(), OK))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("1 calls to https://data.example.gov are under way")
                    .hasMessageContaining("concurrentCalls(…)");
        }
    }

    @Test
    void handle_answerClosed_placeIsFree() throws IOException {
        ResilienceStage stage = onePlace();
        Answer held = stage.handle(patient(), streaming());
        held.close();
        held.close();

        stage.handle(brief(), streaming()).close();
        stage.handle(brief(), OK);
    }

    @Test
    void handle_answerReadToItsEnd_placeIsFree() throws IOException {
        ResilienceStage stage = onePlace();
        Answer held = stage.handle(patient(), streaming());
        assertThat(held.stream().readAllBytes()).hasSize(100);

        stage.handle(brief(), OK);
    }

    @Test
    void handle_attemptFails_placeIsFree() throws IOException {
        ResilienceStage stage = onePlace();
        assertThatThrownBy(() -> stage.handle(brief(), exchange -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");
        assertThatThrownBy(() -> stage.handle(brief(), exchange -> {
                    throw new InterruptedIOException();
                }))
                .isInstanceOf(InterruptedIOException.class);

        stage.handle(brief(), OK);
    }

    @Test
    void handle_callOfTheSdkInsideAnAttempt_takesNoPlace() throws IOException {
        ResilienceStage stage = onePlace();
        Answer answer = stage.handle(patient(), exchange -> {
            Call token = new Call("token", "exchange", TimeSource.SYSTEM, Duration.ofMillis(40))
                    .put(CallFacts.class, CallFacts.OWN);
            return stage.handle(Exchange.of(token, QUERY), OK);
        });

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void handle_waitsForAPlace_getsItWhenItIsFree() throws Exception {
        ResilienceStage stage = onePlace();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Answer held = stage.handle(patient(), streaming());
            Exchange waiting = patient();
            Future<Answer> second = thread.submit(() -> stage.handle(waiting, OK));
            held.close();

            assertThat(second.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void cancel_whileWaitingForAPlace_endsTheWait() throws Exception {
        ResilienceStage stage = onePlace();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Answer held = stage.handle(patient(), streaming())) {
            assertThat(held.isWhole()).isFalse();
            Exchange waiting = patient();
            Future<Answer> second = thread.submit(() -> stage.handle(waiting, OK));
            waiting.call().cancel();

            assertThatThrownBy(() -> second.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(CallCancelledException.class);
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void interrupt_whileWaitingForAPlace_endsTheWaitAndKeepsTheFlag() throws IOException {
        ResilienceStage stage = onePlace();
        try (Answer held = stage.handle(patient(), streaming())) {
            assertThat(held.isWhole()).isFalse();
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> stage.handle(patient(), OK)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void handle_manyThreads_neverMoreThanThePlacesAndNoneIsLost() throws Exception {
        int places = 4;
        int threads = 16;
        int each = 200;
        ResilienceStage stage = new ResilienceStage(
                "p",
                ResilienceOptions.defaults().concurrentCalls(places),
                TimeSource.SYSTEM,
                new SkewClock(TimeSource.SYSTEM),
                io.govshare.http.Sleeper.SYSTEM);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Stage.Next next = exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            now.decrementAndGet();
            if (done.incrementAndGet() % 50 == 0) {
                throw new IllegalStateException("bug");
            }
            return done.get() % 2 == 0 ? whole(Outcome.Kind.OK) : streaming().proceed(exchange);
        };
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    start.await();
                    for (int j = 0; j < each; j++) {
                        try {
                            stage.handle(patient(), next).close();
                        } catch (IllegalStateException bug) {
                            assertThat(bug).hasMessage("bug");
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(done).hasValue(threads * each);
        assertThat(most.get()).isBetween(1, places);
        List<Answer> free = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            free.add(stage.handle(brief(), streaming()));
        }
        for (Answer answer : free) {
            answer.close();
        }
        await().until(() -> now.get() == 0);
    }

    @Test
    void handle_breakerOn_opensAfterHalfOfTwentyFailedAndClosesAfterProbes() throws IOException {
        ResilienceStage stage = fake(ResilienceOptions.defaults().attempts(1).breaker(true));
        AtomicInteger sent = new AtomicInteger();
        Stage.Next down = exchange -> {
            sent.incrementAndGet();
            throw new ConnectException("refused");
        };
        for (int i = 0; i < 10; i++) {
            stage.handle(exchange(time, null, dataset(null)), OK);
            assertThatThrownBy(() -> stage.handle(exchange(time, null, dataset(null)), down))
                    .hasMessageContaining("does not accept the connection");
        }
        assertThatThrownBy(() -> stage.handle(exchange(time, null, dataset(null)), down))
                .isInstanceOf(PlatformUnavailableException.class)
                .hasMessageContaining("is left alone for a while");
        assertThat(sent).hasValue(10);

        time.turn(Duration.ofSeconds(31));
        for (int i = 0; i < 6; i++) {
            stage.handle(exchange(time, null, dataset(null)), OK);
        }
    }

    @Test
    void handle_breakerOn_refusalsDoNotOpenIt() throws IOException {
        ResilienceStage stage = fake(ResilienceOptions.defaults().breaker(true));
        for (int i = 0; i < 50; i++) {
            stage.handle(exchange(time, null, dataset(null)), exchange -> whole(Outcome.Kind.DENIED));
        }

        assertThat(stage.handle(exchange(time, null, dataset(null)), OK).status())
                .isEqualTo(200);
    }

    @Test
    void handle_breakerOff_keepsCalling() {
        ResilienceStage stage = fake(ResilienceOptions.defaults().attempts(1));
        AtomicInteger sent = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> stage.handle(exchange(time, null, dataset(null)), exchange -> {
                        sent.incrementAndGet();
                        throw new ConnectException("refused");
                    }))
                    .isInstanceOf(PlatformUnavailableException.class);
        }

        assertThat(sent).hasValue(50);
    }
}
