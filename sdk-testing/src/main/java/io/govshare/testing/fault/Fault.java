package io.govshare.testing.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the sandbox does wrong instead of, or with, its next answer. By default it happens once, to whatever request
 * comes first. Immutable.
 *
 * <pre>{@code
 * sandbox.faults().next(Fault.status(503).retryAfter(Duration.ofSeconds(1)).onDataset("cn.stats.counties"));
 * }</pre>
 */
public final class Fault {

    /** The kinds of fault. */
    public enum Kind {
        /** The right answer; only late. */
        NONE,
        /** An error status instead of the answer. */
        STATUS,
        /** The connection is closed without an answer. */
        NO_ANSWER,
        /** The connection is closed in the middle of the body. */
        CUT_BODY,
        /** The answer's body is changed after it was signed. */
        CHANGED_BODY,
        /** The answer is signed with a key that is not the platform's. */
        WRONG_SIGNATURE,
        /** The answer's {@code Content-Digest} is signed if answers are, but is not that of the body. */
        WRONG_DIGEST,
        /** The answer has neither digest nor signature. */
        UNSIGNED,
        /** A login page in HTML with status 200, as a captive portal or a gateway in between sends it. */
        LOGIN_PAGE,
        /** Status 200, declared to be JSON, but cut off in the middle of a value. */
        NOT_JSON,
        /** Status 200 and a body of so many bytes. */
        HUGE_BODY,
        /** Status 200 and a small body that decompresses to so many bytes. */
        COMPRESSION_BOMB,
        /** The page's next link leads to another host. */
        FOREIGN_NEXT_LINK,
        /** The page's next link leads to the page itself. */
        LOOPED_NEXT_LINK,
        /** The page's next link leads to the same records under another address. */
        REPEATED_PAGE
    }

    private final Kind kind;
    private final int status;
    private final long size;
    private final Duration delay;
    private final @Nullable Duration retryAfter;
    private final boolean retryAfterAsDate;
    private final @Nullable String path;
    private final @Nullable String dataset;
    private final int times;
    private final @Nullable Words words;

    /** What an error says, in place of the usual. */
    private record Words(String code, String detail) {}

    private Fault(
            Kind kind,
            int status,
            long size,
            Duration delay,
            @Nullable Duration retryAfter,
            boolean retryAfterAsDate,
            @Nullable String path,
            @Nullable String dataset,
            int times,
            @Nullable Words words) {
        this.kind = kind;
        this.status = status;
        this.size = size;
        this.delay = delay;
        this.retryAfter = retryAfter;
        this.retryAfterAsDate = retryAfterAsDate;
        this.path = path;
        this.dataset = dataset;
        this.times = times;
        this.words = words;
    }

    private static Fault of(Kind kind, int status, long size) {
        return new Fault(kind, status, size, Duration.ZERO, null, false, null, null, 1, null);
    }

    /**
     * An error status with the problem that belongs to it; the request is not looked at.
     *
     * @param status from 400 to 599
     */
    public static Fault status(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("Fault.status takes 400 to 599, not " + status);
        }
        return of(Kind.STATUS, status, 0);
    }

    /**
     * An error status with a problem (RFC 9457) that says this; on {@code /token}, where OAuth 2.0 has a form of its own, as
     * gateways in front of it answer.
     *
     * @param status from 400 to 599
     * @param code member {@code code}, such as {@code invalid_client}
     * @param detail member {@code detail}
     */
    public static Fault problem(int status, String code, String detail) {
        Fault usual = status(status);
        return new Fault(
                usual.kind,
                status,
                0,
                usual.delay,
                null,
                false,
                null,
                null,
                1,
                new Words(Objects.requireNonNull(code, "code"), Objects.requireNonNull(detail, "detail")));
    }

    /** The right answer, but so much later. */
    public static Fault delay(Duration delay) {
        return of(Kind.NONE, 0, 0).after(delay);
    }

    /** The connection is closed without an answer. */
    public static Fault noAnswer() {
        return of(Kind.NO_ANSWER, 0, 0);
    }

    /** The connection is closed in the middle of the body. */
    public static Fault cutBody() {
        return of(Kind.CUT_BODY, 0, 0);
    }

    /** The body is changed after it was signed. */
    public static Fault changedBody() {
        return of(Kind.CHANGED_BODY, 0, 0);
    }

    /** The answer is signed with a key that is not the platform's. */
    public static Fault wrongSignature() {
        return of(Kind.WRONG_SIGNATURE, 0, 0);
    }

    /** The digest is signed if answers are, but is not that of the body. */
    public static Fault wrongDigest() {
        return of(Kind.WRONG_DIGEST, 0, 0);
    }

    /** The answer has neither digest nor signature. */
    public static Fault unsigned() {
        return of(Kind.UNSIGNED, 0, 0);
    }

    /** A login page in HTML with status 200; not signed, since it does not come from the platform. */
    public static Fault loginPage() {
        return of(Kind.LOGIN_PAGE, 0, 0);
    }

    /** Declared to be JSON, but cut off in the middle of a value; signed as any answer. */
    public static Fault notJson() {
        return of(Kind.NOT_JSON, 0, 0);
    }

    /** A body of so many bytes, not signed. */
    public static Fault hugeBody(long bytes) {
        return of(Kind.HUGE_BODY, 0, bytes);
    }

    /** A small body that decompresses to so many bytes; signed as any answer. */
    public static Fault compressionBomb(long bytes) {
        return of(Kind.COMPRESSION_BOMB, 0, bytes);
    }

    /** The page's next link leads to another host. Pages without a next link get one. */
    public static Fault foreignNextLink() {
        return of(Kind.FOREIGN_NEXT_LINK, 0, 0);
    }

    /** The page's next link leads to the page itself. Pages without a next link get one. */
    public static Fault loopedNextLink() {
        return of(Kind.LOOPED_NEXT_LINK, 0, 0);
    }

    /** The page's next link, another one each time, leads to the same records again. */
    public static Fault repeatedPage() {
        return of(Kind.REPEATED_PAGE, 0, 0);
    }

    /** This fault, so much later. */
    public Fault after(Duration newDelay) {
        if (newDelay.isNegative()) {
            throw new IllegalArgumentException("Fault.after takes no negative delay: " + newDelay);
        }
        return new Fault(kind, status, size, newDelay, retryAfter, retryAfterAsDate, path, dataset, times, words);
    }

    /** This fault with {@code Retry-After} in seconds. */
    public Fault retryAfter(Duration wait) {
        return new Fault(kind, status, size, delay, Objects.requireNonNull(wait), false, path, dataset, times, words);
    }

    /** This fault with {@code Retry-After} as a date, so much ahead of the sandbox's clock. */
    public Fault retryAfterDate(Duration wait) {
        return new Fault(kind, status, size, delay, Objects.requireNonNull(wait), true, path, dataset, times, words);
    }

    /** This fault, so many times. */
    public Fault times(int newTimes) {
        if (newTimes < 1) {
            throw new IllegalArgumentException("Fault.times takes 1 or more, not " + newTimes);
        }
        return new Fault(kind, status, size, delay, retryAfter, retryAfterAsDate, path, dataset, newTimes, words);
    }

    /** This fault until it is cleared. */
    public Fault always() {
        return times(Integer.MAX_VALUE);
    }

    /** This fault only for requests whose path begins with this, such as {@code /token} or {@code /usage}. */
    public Fault onPath(String prefix) {
        return new Fault(kind, status, size, delay, retryAfter, retryAfterAsDate, prefix, null, times, words);
    }

    /** This fault only for the records of this dataset. */
    public Fault onDataset(String id) {
        return new Fault(kind, status, size, delay, retryAfter, retryAfterAsDate, null, id, times, words);
    }

    public Kind kind() {
        return kind;
    }

    /** The status of {@link Kind#STATUS}. */
    public int status() {
        return status;
    }

    /** The code of {@link #problem}; empty for the one that belongs to the status. */
    public Optional<String> code() {
        return Optional.ofNullable(words).map(Words::code);
    }

    /** The detail of {@link #problem}. */
    public Optional<String> detail() {
        return Optional.ofNullable(words).map(Words::detail);
    }

    /** The bytes of {@link Kind#HUGE_BODY} and {@link Kind#COMPRESSION_BOMB}. */
    public long size() {
        return size;
    }

    public Duration delay() {
        return delay;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public boolean isRetryAfterDate() {
        return retryAfterAsDate;
    }

    /** How often it happens; {@link Integer#MAX_VALUE} until it is cleared. */
    public int times() {
        return times;
    }

    /**
     * Whether a request meets it.
     *
     * @param requestPath the request's path
     * @param requestDataset the dataset whose records it is for; null when it is for none
     */
    public boolean concerns(String requestPath, @Nullable String requestDataset) {
        return (path == null || requestPath.startsWith(path)) && (dataset == null || dataset.equals(requestDataset));
    }

    @Override
    public String toString() {
        return "Fault[" + kind + (kind == Kind.STATUS ? " " + status : "")
                + (path == null ? "" : " on " + path)
                + (dataset == null ? "" : " on " + dataset)
                + (times == Integer.MAX_VALUE ? ", always" : times == 1 ? "" : ", " + times + " times") + "]";
    }
}
