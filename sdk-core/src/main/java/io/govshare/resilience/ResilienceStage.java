package io.govshare.resilience;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.govshare.dataset.CallOptions;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.Internal;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Origin;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.RetryAfter;
import io.govshare.http.SkewClock;
import io.govshare.http.Sleeper;
import io.govshare.http.Stage;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a query again when the failure may pass, and stops in time: attempts, total deadline, {@code Retry-After}, retry
 * budget, registered rate, places per host and breaker all have a say. What remains of a network failure becomes a {@link
 * PlatformUnavailableException}; an answer that is no success is returned as it is. Safe for concurrent use.
 */
@Internal
public final class ResilienceStage implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(ResilienceStage.class);

    private final ResilienceOptions options;
    private final TimeSource time;
    private final SkewClock clock;
    private final Gate gate;
    private final Backoff backoff;
    private final String platform;
    private final ConcurrentMap<Integer, Retry> retries = new ConcurrentHashMap<>();
    private final ConcurrentMap<Origin, Host> hosts = new ConcurrentHashMap<>();
    /** Hosts of tokens and the like that have failed; each call that passes shows that they work. */
    private final Set<Host> prerequisites = ConcurrentHashMap.newKeySet();

    /**
     * Makes the stage of one client.
     *
     * @param platform name of the platform, for exceptions
     * @param clock the time as the platform sees it, for {@code Retry-After} as a date
     */
    public ResilienceStage(
            String platform, ResilienceOptions options, TimeSource time, SkewClock clock, Sleeper sleeper) {
        this(
                platform,
                options,
                time,
                clock,
                sleeper,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    ResilienceStage(
            String platform,
            ResilienceOptions options,
            TimeSource time,
            SkewClock clock,
            Sleeper sleeper,
            DoubleSupplier random) {
        this.options = options;
        this.time = time;
        this.clock = clock;
        this.gate = new Gate(platform, options, new RegisteredRates(time), sleeper);
        this.backoff = new Backoff(random);
        this.platform = platform;
    }

    /** How often this call may be tried: as its own options say, else as those of the client. */
    private int attempts(Call call) {
        return call.find(CallOptions.class)
                .map(own -> own.attempts().orElse(options.attempts()))
                .orElse(options.attempts());
    }

    private Retry retry(int attempts) {
        return Retry.of(
                platform,
                RetryConfig.<Answer>custom()
                        .maxAttempts(attempts)
                        .retryOnResult(this::mayPass)
                        .retryOnException(Passing::mayPass)
                        .intervalBiFunction(this::interval)
                        .build());
    }

    /** What is done after an attempt: wait so long and try again, or stop for this reason. */
    private record Verdict(@Nullable Duration pause, String reason) {
        static Verdict again(Duration wait) {
            return new Verdict(wait, "");
        }

        static Verdict stop(String reason) {
            return new Verdict(null, reason);
        }
    }

    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        Call call = exchange.call();
        Host host = host(exchange.request().origin());
        Retry.AsyncContext<Answer> tries =
                retries.computeIfAbsent(attempts(call), this::retry).asyncContext();
        for (boolean first = true; ; first = false) {
            Duration wait;
            try {
                Answer answer = gate.pass(exchange, next, host);
                if (!mayPass(answer)) {
                    tries.onComplete();
                    if (first) {
                        host.budget().giveBack();
                        prerequisites.forEach(needed -> needed.budget().giveBack());
                    }
                    return answer;
                }
                Verdict verdict = verdict(exchange, host, () -> tries.onResult(answer), wish(answer));
                if (verdict.pause() == null) {
                    return explained(answer, refused(exchange, verdict));
                }
                wait = verdict.pause();
                answer.close();
            } catch (IOException e) {
                if (Passing.isGivenUp(e) || call.isCancelled()) {
                    throw e; // nobody waits for an explanation
                }
                Host failed = failed(host, e);
                Verdict verdict = Passing.mayPass(e)
                        ? verdict(exchange, failed, () -> tries.onError(e), wish(e))
                        : Verdict.stop("it would fail in the same way the next time");
                if (verdict.pause() == null) {
                    throw unavailable(exchange, failed, e, refused(exchange, verdict));
                }
                wait = verdict.pause();
            }
            gate.pause(call, wait);
        }
    }

    private Host host(Origin origin) {
        return hosts.computeIfAbsent(origin, missing -> new Host(missing, options, time));
    }

    /** The host whose failure this is, and whose budget another try takes from: not always the one that is called. */
    private Host failed(Host called, IOException failure) {
        if (!(failure instanceof PrerequisiteException prerequisite)
                || prerequisite.origin().equals(called.origin())) {
            return called;
        }
        Host needed = host(prerequisite.origin());
        prerequisites.add(needed);
        return needed;
    }

    /** Whether another attempt is made, asked in the order in which a no is most telling. */
    private Verdict verdict(Exchange exchange, Host host, LongSupplier interval, @Nullable Duration wish) {
        if (!exchange.request().isQuery()) {
            return Verdict.stop("a " + exchange.request().method() + " that is no query is sent once");
        }
        long millis = interval.getAsLong();
        if (millis < 0) {
            return Verdict.stop("all " + attempts(exchange.call()) + " attempts are used");
        }
        if (wish != null && wish.compareTo(options.longestRetryAfter()) > 0) {
            return Verdict.stop("the platform asks to wait " + Words.seconds(wish) + ", which is longer than "
                    + Words.seconds(options.longestRetryAfter()));
        }
        Duration wait = Duration.ofMillis(millis);
        Duration remaining = exchange.call().remaining();
        if (wait.compareTo(remaining) >= 0) {
            return Verdict.stop("a wait of " + Words.seconds(wait) + " would not end within the "
                    + Words.seconds(remaining)
                    + " that are left of the total");
        }
        if (!host.budget().take()) {
            return Verdict.stop("the retry budget of " + host.origin() + " is used up: "
                    + host.budget().left() + " of " + RetryBudget.SIZE + " left, a retry takes " + RetryBudget.COST);
        }
        return Verdict.again(wait);
    }

    private long interval(Integer attempt, Either<Throwable, Answer> last) {
        if (last.isLeft()) {
            return backoff.after(attempt, Passing.kind(last.getLeft()), wish(last.getLeft()))
                    .toMillis();
        }
        Answer answer = last.get();
        return backoff.after(attempt, answer.outcome().kind(), wish(answer)).toMillis();
    }

    private @Nullable Duration wish(Answer answer) {
        return RetryAfter.of(answer.headers(), clock.now()).orElse(null);
    }

    private static @Nullable Duration wish(Throwable failure) {
        return failure instanceof PrerequisiteException prerequisite
                ? prerequisite.retryAfter().orElse(null)
                : null;
    }

    private boolean mayPass(Answer answer) {
        return Passing.mayPass(answer, answer.headers().get("Retry-After") != null);
    }

    private static String refused(Exchange exchange, Verdict verdict) {
        LOG.debug("{} {} is not tried again: {}", exchange.call().dataset(), exchange.request(), verdict.reason());
        return verdict.reason();
    }

    private static Answer explained(Answer answer, String reason) {
        Diagnosis diagnosis = answer.outcome().diagnosis();
        if (diagnosis == null) {
            return answer;
        }
        String seen = diagnosis.evidence().isEmpty() ? reason : diagnosis.evidence() + "; " + reason;
        return answer.with(answer.outcome().because(diagnosis.evidence(seen)));
    }

    private GovShareException unavailable(Exchange exchange, Host host, IOException failure, String reason) {
        if (failure instanceof PrerequisiteException prerequisite) {
            @Nullable GovShareException refusal = prerequisite.refusal().orElse(null);
            if (refusal != null) {
                return refused(exchange, refusal, reason);
            }
        }
        IOException seen = failure instanceof PrerequisiteException prerequisite
                ? prerequisite.failure().orElse(failure)
                : failure;
        Diagnosis diagnosis = Unreachable.because(
                        seen, host.origin(), exchange.call().isGivenUp())
                .evidence(Unreachable.seen(failure) + " after "
                        + Words.seconds(exchange.call().elapsed()) + "; not tried again: " + reason);
        return new PlatformUnavailableException(gate.details(exchange, diagnosis), failure);
    }

    /** The refusal of a prerequisite, told of the call that needed it. */
    private GovShareException refused(Exchange exchange, GovShareException refusal, String reason) {
        Call call = exchange.call();
        ErrorDetails details = refusal.details()
                .because(refusal.diagnosis().evidence("not tried again: " + reason))
                .of(platform, call.subject(), call.attempts());
        return refusal instanceof QuotaExceededException
                ? new QuotaExceededException(details, refusal)
                : new PlatformUnavailableException(details, refusal);
    }
}
