package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.govshare.error.CredentialException;
import io.govshare.http.Call;
import io.govshare.http.TurnableClock;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialCacheTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final TurnableClock time = new TurnableClock();
    private final AtomicInteger exchanges = new AtomicInteger();
    private final ExecutorService io = Executors.newFixedThreadPool(2);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        io.shutdownNow();
        callers.shutdownNow();
        assertThat(io.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(callers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    private Credential issue(Duration life) {
        return Credential.of(
                Secret.of("canary-token-" + exchanges.incrementAndGet()),
                time.now(),
                time.now().plus(life));
    }

    private static CredentialExchange exchange(Callable<Credential> work) {
        return new CredentialExchange() {
            @Override
            public Object inputs(CallFacts facts) {
                return "client";
            }

            @Override
            public Credential exchange(CallFacts facts) throws IOException {
                try {
                    return work.call();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw (IOException) new InterruptedIOException("interrupted").initCause(e);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    /** No jitter, so that ages are exact. */
    private CredentialCache cache(Callable<Credential> work) {
        return new CredentialCache(exchange(work), time, io, () -> 0);
    }

    private Call call() {
        return new Call("cn.stats.counties", "find", time, Duration.ofSeconds(60));
    }

    private String get(CredentialCache cache) throws IOException {
        return cache.get(CallFacts.OWN, call()).value().revealText();
    }

    private List<Future<String>> thousand(CredentialCache cache, CountDownLatch start) {
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            results.add(callers.submit(() -> {
                start.await();
                return get(cache);
            }));
        }
        return results;
    }

    private static List<String> all(List<Future<String>> results) throws Exception {
        List<String> values = new ArrayList<>();
        for (Future<String> result : results) {
            values.add(result.get(20, TimeUnit.SECONDS));
        }
        return values;
    }

    @Test
    void get_thousandCallersAtStart_exchangeOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CredentialCache cache = cache(() -> {
            begun.countDown();
            release.await();
            return issue(HOUR);
        });
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> results = thousand(cache, start);

        start.countDown();
        begun.await();
        release.countDown();

        assertThat(all(results)).containsOnly("canary-token-1");
        assertThat(exchanges).hasValue(1);
    }

    @Test
    void get_thousandCallersWhenStale_areServedTheOldOneWhileOneRenews() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CredentialCache cache = cache(() -> {
            if (exchanges.get() > 0) {
                release.await();
            }
            return issue(HOUR);
        });
        get(cache);
        time.turn(Duration.ofMinutes(55));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> results = thousand(cache, start);

        start.countDown();
        List<String> whileRenewing = all(results);
        release.countDown();

        assertThat(whileRenewing).containsOnly("canary-token-1");
        await().untilAsserted(() -> assertThat(get(cache)).isEqualTo("canary-token-2"));
        assertThat(exchanges).hasValue(2);
    }

    @Test
    void get_thousandCallersWhenExpired_exchangeOnce() throws Exception {
        CredentialCache cache = cache(() -> issue(HOUR));
        get(cache);
        time.turn(HOUR);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> results = thousand(cache, start);

        start.countDown();

        assertThat(all(results)).containsOnly("canary-token-2");
        assertThat(exchanges).hasValue(2);
    }

    private static java.util.concurrent.Executor rejecting() {
        return task -> {
            throw new RejectedExecutionException("closed");
        };
    }

    @Test
    void get_executorTakesNothing_callerExchangesItself() throws Exception {
        CredentialCache cache = new CredentialCache(exchange(() -> issue(HOUR)), time, rejecting(), () -> 0);

        assertThat(get(cache)).isEqualTo("canary-token-1");
    }

    @Test
    void get_poolFullOfWaiters_doesNotDeadlock() throws Exception {
        CredentialCache cache = cache(() -> issue(HOUR));
        List<Future<String>> results = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            results.add(io.submit(() -> get(cache)));
        }

        assertThat(all(results)).containsOnly("canary-token-1");
        assertThat(exchanges).hasValue(1);
    }

    @Test
    void invalidate_lateRefusalOfAnOldCredential_keepsItsSuccessor() throws Exception {
        CredentialCache cache = cache(() -> issue(HOUR));
        Credential old = cache.get(CallFacts.OWN, call());
        cache.invalidate(CallFacts.OWN, old);
        get(cache);

        cache.invalidate(CallFacts.OWN, old);

        assertThat(get(cache)).isEqualTo("canary-token-2");
        assertThat(exchanges).hasValue(2);
    }

    @Test
    void get_oneWaiterInterrupted_othersGetTheirCredential() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CredentialCache cache = cache(() -> {
            begun.countDown();
            release.await();
            return issue(HOUR);
        });
        Future<String> leader = callers.submit(() -> get(cache));
        begun.await();
        AtomicInteger interrupted = new AtomicInteger();
        Thread victim = new Thread(() -> {
            try {
                get(cache);
            } catch (InterruptedIOException e) {
                interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 100);
            } catch (IOException e) {
                interrupted.addAndGet(1_000);
            }
        });
        victim.start();
        Future<String> other = callers.submit(() -> get(cache));

        victim.interrupt();
        victim.join(5_000);
        release.countDown();

        assertThat(interrupted).hasValue(1);
        assertThat(leader.get(5, TimeUnit.SECONDS)).isEqualTo("canary-token-1");
        assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo("canary-token-1");
        assertThat(exchanges).hasValue(1);
    }

    @Test
    void get_callerThatExchangesForAllIsInterrupted_anotherTakesOver() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CredentialCache cache = new CredentialCache(
                exchange(() -> {
                    if (begun.getCount() > 0) {
                        begun.countDown();
                        never.await();
                    }
                    return issue(HOUR);
                }),
                time,
                rejecting(),
                () -> 0);
        Thread leader =
                new Thread(() -> assertThatThrownBy(() -> get(cache)).isInstanceOf(InterruptedIOException.class));
        leader.start();
        begun.await();
        Future<String> other = callers.submit(() -> get(cache));

        leader.interrupt();

        assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo("canary-token-1");
        leader.join(5_000);
    }

    @Test
    void get_deadlineOfOneCallPasses_endsItsWaitOnly() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CredentialCache cache = cache(() -> {
            release.await();
            return issue(HOUR);
        });
        Call hasty = new Call("cn.stats.counties", "find", time, Duration.ofMillis(80));

        assertThatThrownBy(() -> cache.get(CallFacts.OWN, hasty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("deadline")
                .hasMessageContaining("a credential");
        release.countDown();

        assertThat(get(cache)).isEqualTo("canary-token-1");
    }

    @Test
    void get_callCancelled_endsItsWait() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CredentialCache cache = cache(() -> {
            begun.countDown();
            release.await();
            return issue(HOUR);
        });
        Call call = call();
        Future<Credential> waiting = callers.submit(() -> cache.get(CallFacts.OWN, call));
        begun.await();

        call.cancel();

        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cancelled");
        release.countDown();
    }

    @Test
    void invalidate_thousandLateRefusalsOfOneCredential_exchangeOnce() throws Exception {
        CredentialCache cache = cache(() -> issue(HOUR));
        Credential old = cache.get(CallFacts.OWN, call());
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            results.add(callers.submit(() -> {
                start.await();
                cache.invalidate(CallFacts.OWN, old);
                return get(cache);
            }));
        }

        start.countDown();

        assertThat(all(results)).containsOnly("canary-token-2");
        assertThat(exchanges).hasValue(2);
    }

    @Test
    void invalidate_refusalThatMeetsTheSuccessor_neverClearsIt() throws Exception {
        CredentialCache cache = new CredentialCache(exchange(() -> issue(HOUR)), time, Runnable::run, () -> 0);
        for (int round = 1; round <= 2_000; round++) {
            Credential old = cache.get(CallFacts.OWN, call());
            time.turn(Duration.ofMinutes(55));
            CountDownLatch start = new CountDownLatch(1);
            Future<?> late = callers.submit(() -> {
                start.await();
                cache.invalidate(CallFacts.OWN, old);
                return null;
            });

            start.countDown();
            get(cache);
            late.get(5, TimeUnit.SECONDS);
            get(cache);

            assertThat(exchanges).as("one for each credential that was refused").hasValue(round + 1);
        }
    }

    @Test
    void get_thousandCallersThatAreRefused_exchangeOnce() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CredentialCache cache = cache(() -> {
            attempts.incrementAndGet();
            throw new CredentialException("The client is unknown", "Register it.");
        });
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> results = thousand(cache, start);

        start.countDown();

        for (Future<String> result : results) {
            assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(CredentialException.class);
        }
        assertThat(attempts).hasValue(1);
    }
}
