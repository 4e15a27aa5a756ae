package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.context.CallContext;
import io.govshare.error.CredentialException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.Stage;
import io.govshare.http.TurnableClock;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AuthStageTest {

    private final TurnableClock time = new TurnableClock();
    private final List<CallFacts> exchanged = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final Call call = new Call("cn.stats.counties", "find", time, Duration.ofSeconds(60));

    private final CredentialExchange exchange = new CredentialExchange() {
        @Override
        public Object inputs(CallFacts facts) {
            return facts.context();
        }

        @Override
        public Credential exchange(CallFacts facts) {
            exchanged.add(facts);
            return Credential.of(
                    Secret.of("canary-token-" + exchanged.size()),
                    time.now(),
                    time.now().plusSeconds(3600));
        }
    };

    private final AuthStage stage = AuthStage.of(Optional.of(exchange), time, Runnable::run);

    private Exchange request() {
        return Exchange.of(call, Request.get("https://share.example.gov/odata/counties"));
    }

    /** Answers with these outcomes in turn, the last one for good. */
    private Stage.Next platform(Outcome.Kind... kinds) {
        return exchange -> {
            seen.add(exchange.note(Credential.class).orElseThrow().value().revealText());
            Outcome.Kind kind = kinds[Math.min(seen.size(), kinds.length) - 1];
            return Answer.whole(exchange.request(), 200, Headers.none(), new byte[0])
                    .with(Outcome.of(kind));
        };
    }

    @Test
    void handle_credentialAccepted_isUsedForAllCalls() throws IOException {
        stage.handle(request(), platform(Outcome.Kind.OK));
        stage.handle(request(), platform(Outcome.Kind.OK));

        assertThat(seen).containsExactly("canary-token-1", "canary-token-1");
        assertThat(exchanged).containsExactly(CallFacts.OWN);
    }

    @Test
    void handle_factsOfTheCall_areWhatTheExchangeSees() throws IOException {
        CallFacts facts =
                new CallFacts(null, CallContext.purpose("residence-permit").build());
        call.put(CallFacts.class, facts);

        stage.handle(request(), platform(Outcome.Kind.OK));

        assertThat(exchanged).containsExactly(facts);
    }

    @Test
    void handle_credentialRejected_exchangesAnewAndSendsAgain() throws IOException {
        Answer answer = stage.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED, Outcome.Kind.OK));

        assertThat(answer.outcome().kind()).isEqualTo(Outcome.Kind.OK);
        assertThat(seen).containsExactly("canary-token-1", "canary-token-2");
    }

    @Test
    void handle_timeRefused_exchangesAnewOnlyWhereItCameWithTheCredential() throws IOException {
        assertThat(stage.handle(request(), platform(Outcome.Kind.CLOCK))
                        .outcome()
                        .kind())
                .isEqualTo(Outcome.Kind.CLOCK);
        assertThat(seen).containsExactly("canary-token-1");
        seen.clear();

        AuthStage timed = AuthStage.of(
                Optional.of(new CredentialExchange() {
                    @Override
                    public Object inputs(CallFacts facts) {
                        return exchange.inputs(facts);
                    }

                    @Override
                    public Credential exchange(CallFacts facts) throws IOException {
                        return exchange.exchange(facts).timed();
                    }
                }),
                time,
                Runnable::run);
        assertThat(timed.handle(request(), platform(Outcome.Kind.CLOCK))
                        .outcome()
                        .kind())
                .isEqualTo(Outcome.Kind.CLOCK);
        assertThat(seen).containsExactly("canary-token-2", "canary-token-3");
    }

    @Test
    void handle_newCredentialRejectedToo_returnsTheRefusal() throws IOException {
        Answer answer = stage.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED));

        assertThat(answer.outcome().kind()).isEqualTo(Outcome.Kind.CREDENTIAL_REJECTED);
        assertThat(seen).containsExactly("canary-token-1", "canary-token-2");
    }

    @Test
    void handle_sameRequestAttemptedAgain_exchangesAnewOnlyOnce() throws IOException {
        Exchange attempt = request();

        stage.handle(attempt, platform(Outcome.Kind.CREDENTIAL_REJECTED, Outcome.Kind.UPSTREAM));
        seen.clear();
        Answer answer = stage.handle(attempt, platform(Outcome.Kind.CREDENTIAL_REJECTED));

        assertThat(answer.outcome().kind()).isEqualTo(Outcome.Kind.CREDENTIAL_REJECTED);
        assertThat(seen).containsExactly("canary-token-2");
    }

    @Test
    void handle_nextPageOfTheCall_mayExchangeAnewAgain() throws IOException {
        stage.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED, Outcome.Kind.OK));
        seen.clear();

        stage.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED, Outcome.Kind.OK));

        assertThat(seen).containsExactly("canary-token-2", "canary-token-3");
    }

    private Answer refused() throws IOException {
        return stage.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED));
    }

    @Test
    void handle_platformRefusesEveryToken_exchangesSeldom() throws IOException {
        for (int second = 0; second < 30; second++) {
            refused();
            time.turn(Duration.ofSeconds(1));
        }
        int inTheFirstHalfMinute = exchanged.size();
        for (int second = 0; second < 300; second++) {
            refused();
            time.turn(Duration.ofSeconds(1));
        }

        assertThat(inTheFirstHalfMinute).isEqualTo(1 + RefusedCredentials.AT_ONCE);
        assertThat(exchanged).hasSize(inTheFirstHalfMinute + 10);
    }

    @Test
    void handle_platformRefusesEveryToken_saysThatNoOtherWasTriedAndWhen() throws IOException {
        for (int i = 0; i < RefusedCredentials.AT_ONCE; i++) {
            refused();
        }
        seen.clear();
        time.turn(Duration.ofSeconds(10));

        Answer answer = refused();

        assertThat(seen).hasSize(1);
        assertThat(answer.outcome().diagnosis())
                .isNotNull()
                .satisfies(why -> assertThat(why.evidence()).contains("another is exchanged in 20 s"))
                .satisfies(why -> assertThat(why.remedy()).contains("credentials(…)"));
    }

    @Test
    void handle_eachNewTokenIsAccepted_exchangesAsOftenAsOneIsRefused() throws IOException {
        for (int i = 0; i < 10 * RefusedCredentials.AT_ONCE; i++) {
            Answer answer = stage.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED, Outcome.Kind.OK));

            assertThat(answer.outcome().kind()).isEqualTo(Outcome.Kind.OK);
        }
    }

    @Test
    void handle_tokenRefusedAfterManyWereLongAgo_exchangesAtOnce() throws IOException {
        for (int i = 0; i < 10; i++) {
            refused();
        }
        time.turn(Duration.ofMinutes(2));
        seen.clear();

        Answer answer = stage.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED, Outcome.Kind.OK));

        assertThat(answer.outcome().kind()).isEqualTo(Outcome.Kind.OK);
        assertThat(seen).containsExactly("canary-token-4", "canary-token-5");
    }

    @Test
    void handle_credentialRejected_closesTheRefusal() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream body = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        stage.handle(request(), exchange -> {
            assertThat(closed.get()).isEqualTo(!seen.isEmpty());
            seen.add("attempt");
            return Answer.streaming(exchange.request(), 401, Headers.none(), body)
                    .with(Outcome.of(Outcome.Kind.CREDENTIAL_REJECTED));
        });

        assertThat(seen).hasSize(2);
    }

    @Test
    void handle_otherRefusal_keepsTheCredential() throws IOException {
        stage.handle(request(), platform(Outcome.Kind.DENIED));
        stage.handle(request(), platform(Outcome.Kind.OK));

        assertThat(seen).containsExactly("canary-token-1", "canary-token-1");
    }

    @Test
    void handle_platformWithoutToken_proceedsWithoutOne() throws IOException {
        AuthStage without = AuthStage.of(Optional.empty(), time, Runnable::run);

        Answer answer = without.handle(request(), exchange -> {
            assertThat(exchange.note(Credential.class)).isEmpty();
            return Answer.whole(exchange.request(), 200, Headers.none(), new byte[0]);
        });

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void handle_exchangeRefused_neverReachesThePlatform() {
        AuthStage refused = AuthStage.of(
                Optional.of(new CredentialExchange() {
                    @Override
                    public Object inputs(CallFacts facts) {
                        return "client";
                    }

                    @Override
                    public Credential exchange(CallFacts facts) {
                        throw new CredentialException("The client is unknown", "Register it.");
                    }
                }),
                time,
                Runnable::run);

        assertThatThrownBy(() -> refused.handle(request(), platform(Outcome.Kind.OK)))
                .isInstanceOf(CredentialException.class);
        assertThat(seen).isEmpty();
    }

    private AuthStage bearer(List<Secret> tokens) {
        Iterator<Secret> next = tokens.iterator();
        return AuthStage.of(
                Optional.of(new CredentialExchange() {
                    @Override
                    public Object inputs(CallFacts facts) {
                        return "client";
                    }

                    @Override
                    public boolean isBearer() {
                        return true;
                    }

                    @Override
                    public Credential exchange(CallFacts facts) {
                        return Credential.of(next.next(), time.now(), null);
                    }
                }),
                time,
                Runnable::run);
    }

    @Test
    void handle_refusedTokenIsGivenAgain_isNotSentAgainAndSaysSo() throws IOException {
        AuthStage same = bearer(List.of(Secret.of("canary-abc"), Secret.of("canary-abc"), Secret.of("canary-def")));

        Answer answer = same.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED));

        assertThat(seen).containsExactly("canary-abc");
        assertThat(answer.outcome().kind()).isEqualTo(Outcome.Kind.CREDENTIAL_REJECTED);
        assertThat(answer.outcome().diagnosis())
                .isNotNull()
                .satisfies(why -> assertThat(why.cause()).contains("is the same"))
                .satisfies(why -> assertThat(why.remedy()).contains("Credentials.token(…)"));
    }

    @Test
    void handle_refusedTokenIsReplacedByAnother_isSentAgain() throws IOException {
        AuthStage other = bearer(List.of(Secret.of("canary-abc"), Secret.of("canary-def")));

        other.handle(request(), platform(Outcome.Kind.CREDENTIAL_REJECTED, Outcome.Kind.OK));

        assertThat(seen).containsExactly("canary-abc", "canary-def");
    }

    @Test
    void handle_exchangeAfterARefusalFails_closesTheRefusal() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream body = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        AuthStage failing = bearer(List.of(Secret.of("canary-abc")));

        assertThatThrownBy(() -> failing.handle(
                        request(),
                        exchange -> Answer.streaming(exchange.request(), 401, Headers.none(), body)
                                .with(Outcome.of(Outcome.Kind.CREDENTIAL_REJECTED))))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(closed).isTrue();
    }
}
