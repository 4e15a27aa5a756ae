package io.govshare.testing.gateway;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a gateway does wrong instead of, or with, its next answer. By default it happens once, to whatever request
 * comes first; what is done to rows waits for the first request to a service, and passes by the exchange of a secret.
 * Immutable.
 *
 * <pre>{@code
 * gateway.faults().next(GatewayFault.quota().onService("/ebus/marriages"));
 * }</pre>
 */
public final class GatewayFault {

    enum Kind {
        NONE(false),
        PROBLEM(false),
        STATUS(false),
        NO_ANSWER(false),
        EXPIRED_SECRET(false),
        DOUBLE_ENCODED(true),
        DIRTY_ROWS(true),
        EMPTY_AS_TEXT(true),
        NO_DATA_SENTENCE(true),
        LAST_PAGE_AGAIN(true);

        private final boolean ofRows;

        Kind(boolean ofRows) {
            this.ofRows = ofRows;
        }
    }

    private final Kind kind;
    private final @Nullable GatewayProblem problem;
    private final int status;
    private final Duration delay;
    private final @Nullable String path;
    private final @Nullable String service;
    private final int times;

    private GatewayFault(
            Kind kind,
            @Nullable GatewayProblem problem,
            int status,
            Duration delay,
            @Nullable String path,
            @Nullable String service,
            int times) {
        this.kind = kind;
        this.problem = problem;
        this.status = status;
        this.delay = delay;
        this.path = path;
        this.service = service;
        this.times = times;
    }

    private static GatewayFault of(Kind kind, @Nullable GatewayProblem problem) {
        return new GatewayFault(kind, problem, 0, Duration.ZERO, null, null, 1);
    }

    /** A refusal for this reason, in the style's own envelope and code; the request is not looked at. */
    public static GatewayFault problem(GatewayProblem problem) {
        return of(Kind.PROBLEM, Objects.requireNonNull(problem, "problem"));
    }

    /** A refusal because of too many calls. */
    public static GatewayFault quota() {
        return problem(GatewayProblem.QUOTA);
    }

    /** The department behind the gateway failed; most styles say so inside HTTP 200. */
    public static GatewayFault upstream() {
        return problem(GatewayProblem.UPSTREAM);
    }

    /**
     * All secrets issued so far end just before the request is looked at. Nothing on a style that exchanges no secret; there
     * {@link #problem} with {@link GatewayProblem#EXPIRED} says the same.
     */
    public static GatewayFault expiredSecret() {
        return of(Kind.EXPIRED_SECRET, null);
    }

    /** An HTTP status from 400 to 599, and a page in HTML from a proxy in front of the gateway. */
    public static GatewayFault status(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("GatewayFault.status takes 400 to 599, not " + status);
        }
        return new GatewayFault(Kind.STATUS, null, status, Duration.ZERO, null, null, 1);
    }

    /** The connection is closed without an answer. */
    public static GatewayFault noAnswer() {
        return of(Kind.NO_ANSWER, null);
    }

    /** The right answer, but so much later. */
    public static GatewayFault delay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("GatewayFault.delay takes no negative delay: " + delay);
        }
        return new GatewayFault(Kind.NONE, null, 0, delay, null, null, 1);
    }

    /** The rows as JSON inside a JSON string, once more than the style does anyway. */
    public static GatewayFault doubleEncoded() {
        return of(Kind.DOUBLE_ENCODED, null);
    }

    /**
     * Numbers and truth values as text, dates spelled in another way in each row ({@code 20230630}, {@code 2023/06/30}, {@code
     * 2023-06-30 00:00:00}, {@code 2023年6月30日}), and empty strings for null.
     */
    public static GatewayFault dirtyRows() {
        return of(Kind.DIRTY_ROWS, null);
    }

    /** As though no row matched, and the empty list is the string {@code []}. */
    public static GatewayFault emptyListAsText() {
        return of(Kind.EMPTY_AS_TEXT, null);
    }

    /** As though no row matched: on HTTP 200, a bare sentence without an envelope. */
    public static GatewayFault noDataSentence() {
        return of(Kind.NO_DATA_SENTENCE, null);
    }

    /** A page behind the end is the last page once more. */
    public static GatewayFault lastPageAgain() {
        return of(Kind.LAST_PAGE_AGAIN, null);
    }

    /** This fault, so many times. */
    public GatewayFault times(int newTimes) {
        if (newTimes < 1) {
            throw new IllegalArgumentException("GatewayFault.times takes 1 or more, not " + newTimes);
        }
        return new GatewayFault(kind, problem, status, delay, path, service, newTimes);
    }

    /** This fault until it is cleared. */
    public GatewayFault always() {
        return times(Integer.MAX_VALUE);
    }

    /** This fault only for requests whose path begins with this, such as that of the exchange. */
    public GatewayFault onPath(String prefix) {
        return new GatewayFault(kind, problem, status, delay, prefix, service, times);
    }

    /** This fault only for requests for this service. */
    public GatewayFault onService(String id) {
        return new GatewayFault(kind, problem, status, delay, path, id, times);
    }

    Kind kind() {
        return kind;
    }

    /** What is refused by {@link Kind#PROBLEM}. */
    @Nullable
    GatewayProblem problem() {
        return problem;
    }

    int status() {
        return status;
    }

    Duration delay() {
        return delay;
    }

    int times() {
        return times;
    }

    boolean concerns(String requestPath, @Nullable String requestService) {
        return (path == null || requestPath.startsWith(path))
                && (service == null || service.equals(requestService))
                && !(kind.ofRows && requestService == null);
    }

    @Override
    public String toString() {
        return "GatewayFault[" + (problem == null ? kind : problem)
                + (path == null ? "" : " on " + path)
                + (service == null ? "" : " on " + service)
                + (times == Integer.MAX_VALUE ? ", always" : times == 1 ? "" : ", " + times + " times") + "]";
    }
}
