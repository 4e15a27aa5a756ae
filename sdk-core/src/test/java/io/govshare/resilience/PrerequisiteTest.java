package io.govshare.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Origin;
import io.govshare.http.Outcome;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Request;
import io.govshare.http.SkewClock;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What happens when not the platform's data but its token cannot be had. */
class PrerequisiteTest {

    private static final Request QUERY = Request.get("https://data.example.gov/set");
    private static final Origin TOKENS = Origin.of(URI.create("https://id.example.gov"));

    private final TurnableClock time = new TurnableClock();
    private final Waits waits = new Waits(time);
    private final Deque<Object> script = new ArrayDeque<>();
    private ResilienceStage stage = stage(ResilienceOptions.defaults());
    private int tries;

    private ResilienceStage stage(ResilienceOptions options) {
        return new ResilienceStage("province", options, time, new SkewClock(time), waits, () -> 0.5);
    }

    private Answer run(Object... results) throws IOException {
        script.clear();
        script.addAll(List.of(results));
        return stage.handle(Exchange.of(new Call("cn.stats.counties", "query", time, null), QUERY), exchange -> {
            tries++;
            Object then = script.size() > 1 ? script.poll() : script.peek();
            if (then instanceof IOException failure) {
                throw failure;
            }
            return (Answer) then;
        });
    }

    private static Answer ok() {
        return Answer.whole(QUERY, 200, Headers.none(), new byte[0]).with(Outcome.ok());
    }

    private static PrerequisiteException refused(int status, Duration retryAfter) {
        ErrorDetails details = new ErrorDetails(
                null, null, status, "busy", null, "r-1", 1, retryAfter, Diagnosis.of("No token now", "Wait."));
        return PrerequisiteException.refused(
                TOKENS,
                status == 429
                        ? new QuotaExceededException(details, null)
                        : new PlatformUnavailableException(details, null));
    }

    private static PrerequisiteException unreachable(IOException failure) {
        return PrerequisiteException.unreachable("Token endpoint: " + failure.getMessage(), TOKENS, failure);
    }

    @Test
    void handle_tokenEndpointAsksToWait_isWaitedFor() throws IOException {
        Answer answer = run(refused(503, Duration.ofSeconds(7)), ok());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(waits.all())
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8)));
    }

    @Test
    void handle_tokenEndpointBusy_waitsOnTheScaleOfSeconds() throws IOException {
        run(refused(429, null), refused(500, null), ok());

        assertThat(waits.all()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(100));
    }

    @Test
    void handle_tokenEndpointAsksToWaitTooLong_failsNowWithTheWish() {
        assertThatThrownBy(() -> run(refused(503, Duration.ofMinutes(2))))
                .isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                    assertThat(e.retryAfter()).contains(Duration.ofMinutes(2));
                    assertThat(e.status()).isEqualTo(503);
                    assertThat(e.requestId()).contains("r-1");
                    assertThat(e.platform()).contains("province");
                    assertThat(e.dataset()).contains("cn.stats.counties");
                    assertThat(e.diagnosis().cause()).isEqualTo("No token now");
                    assertThat(e.diagnosis().evidence()).contains("asks to wait 120.0 s");
                });
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void handle_tooManyTokenRequestsToTheEnd_isAQuotaException() {
        assertThatThrownBy(() -> run(refused(429, Duration.ofSeconds(1)))).isInstanceOf(QuotaExceededException.class);
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void handle_tokenEndpointUnreachable_namesItAndNotTheDataHost() {
        ConnectException refused = new ConnectException("Failed to connect");

        assertThatThrownBy(() -> run(unreachable(refused)))
                .isInstanceOfSatisfying(
                        PlatformUnavailableException.class,
                        e -> assertThat(e.diagnosis().cause())
                                .isEqualTo("https://id.example.gov does not accept the connection"))
                .hasMessageNotContaining("data.example.gov")
                .hasRootCause(refused);
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void handle_certificateOfTheTokenEndpointNotTrusted_isNotTriedAgain() {
        SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
        untrusted.initCause(new CertificateException("unknown"));

        assertThatThrownBy(() -> run(unreachable(untrusted)))
                .hasMessageContaining("certificate of https://id.example.gov is not trusted");
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void handle_tokenEndpointFailsOften_itsBudgetIsUsedUpAndFilledByCallsThatPass() throws IOException {
        for (int i = 0; i < RetryBudget.SIZE / RetryBudget.COST; i++) {
            run(refused(500, null), ok());
        }
        assertThatThrownBy(() -> run(refused(500, null)))
                .hasMessageContaining("retry budget of https://id.example.gov is used up");

        for (int i = 0; i < RetryBudget.COST; i++) {
            run(ok());
        }
        assertThat(run(refused(500, null), ok()).status()).isEqualTo(200);
    }

    @Test
    void handle_tokenEndpointFails_doesNotOpenTheBreakerOfTheDataHost() throws IOException {
        stage = stage(ResilienceOptions.defaults().breaker(true).attempts(1));
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> run(unreachable(new ConnectException("refused"))))
                    .isInstanceOf(PlatformUnavailableException.class);
        }

        assertThat(run(ok()).status()).isEqualTo(200);
    }
}
