package io.govshare.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.govshare.http.Answer;
import io.govshare.http.Exchange;
import io.govshare.http.Origin;
import io.govshare.http.Outcome;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Stage;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Leaves a host alone that keeps failing. Counts what says something about the host: no connection, no answer in time, or an
 * answer that the platform failed; not refusals, and not calls that were given up. Safe for concurrent use.
 */
final class Breaker {

    private static final int WINDOW_SECONDS = 60;
    private static final Duration OPEN = Duration.ofSeconds(30);
    private static final int FEWEST_CALLS = 20;
    private static final int PROBES = 5;
    private static final float HALF = 50;

    private final CircuitBreaker breaker;

    Breaker(Origin host, TimeSource time) {
        breaker = CircuitBreaker.of(
                host.toString(),
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW_SECONDS, FEWEST_CALLS, CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                        .failureRateThreshold(HALF)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(PROBES)
                        .recordResult(result -> result instanceof Answer answer && isFailure(answer))
                        .clock(new WallClock(time))
                        .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                        .build());
    }

    private static boolean isFailure(Answer answer) {
        Outcome.Kind kind = answer.outcome().kind();
        return kind == Outcome.Kind.UPSTREAM || kind == Outcome.Kind.BUSY;
    }

    /** Asks for leave to make one attempt; whoever has it calls {@link #proceed}. */
    boolean permits() {
        return breaker.tryAcquirePermission();
    }

    /** Makes the attempt that was permitted and counts what comes of it. */
    Answer proceed(Exchange exchange, Stage.Next next) throws IOException {
        long started = breaker.getCurrentTimestamp();
        boolean counted = false;
        try {
            Answer answer = next.proceed(exchange);
            breaker.onResult(breaker.getCurrentTimestamp() - started, TimeUnit.NANOSECONDS, answer);
            counted = true;
            return answer;
        } catch (IOException e) {
            if (!Passing.isGivenUp(e) && !(e instanceof PrerequisiteException)) {
                breaker.onError(breaker.getCurrentTimestamp() - started, TimeUnit.NANOSECONDS, e);
                counted = true;
            }
            throw e;
        } finally {
            if (!counted) {
                breaker.releasePermission();
            }
        }
    }

    /** Our clock as Resilience4j wants it. */
    private static final class WallClock extends Clock {

        private final TimeSource time;

        WallClock(TimeSource time) {
            this.time = time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return time.now();
        }
    }
}
