package io.govshare.http;

import io.govshare.error.GovShareException;
import io.govshare.error.Internal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log {@code io.govshare.call}: at DEBUG, one line for each attempt and for each answer from memory, with no value of a
 * query in it. Safe for concurrent use.
 */
@Internal
public final class CallLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.govshare.call");

    private static final int NOT_MODIFIED = 304;

    /** What is written of an id: the platform's words may be anything. */
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private CallLog() {}

    public static boolean isOn() {
        return LOG.isDebugEnabled();
    }

    /** An attempt that was answered. */
    public static void attempt(Call call, Answer answer, Duration took) {
        String cache = answer.status() == NOT_MODIFIED ? "revalidated" : "miss";
        String result = answer.status() + " " + answer.outcome().kind();
        line(call, answer.request(), result, took, cache, requestId(answer));
    }

    /** An attempt that failed, or whose answer must not be used. */
    public static void attempt(Call call, Request request, Throwable failure, Duration took) {
        String kind = failure.getClass().getSimpleName();
        int status = failure instanceof GovShareException refused ? refused.status() : 0;
        line(call, request, status == 0 ? kind : status + " " + kind, took, "miss", null);
    }

    /** An answer from memory. */
    public static void again(Call call, Answer answer) {
        if (isOn()) {
            String result = answer.status() + " " + answer.outcome().kind();
            String cache = call.cache().name().toLowerCase(Locale.ROOT);
            line(call, answer.request(), result, Duration.ZERO, cache, null);
        }
    }

    private static void line(
            Call call, Request request, String result, Duration took, String cache, @Nullable String requestId) {
        LOG.debug(
                "{} {} -> {} in {} ms, attempt {}, cache {}, request id {}",
                call.dataset(),
                request,
                result,
                took.toMillis(),
                call.attempts(),
                call.isOwn() ? "-" : cache,
                requestId == null || !ID.matcher(requestId).matches() ? "-" : requestId);
    }

    private static @Nullable String requestId(Answer answer) {
        @Nullable String said = answer.outcome().requestId();
        return said != null ? said : answer.headers().get("X-Request-Id");
    }
}
