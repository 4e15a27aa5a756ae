package io.govshare.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.Diagnosis;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Call;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.http.SkewClock;
import io.govshare.http.Sleeper;
import io.govshare.http.Stage;
import io.govshare.http.StaleConnectionException;
import io.govshare.http.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResilienceStageTest {

    private static final Request QUERY = Request.get("https://data.example.gov/set?$filter=x");
    private static final Request CHANGE = Request.post("https://data.example.gov/x", Body.text("text/plain", "x"));

    private final TurnableClock time = new TurnableClock();
    private final Waits waits = new Waits(time);
    private final Deque<Object> script = new ArrayDeque<>();
    private final AtomicInteger sent = new AtomicInteger();
    private double random = 0.5;

    /** Gives what the script says, the last of it again and again. */
    private final Stage.Next next = exchange -> {
        sent.incrementAndGet();
        exchange.call().attempt();
        Object then = script.size() > 1 ? script.poll() : script.peek();
        if (then instanceof IOException e) {
            throw e;
        }
        if (then instanceof RuntimeException e) {
            throw e;
        }
        return (Answer) then;
    };

    private ResilienceStage stage(ResilienceOptions options) {
        return stage(options, waits);
    }

    private ResilienceStage stage(ResilienceOptions options, Sleeper sleeper) {
        return new ResilienceStage("province", options, time, new SkewClock(time), sleeper, () -> random);
    }

    private Call call(Duration total) {
        return new Call("cn.stats.counties", "query", time, total);
    }

    private Answer run(Request request, Object... answers) throws IOException {
        return run(stage(ResilienceOptions.defaults()), call(Duration.ofSeconds(60)), request, answers);
    }

    private Answer run(ResilienceStage stage, Call call, Request request, Object... answers) throws IOException {
        script.clear();
        script.addAll(List.of(answers));
        return stage.handle(Exchange.of(call, request), next);
    }

    private static Answer answer(int status, Kind kind, String... headers) {
        return Answer.whole(QUERY, status, Headers.of(headers), new byte[0])
                .with(Outcome.of(kind).because(Diagnosis.of("why", "what to do")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BUSY", "UPSTREAM", "QUOTA"},
            mode = EnumSource.Mode.EXCLUDE)
    void handle_outcomeThatStays_isReturnedAtOnce(Kind kind) throws IOException {
        Answer answer = run(QUERY, answer(503, kind));

        assertThat(answer.outcome().kind()).isEqualTo(kind);
        assertThat(sent).hasValue(1);
        assertThat(waits.all()).isEmpty();
    }

    @Test
    void handle_upstreamFailsOnce_triesAgain() throws IOException {
        Answer answer = run(QUERY, answer(502, Kind.UPSTREAM), answer(200, Kind.OK));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(waits.all()).containsExactly(Duration.ofMillis(50));
    }

    @Test
    void handle_failureInsideHttp200_isTriedAgainByItsOutcome() throws IOException {
        run(QUERY, answer(200, Kind.UPSTREAM), answer(200, Kind.OK));

        assertThat(sent).hasValue(2);
    }

    @Test
    void handle_failsToTheEnd_returnsTheLastAnswerSayingWhy() throws IOException {
        Answer answer = run(QUERY, answer(502, Kind.UPSTREAM), answer(502, Kind.UPSTREAM), answer(504, Kind.UPSTREAM));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.outcome().diagnosis())
                .isNotNull()
                .satisfies(why -> assertThat(why.evidence()).isEqualTo("all 3 attempts are used"));
        assertThat(waits.all()).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void handle_busy_waitsOnTheScaleOfSeconds() throws IOException {
        run(QUERY, answer(503, Kind.BUSY));

        assertThat(waits.all()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(1000));
    }

    @Test
    void handle_retryAfterSeconds_isWaitedFor() throws IOException {
        random = 0;
        run(QUERY, answer(503, Kind.BUSY, "Retry-After", "7"), answer(200, Kind.OK));

        assertThat(waits.all()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void handle_retryAfter_isSpreadByATenth() throws IOException {
        random = 0.999_999;
        run(QUERY, answer(503, Kind.BUSY, "Retry-After", "10"), answer(200, Kind.OK));

        assertThat(waits.all())
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11)));
    }

    @Test
    void handle_retryAfterDate_isWaitedFor() throws IOException {
        random = 0;
        run(QUERY, answer(429, Kind.QUOTA, "Retry-After", "Tue, 01 Sep 2026 08:00:12 GMT"), answer(200, Kind.OK));

        assertThat(waits.all()).containsExactly(Duration.ofSeconds(12));
    }

    @Test
    void handle_retryAfterOverTheLimit_returnsAtOnceSayingWhy() throws IOException {
        Answer answer = run(QUERY, answer(503, Kind.BUSY, "Retry-After", "31"));

        assertThat(sent).hasValue(1);
        assertThat(waits.all()).isEmpty();
        assertThat(answer.outcome().diagnosis())
                .isNotNull()
                .satisfies(why -> assertThat(why.evidence())
                        .isEqualTo("the platform asks to wait 31.0 s, which is longer than 30.0 s"));
    }

    @Test
    void handle_waitWouldPassTheDeadline_returnsAtOnceSayingWhy() throws IOException {
        random = 0;
        Answer answer = run(
                stage(ResilienceOptions.defaults()),
                call(Duration.ofSeconds(5)),
                QUERY,
                answer(503, Kind.BUSY, "Retry-After", "5"));

        assertThat(sent).hasValue(1);
        assertThat(waits.all()).isEmpty();
        assertThat(answer.outcome().diagnosis())
                .isNotNull()
                .satisfies(
                        why -> assertThat(why.evidence()).contains("a wait of 5.0 s would not end within the 5.0 s"));
    }

    @Test
    void handle_tooManyRequests_isTriedAgain() throws IOException {
        run(QUERY, answer(429, Kind.QUOTA), answer(200, Kind.OK));

        assertThat(waits.all()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void handle_quotaOfTheDay_isNotTriedAgain() throws IOException {
        run(QUERY, answer(200, Kind.QUOTA));

        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_quotaThatItsDialectCallsLasting_isTriedAgainOnlyIfThePlatformSaysWhen() throws IOException {
        Answer lasting = answer(429, Kind.QUOTA);
        run(QUERY, lasting.with(lasting.outcome().asLasting()));
        assertThat(sent).hasValue(1);

        Answer saysWhen = answer(429, Kind.QUOTA, "Retry-After", "1");
        run(QUERY, saysWhen.with(saysWhen.outcome().asLasting()), answer(200, Kind.OK));
        assertThat(sent).hasValue(3);
    }

    @Test
    void handle_noQuery_isNeverTriedAgain() throws IOException {
        Answer answer = run(CHANGE, answer(503, Kind.BUSY));

        assertThat(sent).hasValue(1);
        assertThat(answer.outcome().diagnosis())
                .isNotNull()
                .satisfies(why -> assertThat(why.evidence()).isEqualTo("a POST that is no query is sent once"));
        assertThatThrownBy(() -> run(CHANGE, new SocketException("reset")))
                .isInstanceOf(PlatformUnavailableException.class);
        assertThat(sent).hasValue(2);
    }

    @Test
    void handle_postDeclaredAQuery_isTriedAgain() throws IOException {
        run(CHANGE.asQuery(), answer(503, Kind.BUSY), answer(200, Kind.OK));

        assertThat(sent).hasValue(2);
    }

    @Test
    void handle_answerThrownAway_isClosed() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        Answer streaming = Answer.streaming(
                        QUERY, 502, Headers.none(), new FilterInputStream(new ByteArrayInputStream(new byte[9])) {
                            @Override
                            public void close() {
                                closed.incrementAndGet();
                            }
                        })
                .with(Outcome.of(Kind.UPSTREAM));
        run(QUERY, streaming, answer(200, Kind.OK));

        assertThat(closed).hasValue(1);
    }

    @Test
    void handle_networkFailsOnce_triesAgain() throws IOException {
        Answer answer = run(QUERY, new ConnectException("refused"), answer(200, Kind.OK));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(waits.all()).containsExactly(Duration.ofMillis(50));
    }

    static Stream<Arguments> failures() {
        SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
        untrusted.initCause(new CertificateException("unknown"));
        return Stream.of(
                Arguments.of(new UnknownHostException("data.example.gov"), 3, "cannot be resolved", "h.dns("),
                Arguments.of(new ConnectException("Failed to connect"), 3, "does not accept the connection", "port"),
                Arguments.of(new SocketTimeoutException("Connect timed out"), 3, "No connection to", "h.proxy("),
                Arguments.of(
                        new SocketTimeoutException("Read timed out"), 3, "did not answer in time", "attemptTimeout("),
                Arguments.of(new SocketException("Connection reset"), 3, "broke the connection off", "operators"),
                Arguments.of(new IOException("unexpected end of stream on https://x/"), 3, "broke the connection", ""),
                Arguments.of(
                        new IOException("Failed to authenticate with proxy"), 3, "The proxy does not let", "h.proxy("),
                Arguments.of(new SSLHandshakeException("closed"), 3, "No TLS connection", "clientCertificate("),
                Arguments.of(untrusted, 1, "certificate of https://data.example.gov is not trusted", "h.trust("),
                Arguments.of(new SSLPeerUnverifiedException("not verified"), 1, "is for another host", "host name"),
                Arguments.of(
                        new ConnectException("Failed to connect to proxy/1.2.3.4:80"),
                        3,
                        "does not accept",
                        "firewall"),
                Arguments.of(new StaleConnectionException(new IOException("eof")), 3, "broke the connection off", ""),
                Arguments.of(new IOException("odd"), 3, "failed", "cause"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void handle_networkFailsToTheEnd_saysWhatHappenedAndWhatToDo(
            IOException failure, int attempts, String cause, String remedy) {
        assertThatThrownBy(() -> run(QUERY, failure))
                .isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                    assertThat(e.diagnosis().cause()).contains(cause).contains("https://data.example.gov");
                    assertThat(e.diagnosis().remedy()).contains(remedy);
                    assertThat(e.diagnosis().evidence())
                            .startsWith(failure.getClass().getSimpleName() + ": " + failure.getMessage());
                    assertThat(e.attempts()).isEqualTo(attempts);
                    assertThat(e.platform()).contains("province");
                    assertThat(e.dataset()).contains("cn.stats.counties");
                    assertThat(e.status()).isZero();
                })
                .hasCause(failure);
        assertThat(sent).hasValue(attempts);
    }

    @Test
    void handle_interrupted_isHandedOnAsItIs() {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");

        assertThatThrownBy(() -> run(QUERY, interrupted)).isSameAs(interrupted);
        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_noAnswerWithinTheTimeOfTheCall_namesThatTime() {
        Call over = call(Duration.ofSeconds(5));
        time.turn(Duration.ofSeconds(5));

        assertThatThrownBy(() -> run(
                        stage(ResilienceOptions.defaults()), over, QUERY, new SocketTimeoutException("Read timed out")))
                .isInstanceOf(PlatformUnavailableException.class)
                .hasMessageContaining("did not answer within the time that the call had")
                .hasMessageContaining("CallOptions.timeout(…)");
    }

    @Test
    void handle_interruptedWhileItWaits_endsTheCall() {
        ResilienceStage stage = stage(ResilienceOptions.defaults(), Sleeper.SYSTEM);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> run(stage, call(null), QUERY, answer(503, Kind.BUSY)))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_cancelledWhileItWaits_endsTheCall() {
        ResilienceStage stage = stage(ResilienceOptions.defaults(), (call, wait) -> call.cancel());

        assertThatThrownBy(() -> run(stage, call(null), QUERY, answer(503, Kind.BUSY)))
                .isInstanceOf(CallCancelledException.class);
        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_cancelledDuringTheAttempt_isNotTriedAgain() {
        CallCancelledException cancelled = new CallCancelledException("The call was cancelled", null);

        assertThatThrownBy(() -> run(QUERY, cancelled)).isSameAs(cancelled);
        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_exceptionOfOurOwn_isHandedOn() {
        ResponseRejectedException rejected = new ResponseRejectedException("bad digest", "");

        assertThatThrownBy(() -> run(QUERY, rejected)).isSameAs(rejected);
        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_budgetIsUsedUp_failsAtFirstTrySayingWhyInNumbers() throws IOException {
        ResilienceStage stage = stage(ResilienceOptions.defaults());
        for (int i = 0; i < RetryBudget.SIZE / RetryBudget.COST / 2; i++) {
            run(stage, call(null), QUERY, answer(502, Kind.UPSTREAM));
        }
        sent.set(0);
        Answer answer = run(stage, call(null), QUERY, answer(502, Kind.UPSTREAM));

        assertThat(sent).hasValue(1);
        assertThat(answer.outcome().diagnosis())
                .isNotNull()
                .satisfies(
                        why -> assertThat(why.evidence())
                                .isEqualTo(
                                        "the retry budget of https://data.example.gov is used up: 0 of 500 left, a retry takes 5"));
    }

    @Test
    void handle_firstTrySuccesses_fillTheBudgetAgain() throws IOException {
        ResilienceStage stage = stage(ResilienceOptions.defaults());
        for (int i = 0; i < RetryBudget.SIZE / RetryBudget.COST / 2; i++) {
            run(stage, call(null), QUERY, answer(502, Kind.UPSTREAM));
        }
        for (int i = 0; i < RetryBudget.COST; i++) {
            run(stage, call(null), QUERY, answer(200, Kind.OK));
        }
        sent.set(0);
        run(stage, call(null), QUERY, answer(502, Kind.UPSTREAM));

        assertThat(sent).hasValue(2);
    }

    @Test
    void handle_budgetOfOneHost_doesNotCountForAnother() throws IOException {
        ResilienceStage stage = stage(ResilienceOptions.defaults());
        for (int i = 0; i < RetryBudget.SIZE / RetryBudget.COST / 2; i++) {
            run(stage, call(null), QUERY, answer(502, Kind.UPSTREAM));
        }
        sent.set(0);
        run(stage, call(null), Request.get("https://other.example.gov/"), answer(502, Kind.UPSTREAM));

        assertThat(sent).hasValue(3);
    }
}
