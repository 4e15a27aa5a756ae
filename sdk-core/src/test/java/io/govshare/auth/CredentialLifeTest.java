package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Call;
import io.govshare.http.TurnableClock;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a credential is renewed: one caller, and a clock that is moved. */
class CredentialLifeTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Executor NO_THREADS = task -> {
        throw new RejectedExecutionException("closed");
    };

    private final TurnableClock time = new TurnableClock();
    private final AtomicInteger exchanges = new AtomicInteger();

    private Credential issue(Duration life) {
        return Credential.of(
                Secret.of("canary-token-" + exchanges.incrementAndGet()),
                time.now(),
                time.now().plus(life));
    }

    private CredentialCache cache(Call.Work<Credential> work, Executor io, double jitter) {
        CredentialExchange exchange = new CredentialExchange() {
            @Override
            public Object inputs(CallFacts facts) {
                return "client";
            }

            @Override
            public Credential exchange(CallFacts facts) throws IOException {
                return work.run();
            }
        };
        return new CredentialCache(exchange, time, io, () -> jitter);
    }

    private String get(CredentialCache cache) throws IOException {
        Call call = new Call("cn.stats.counties", "find", time, Duration.ofSeconds(60));
        return cache.get(CallFacts.OWN, call).value().revealText();
    }

    @Test
    void get_beforeTheRefreshWindow_doesNotRenew() throws Exception {
        CredentialCache cache = cache(() -> issue(HOUR), Runnable::run, 0);
        get(cache);

        time.turn(HOUR.minusSeconds(CredentialCache.EXPIRY_MARGIN_SECONDS + CredentialCache.REFRESH_AHEAD_SECONDS + 1));
        String before = get(cache);
        time.turn(Duration.ofSeconds(1));
        get(cache);

        assertThat(before).isEqualTo("canary-token-1");
        assertThat(exchanges).hasValue(2);
    }

    @Test
    void get_withJitter_renewsLaterButAheadOfExpiry() throws Exception {
        CredentialCache cache = cache(() -> issue(HOUR), Runnable::run, 1);
        get(cache);

        time.turn(HOUR.minusSeconds(30 + 241));
        get(cache);
        int early = exchanges.get();
        time.turn(Duration.ofSeconds(1));
        get(cache);

        assertThat(early).isEqualTo(1);
        assertThat(exchanges).hasValue(2);
    }

    @Test
    void get_shortLivedCredential_isUsedForHalfItsLife() throws Exception {
        CredentialCache cache = cache(() -> issue(Duration.ofSeconds(10)), NO_THREADS, 0);
        get(cache);

        time.turn(Duration.ofMillis(4_999));
        String young = get(cache);
        time.turn(Duration.ofMillis(1));

        assertThat(young).isEqualTo("canary-token-1");
        assertThat(get(cache)).isEqualTo("canary-token-2");
    }

    @Test
    void get_credentialWithoutExpiry_isKept() throws Exception {
        CredentialCache cache = cache(
                () -> Credential.of(Secret.of("canary-eternal-" + exchanges.incrementAndGet()), time.now(), null),
                Runnable::run,
                0);
        get(cache);

        time.turn(Duration.ofDays(10_000));

        assertThat(get(cache)).isEqualTo("canary-eternal-1");
    }

    @Test
    void get_renewalFails_isTriedAgainAfterHalfAMinuteWhileTheOldOneLives() throws Exception {
        Queue<Boolean> failures = new ArrayDeque<>(List.of(false, true, true, false));
        AtomicInteger attempts = new AtomicInteger();
        CredentialCache cache = cache(
                () -> {
                    attempts.incrementAndGet();
                    if (failures.remove()) {
                        throw new IOException("Token endpoint https://id.example.gov/token: connection refused");
                    }
                    return issue(HOUR);
                },
                Runnable::run,
                0);
        get(cache);
        time.turn(Duration.ofMinutes(55));

        assertThat(get(cache)).isEqualTo("canary-token-1");
        assertThat(get(cache)).isEqualTo("canary-token-1");
        assertThat(attempts).hasValue(2);
        time.turn(Duration.ofMillis(29_999));
        get(cache);
        assertThat(attempts).hasValue(2);
        time.turn(Duration.ofMillis(1));
        get(cache);
        assertThat(attempts).hasValue(3);
        time.turn(Duration.ofSeconds(30));
        get(cache);
        assertThat(get(cache)).isEqualTo("canary-token-2");
    }
}
