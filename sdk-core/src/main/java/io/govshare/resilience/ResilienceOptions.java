package io.govshare.resilience;

import io.govshare.error.ConfigurationException;
import java.time.Duration;

/**
 * How often and how long a call is tried: the argument of {@code .resilience(r -> r.attempts(5))}. Immutable; each method returns
 * changed options.
 *
 * <p>By default a call has 3 attempts within 60 s, waits at most 30 s when the platform says {@code Retry-After}, shares each
 * host with 63 other calls, and has no breaker.
 */
public final class ResilienceOptions {

    private static final int MOST_ATTEMPTS = 10;
    private static final int MOST_CONCURRENT = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final ResilienceOptions DEFAULTS =
            new ResilienceOptions(3, Duration.ofSeconds(60), Duration.ofSeconds(30), 64, false);

    private final int attempts;
    private final Duration totalTimeout;
    private final Duration longestRetryAfter;
    private final int concurrentCalls;
    private final boolean breaker;

    private ResilienceOptions(
            int attempts, Duration totalTimeout, Duration longestRetryAfter, int concurrentCalls, boolean breaker) {
        this.attempts = attempts;
        this.totalTimeout = totalTimeout;
        this.longestRetryAfter = longestRetryAfter;
        this.concurrentCalls = concurrentCalls;
        this.breaker = breaker;
    }

    /** The options as described above. */
    public static ResilienceOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Tries a query at most so often, 1 to 10; by default 3. What is no query is sent once.
     *
     * @throws ConfigurationException if it is not within 1 to 10
     */
    public ResilienceOptions attempts(int most) {
        int checked = within("attempts", most, MOST_ATTEMPTS);
        return new ResilienceOptions(checked, totalTimeout, longestRetryAfter, concurrentCalls, breaker);
    }

    /**
     * Gives a call up after this time, all attempts and waits together, at most 1 h; by default 60 s. Streams have no total.
     *
     * @throws ConfigurationException if it is not positive or longer than 1 h
     */
    public ResilienceOptions totalTimeout(Duration total) {
        if (total.toMillis() < 1) {
            throw wrong("totalTimeout", total, "1 ms to 1 h");
        }
        Duration checked = within("totalTimeout", total);
        return new ResilienceOptions(attempts, checked, longestRetryAfter, concurrentCalls, breaker);
    }

    /**
     * Waits as long as the platform asks with {@code Retry-After} (RFC 9110 §10.2.3), up to this time; by default 30 s. When
     * it asks for more, the call fails at once, and its exception says how long to wait.
     *
     * @throws ConfigurationException if it is negative or longer than 1 h
     */
    public ResilienceOptions longestRetryAfter(Duration longest) {
        Duration checked = within("longestRetryAfter", longest);
        return new ResilienceOptions(attempts, totalTimeout, checked, concurrentCalls, breaker);
    }

    /**
     * Lets so many attempts be under way to one host at a time, 1 to 10,000; by default 64. Others wait, for 10 s at most.
     *
     * @throws ConfigurationException if it is not within 1 to 10,000
     */
    public ResilienceOptions concurrentCalls(int most) {
        int checked = within("concurrentCalls", most, MOST_CONCURRENT);
        return new ResilienceOptions(attempts, totalTimeout, longestRetryAfter, checked, breaker);
    }

    /**
     * Stops calling a host that fails: when half of at least 20 attempts within 60 s failed (no connection, no answer in
     * time, or 5xx), calls fail at once for 30 s; then 5 probes decide. Off by default.
     */
    public ResilienceOptions breaker(boolean on) {
        return new ResilienceOptions(attempts, totalTimeout, longestRetryAfter, concurrentCalls, on);
    }

    /** Most attempts of a query. */
    public int attempts() {
        return attempts;
    }

    /** Time for a call, all attempts and waits together. */
    public Duration totalTimeout() {
        return totalTimeout;
    }

    /** The longest {@code Retry-After} that is waited for. */
    public Duration longestRetryAfter() {
        return longestRetryAfter;
    }

    /** Most attempts under way to one host. */
    public int concurrentCalls() {
        return concurrentCalls;
    }

    /** Whether a host that fails is left alone for a while. */
    public boolean breaker() {
        return breaker;
    }

    private static int within(String method, int value, int most) {
        if (value < 1 || value > most) {
            throw wrong(method, value, "1 to " + most);
        }
        return value;
    }

    private static Duration within(String method, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw wrong(method, value, "0 s to 1 h");
        }
        return value;
    }

    private static ConfigurationException wrong(String method, Object value, String range) {
        return new ConfigurationException(
                method + "(" + value + ") is not within " + range,
                "Give .resilience(r -> r." + method + "(…)) a value within " + range + ".");
    }

    @Override
    public String toString() {
        return "ResilienceOptions[attempts " + attempts + ", totalTimeout " + totalTimeout + ", longestRetryAfter "
                + longestRetryAfter + ", concurrentCalls " + concurrentCalls + ", breaker " + (breaker ? "on" : "off")
                + "]";
    }
}
