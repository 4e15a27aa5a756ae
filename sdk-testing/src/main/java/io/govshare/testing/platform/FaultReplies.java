package io.govshare.testing.platform;

import io.govshare.testing.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The answers that a fault gives instead of the right one. */
final class FaultReplies {

    private static final String LOGIN = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"
            + "<body><form action=\"/login\" method=\"post\"><input name=\"user\"><input name=\"password\" type=\"password\">"
            + "</form></body></html>\n";
    private static final byte[] EMPTY_PAGE = "{\"value\":[]}".getBytes(StandardCharsets.US_ASCII);

    private FaultReplies() {}

    /** The answer; null when the request is to be answered as usual. */
    static @Nullable Reply instead(Fault fault, Incoming request, Clock clock) {
        return switch (fault.kind()) {
            case STATUS -> Reply.problem(refusal(fault, clock), request.requestId());
            case NO_ANSWER -> Reply.empty(200);
            case LOGIN_PAGE -> Reply.of(200, "text/html; charset=utf-8", LOGIN.getBytes(StandardCharsets.UTF_8));
            case NOT_JSON -> Reply.of(200, Reply.JSON, "{\"value\":[{\"code\":\"1".getBytes(StandardCharsets.US_ASCII));
            case HUGE_BODY -> Reply.of(200, Reply.JSON, new byte[0]);
            case COMPRESSION_BOMB ->
                Reply.of(200, Reply.JSON, Delivery.gzip(EMPTY_PAGE, EMPTY_PAGE.length - 2, fault.size()))
                        .header("Content-Encoding", "gzip");
            case NONE,
                    CUT_BODY,
                    CHANGED_BODY,
                    WRONG_SIGNATURE,
                    WRONG_DIGEST,
                    UNSIGNED,
                    FOREIGN_NEXT_LINK,
                    LOOPED_NEXT_LINK,
                    REPEATED_PAGE -> null;
        };
    }

    private static Refused refusal(Fault fault, Clock clock) {
        Refused refused = fault.code()
                .map(code -> Refused.of(fault.status(), code, fault.detail().orElse("")))
                .orElseGet(() -> usual(fault.status()));
        fault.retryAfter()
                .ifPresent(wait -> refused.header(
                        "Retry-After",
                        fault.isRetryAfterDate()
                                ? HttpDates.format(clock.instant().plus(wait))
                                : Long.toString(wait.toSeconds())));
        return refused;
    }

    private static Refused usual(int status) {
        String detail = "the sandbox was told to answer " + status;
        return switch (status) {
            case 400 -> Refused.query(detail);
            case 401 -> Refused.token(detail);
            case 403 -> Refused.denied("not-granted", detail);
            case 404 -> Refused.notFound("unknown-dataset", detail);
            case 408 -> Refused.of(408, "request-timeout", detail);
            case 429 -> Refused.of(429, "rate-limited", detail);
            case 500 -> Refused.of(500, "internal", detail);
            case 502 -> Refused.of(502, "upstream", detail);
            case 503 -> Refused.of(503, "busy", detail);
            case 504 -> Refused.of(504, "upstream-timeout", detail);
            default -> Refused.of(status, "fault", detail);
        };
    }
}
