package io.govshare.dataset;

import io.govshare.error.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a single call is made, where it differs from the settings of the builder. Immutable: every method returns other
 * options.
 *
 * <pre>{@code
 * districts.with(CallOptions.defaults().timeout(Duration.ofSeconds(5)).fresh()).find("350102");
 * }</pre>
 */
public final class CallOptions {

    /** The most attempts that a call can be given. */
    public static final int MOST_ATTEMPTS = 10;

    private static final CallOptions DEFAULTS = new CallOptions(null, null, false, 0, null, null);
    private static final int LONGEST_ID = 128;

    private final @Nullable Duration timeout;
    private final @Nullable Instant deadline;
    private final boolean fresh;
    private final int attempts;
    private final @Nullable String correlationId;
    private final @Nullable Consumer<? super Progress> progress;

    private CallOptions(
            @Nullable Duration timeout,
            @Nullable Instant deadline,
            boolean fresh,
            int attempts,
            @Nullable String correlationId,
            @Nullable Consumer<? super Progress> progress) {
        this.timeout = timeout;
        this.deadline = deadline;
        this.fresh = fresh;
        this.attempts = attempts;
        this.correlationId = correlationId;
        this.progress = progress;
    }

    /** Nothing differs from the builder's settings. */
    public static CallOptions defaults() {
        return DEFAULTS;
    }

    /**
     * These options with a limit to the time that the whole call may take, all attempts and waits included; by default that of
     * the builder's {@code resilience}. A stream has no limit unless one is given here, which then covers all its pages and
     * what the application does between them.
     *
     * @throws ConfigurationException if it is not longer than zero
     */
    public CallOptions timeout(Duration wholeCall) {
        if (wholeCall == null || wholeCall.isNegative() || wholeCall.isZero()) {
            throw new ConfigurationException(
                    "CallOptions.timeout(…) got " + wholeCall, "Give a duration longer than zero.");
        }
        return new CallOptions(wholeCall, deadline, fresh, attempts, correlationId, progress);
    }

    /**
     * These options with a moment at which the call ends, whenever it begins: one for all calls that belong together, such as
     * those of one request to the application, also if some of them wait for a thread. Where there is a timeout as well,
     * whichever is over first ends the call. It covers all pages of a stream. A call that begins later fails at once, unless
     * its answer is kept.
     *
     * @param moment by the clock of this machine
     * @throws ConfigurationException if it is null
     */
    public CallOptions deadline(Instant moment) {
        if (moment == null) {
            throw new ConfigurationException(
                    "CallOptions.deadline(…) got null", "Give a moment, such as Instant.now().plusSeconds(2).");
        }
        return new CallOptions(timeout, moment, fresh, attempts, correlationId, progress);
    }

    /** These options with an answer from the platform itself, or a kept one that it has confirmed just now. */
    public CallOptions fresh() {
        return new CallOptions(timeout, deadline, true, attempts, correlationId, progress);
    }

    /**
     * These options with a limit to the attempts at a query; 1 for no retry. What is put right at once and once, such as a
     * token that has expired or a kept connection that was closed, is no further attempt in this sense.
     *
     * @throws ConfigurationException if it is not from 1 to {@value #MOST_ATTEMPTS}
     */
    public CallOptions attempts(int most) {
        if (most < 1 || most > MOST_ATTEMPTS) {
            throw new ConfigurationException(
                    "CallOptions.attempts(…) got " + most, "Give a number from 1 to " + MOST_ATTEMPTS + ".");
        }
        return new CallOptions(timeout, deadline, fresh, most, correlationId, progress);
    }

    /**
     * These options with an id that ties the call to what the application does: it is sent as {@code X-Correlation-Id} with
     * each request of the call, to be found in the platform's logs.
     *
     * @param id 1 to 128 visible ASCII characters, nothing secret or personal
     * @throws ConfigurationException if it is not of that form
     */
    public CallOptions correlationId(String id) {
        if (id == null
                || id.isEmpty()
                || id.length() > LONGEST_ID
                || !id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException(
                    "CallOptions.correlationId(…) got no id that can be sent",
                    "Give 1 to " + LONGEST_ID + " visible ASCII characters without spaces, such as a UUID.");
        }
        return new CallOptions(timeout, deadline, fresh, attempts, id, progress);
    }

    /**
     * These options with a listener to the progress of a stream: told at most every 500 ms while records are taken from the
     * stream, and once when it is over, on the thread that does so. What it throws is logged, and it is told no more. Other
     * operations do not tell it anything.
     */
    public CallOptions progress(Consumer<? super Progress> listener) {
        if (listener == null) {
            throw new ConfigurationException(
                    "CallOptions.progress(…) got null", "Give a listener, or leave the option out.");
        }
        return new CallOptions(timeout, deadline, fresh, attempts, correlationId, listener);
    }

    /** These options, with those that are not set here taken from {@code wider}. */
    public CallOptions over(CallOptions wider) {
        return new CallOptions(
                timeout != null ? timeout : wider.timeout,
                deadline != null ? deadline : wider.deadline,
                fresh || wider.fresh,
                attempts != 0 ? attempts : wider.attempts,
                correlationId != null ? correlationId : wider.correlationId,
                progress != null ? progress : wider.progress);
    }

    /** The time that the whole call may take; empty for the builder's setting. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The moment at which the call ends; empty for none. */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** Whether the answer must come from the platform itself. */
    public boolean isFresh() {
        return fresh;
    }

    /** How many attempts may reach the network; empty for the builder's setting. */
    public OptionalInt attempts() {
        return attempts == 0 ? OptionalInt.empty() : OptionalInt.of(attempts);
    }

    /** The id that ties the call to what the application does, if there is one. */
    public Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /** Who is told how far a stream has come, if anybody is. */
    public Optional<Consumer<? super Progress>> progress() {
        return Optional.ofNullable(progress);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallOptions options
                && Objects.equals(timeout, options.timeout)
                && Objects.equals(deadline, options.deadline)
                && fresh == options.fresh
                && attempts == options.attempts
                && Objects.equals(correlationId, options.correlationId)
                && Objects.equals(progress, options.progress);
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeout, deadline, fresh, attempts, correlationId, progress);
    }

    /** The options that are set. */
    @Override
    public String toString() {
        return "CallOptions[" + (timeout == null ? "" : "timeout " + timeout + " ")
                + (deadline == null ? "" : "deadline " + deadline + " ") + (fresh ? "fresh " : "")
                + (attempts == 0 ? "" : "attempts " + attempts + " ")
                + (progress == null ? "" : "progress ")
                + (correlationId == null ? "" : "correlationId " + correlationId) + "]";
    }
}
