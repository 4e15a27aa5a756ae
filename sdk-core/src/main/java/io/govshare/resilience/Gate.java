package io.govshare.resilience;

import io.govshare.catalog.DatasetDescription;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Exchange;
import io.govshare.http.Sleeper;
import io.govshare.http.Stage;
import io.govshare.platform.CallFacts;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every attempt passes: the registered rate of its dataset, a place at its host, and the host's breaker. */
final class Gate {

    /** The longest wait for a place. */
    private static final Duration QUEUE = Duration.ofSeconds(10);

    private final String platform;
    private final ResilienceOptions options;
    private final RegisteredRates rates;
    private final Sleeper sleeper;

    Gate(String platform, ResilienceOptions options, RegisteredRates rates, Sleeper sleeper) {
        this.platform = platform;
        this.options = options;
        this.rates = rates;
        this.sleeper = sleeper;
    }

    /** Makes one attempt when it may be made; its place is free again when its answer is read or closed. */
    Answer pass(Exchange exchange, Stage.Next next, Host host) throws IOException {
        DatasetDescription dataset =
                exchange.call().find(CallFacts.class).map(CallFacts::dataset).orElse(null);
        awaitTurn(exchange, dataset);
        if (dataset == null) {
            // A call of the SDK's own takes no place: the call that holds one may be waiting for its token.
            return proceed(exchange, next, host);
        }
        enter(exchange, host);
        boolean held = false;
        try {
            Answer answer = proceed(exchange, next, host);
            if (answer.isWhole()) {
                return answer;
            }
            held = true;
            return answer.with(new HeldStream(answer.stream(), host.places()::leave));
        } finally {
            if (!held) {
                host.places().leave();
            }
        }
    }

    /** Waits as long as the registered rate asks, within the call's time; else the turn is left to others. */
    private void awaitTurn(Exchange exchange, @Nullable DatasetDescription dataset) throws IOException {
        Call call = exchange.call();
        Duration turn = rates.reserve(dataset, call.remaining());
        if (turn.isNegative()) {
            Diagnosis diagnosis = Diagnosis.of(
                    "Calls to " + call.dataset() + " come faster than the " + (dataset == null ? "" : dataset.rate())
                            + " that are registered for it: the next turn is in "
                            + Words.seconds(turn.negated())
                            + ", and this call ends in "
                            + Words.seconds(call.remaining()),
                    "Call less often, give the call more time, or have a higher rate registered.");
            throw new QuotaExceededException(details(exchange, diagnosis).retryAfter(turn.negated()), null);
        }
        if (!turn.isZero()) {
            pause(call, turn);
        }
    }

    private void enter(Exchange exchange, Host host) throws IOException {
        Call call = exchange.call();
        Duration remaining = call.remaining();
        Duration longest = remaining.compareTo(QUEUE) < 0 ? remaining : QUEUE;
        if (host.places().enter(call, longest)) {
            return;
        }
        if (call.isCancelled()) {
            throw new CallCancelledException("The call was cancelled while it waited for others to end", null);
        }
        Diagnosis diagnosis = Diagnosis.of(
                options.concurrentCalls() + " calls to " + host.origin() + " are under way and none ended within "
                        + Words.seconds(longest),
                "Make fewer calls at a time, close streams that are no longer read, or raise"
                        + " .resilience(r -> r.concurrentCalls(…)) if the platform bears more.");
        throw new PlatformUnavailableException(details(exchange, diagnosis), null);
    }

    private Answer proceed(Exchange exchange, Stage.Next next, Host host) throws IOException {
        Breaker breaker = host.breaker();
        if (breaker == null) {
            return next.proceed(exchange);
        }
        if (!breaker.permits()) {
            Diagnosis diagnosis = Diagnosis.of(
                    "Half of the calls to " + host.origin()
                            + " in the last minute failed, so it is left alone for a while",
                    "Wait half a minute: then a few calls are let through to see whether it works again.");
            throw new PlatformUnavailableException(details(exchange, diagnosis), null);
        }
        return breaker.proceed(exchange, next);
    }

    /** Waits on behalf of the call. @throws CallCancelledException if it is cancelled meanwhile */
    void pause(Call call, Duration time) throws IOException {
        sleeper.sleep(call, time);
        if (call.isCancelled()) {
            throw new CallCancelledException("The call was cancelled while it waited for its turn", null);
        }
    }

    ErrorDetails details(Exchange exchange, Diagnosis diagnosis) {
        Call call = exchange.call();
        return ErrorDetails.of(diagnosis).of(platform, call.subject(), call.attempts());
    }
}
