package io.govshare.resilience;

import io.govshare.http.Origin;
import io.govshare.http.TimeSource;
import org.jspecify.annotations.Nullable;

/** What is known of one host: its places, what is left of its retry budget, and its breaker if there is one. */
final class Host {

    private final Origin origin;
    private final Places places;
    private final RetryBudget budget = new RetryBudget();
    private final @Nullable Breaker breaker;

    Host(Origin origin, ResilienceOptions options, TimeSource time) {
        this.origin = origin;
        this.places = new Places(origin.toString(), options.concurrentCalls());
        this.breaker = options.breaker() ? new Breaker(origin, time) : null;
    }

    Origin origin() {
        return origin;
    }

    Places places() {
        return places;
    }

    RetryBudget budget() {
        return budget;
    }

    @Nullable
    Breaker breaker() {
        return breaker;
    }
}
