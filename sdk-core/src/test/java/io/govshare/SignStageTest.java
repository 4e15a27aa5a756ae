package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.dataset.Envelope;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.http.SkewClock;
import io.govshare.http.StaleConnectionException;
import io.govshare.http.TimeSource;
import io.govshare.platform.Attempt;
import io.govshare.platform.Credential;
import io.govshare.platform.Dialect;
import io.govshare.platform.RequestSigner;
import io.govshare.signing.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignStageTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final TimeSource time = new TimeSource() {
        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    };
    private final SkewClock clock = new SkewClock(time);
    private final AtomicInteger nonce = new AtomicInteger();
    private final SignStage stage = new SignStage(
            Dialect.of(TestParts.NO_ADDRESSING, answer -> Outcome.ok(), Envelope.recordsAt(""))
                    .signer((request, attempt) -> request.with("Nonce", "n" + nonce.incrementAndGet())
                            .with("At", attempt.now().toString())
                            .with("Sees", content(request)))
                    .build(),
            clock);
    private final Call call = new Call("d", "query", time, null);
    private final List<Request> sent = new ArrayList<>();

    private static String content(Request request) {
        return request.body() == null ? "" : new String(request.body().toBytes(), StandardCharsets.UTF_8);
    }

    private Answer answered(Exchange exchange, Kind kind) {
        sent.add(exchange.request());
        return Answer.whole(exchange.request(), 200, Headers.none(), new byte[0])
                .with(Outcome.of(kind));
    }

    @Test
    void attempt_withJsonBody_isSignedOverItsBytesWithCompanions() throws IOException {
        Credential credential = Credential.of(Secret.of("s"), NOW, null).companions(Headers.of("rtime", "17"));
        Exchange exchange = Exchange.of(
                        call,
                        Request.post("https://x.example/q", Body.json(Map.of("a", 1)))
                                .asQuery())
                .note(Credential.class, credential);
        stage.handle(exchange, e -> answered(e, Kind.OK));
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).headers().get("Sees")).isEqualTo("{\"a\":1}");
        assertThat(sent.get(0).headers().get("rtime")).isEqualTo("17");
    }

    @Test
    void staleConnection_forQuery_isSentOnceMoreSignedAnew() throws IOException {
        Answer answer = stage.handle(Exchange.of(call, Request.get("https://x.example/q")), e -> {
            if (sent.isEmpty()) {
                sent.add(e.request());
                throw new StaleConnectionException(new IOException("closed"));
            }
            return answered(e, Kind.OK);
        });
        assertThat(answer.outcome().isSuccess()).isTrue();
        assertThat(sent).extracting(request -> request.headers().get("Nonce")).containsExactly("n1", "n2");
    }

    /** A platform that asks for more in each of its answers, and what the stage asks of its signer. */
    private SignStage challenged(List<Integer> heard, boolean always) {
        RequestSigner answering = (request, attempt) -> request.with("Nonce", "asked-for");
        RequestSigner signer = new RequestSigner() {
            @Override
            public Request sign(Request request, Attempt attempt) {
                return request.with("Nonce", "first");
            }

            @Override
            public Optional<RequestSigner> heard(Answer answer) {
                heard.add(answer.status());
                return always || heard.size() == 1 ? Optional.of(answering) : Optional.empty();
            }
        };
        Dialect dialect = Dialect.of(TestParts.NO_ADDRESSING, answer -> Outcome.ok(), Envelope.recordsAt(""))
                .signer(signer)
                .build();
        return new SignStage(dialect, clock);
    }

    @Test
    void challenge_ofThePlatform_isAnsweredOnceAndTheSecondAnswerIsHeardToo() throws IOException {
        List<Integer> heard = new ArrayList<>();
        SignStage challenged = challenged(heard, true);

        challenged.handle(
                Exchange.of(call, Request.get("https://x.example/q")), e -> answered(e, Kind.SIGNATURE_REJECTED));

        assertThat(sent).extracting(request -> request.headers().get("Nonce")).containsExactly("first", "asked-for");
        assertThat(heard).hasSize(2);
    }

    @Test
    void challenge_withTheClockWrongAsWell_endsAfterFourRequests() throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                NOW.plus(Duration.ofSeconds(20)).atOffset(ZoneOffset.UTC));
        SignStage challenged = challenged(new ArrayList<>(), true);

        challenged.handle(Exchange.of(call, Request.get("https://x.example/q")), e -> {
            clock.observe(Headers.of("Date", date), NOW, NOW);
            return answered(e, Kind.CLOCK);
        });

        assertThat(sent).hasSize(4);
    }

    @Test
    void challenge_refusal_isClosedBeforeTheNextRequest() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream body = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        challenged(new ArrayList<>(), false).handle(Exchange.of(call, Request.get("https://x.example/q")), e -> {
            assertThat(closed.get()).isEqualTo(!sent.isEmpty());
            sent.add(e.request());
            return Answer.streaming(e.request(), 401, Headers.none(), body);
        });

        assertThat(sent).hasSize(2);
    }

    @Test
    void staleConnection_twice_isNotTriedAThirdTime() {
        assertThatThrownBy(() -> stage.handle(Exchange.of(call, Request.get("https://x.example/q")), e -> {
                    sent.add(e.request());
                    throw new StaleConnectionException(new IOException("closed"));
                }))
                .isInstanceOf(StaleConnectionException.class);
        assertThat(sent).hasSize(2);
    }

    @Test
    void staleConnection_forChange_isNotSentAgain() {
        Request change = Request.post("https://x.example/q", Body.text("text/plain", "x"));
        assertThatThrownBy(() -> stage.handle(Exchange.of(call, change), e -> {
                    sent.add(e.request());
                    throw new StaleConnectionException(new IOException("closed"));
                }))
                .isInstanceOf(StaleConnectionException.class);
        assertThat(sent).hasSize(1);
    }

    @Test
    void clockOutcome_withMeasuredOffset_isCorrectedOnce() throws IOException {
        Instant theirs = NOW.plus(Duration.ofSeconds(20));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC));
        Answer answer = stage.handle(Exchange.of(call, Request.get("https://x.example/q")), e -> {
            clock.observe(Headers.of("Date", date), NOW, NOW);
            return answered(e, Kind.CLOCK);
        });
        assertThat(answer.outcome().kind()).isEqualTo(Kind.CLOCK);
        assertThat(sent).hasSize(2);
        assertThat(Instant.parse(sent.get(0).headers().get("At"))).isEqualTo(NOW);
        assertThat(Duration.between(theirs, Instant.parse(sent.get(1).headers().get("At")))
                        .abs())
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void clockOutcome_withoutMeasurement_isReturnedAsItIs() throws IOException {
        stage.handle(Exchange.of(call, Request.get("https://x.example/q")), e -> answered(e, Kind.CLOCK));
        assertThat(sent).hasSize(1);
    }

    /** Signs by its second key once the first was refused. */
    private static final class TwoKeys implements RequestSigner {

        private final List<String> refused = new ArrayList<>();

        @Override
        public Request sign(Request request, Attempt attempt) {
            return request.with("Key", refused.isEmpty() ? "new" : "old");
        }

        @Override
        public Optional<RequestSigner> heard(Answer answer) {
            if (answer.outcome().kind() == Kind.SIGNATURE_REJECTED) {
                refused.add(answer.request().headers().get("Key"));
            }
            return refused.size() == 1 && answer.outcome().kind() == Kind.SIGNATURE_REJECTED
                    ? Optional.of(this)
                    : Optional.empty();
        }
    }

    private SignStage by(RequestSigner signer) {
        return new SignStage(
                Dialect.of(TestParts.NO_ADDRESSING, answer -> Outcome.ok(), Envelope.recordsAt(""))
                        .signer(signer)
                        .build(),
                clock);
    }

    @Test
    void signatureRejected_whenTheSignerHasAnotherKey_isSentOnceMoreSignedByIt() throws IOException {
        TwoKeys keys = new TwoKeys();
        Answer answer = by(keys).handle(
                        Exchange.of(call, Request.get("https://x.example/q")),
                        e -> answered(e, sent.isEmpty() ? Kind.SIGNATURE_REJECTED : Kind.OK));

        assertThat(answer.outcome().kind()).isEqualTo(Kind.OK);
        assertThat(sent).extracting(request -> request.headers().get("Key")).containsExactly("new", "old");
        assertThat(keys.refused).containsExactly("new");
    }

    @Test
    void signatureRejected_byBothKeys_isToldAndNotSentAgain() throws IOException {
        TwoKeys keys = new TwoKeys();
        Answer answer = by(keys).handle(
                        Exchange.of(call, Request.get("https://x.example/q")),
                        e -> answered(e, Kind.SIGNATURE_REJECTED));

        assertThat(answer.outcome().kind()).isEqualTo(Kind.SIGNATURE_REJECTED);
        assertThat(sent).hasSize(2);
        assertThat(keys.refused).containsExactly("new", "old");
    }

    @Test
    void signatureRejected_whenTheSignerHasOneKey_isTheAnswer() throws IOException {
        Answer answer = stage.handle(
                Exchange.of(call, Request.get("https://x.example/q")), e -> answered(e, Kind.SIGNATURE_REJECTED));

        assertThat(answer.outcome().kind()).isEqualTo(Kind.SIGNATURE_REJECTED);
        assertThat(sent).hasSize(1);
    }
}
