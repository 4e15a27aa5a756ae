package io.govshare.usage;

import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Call;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Outcome;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a use ended. */
enum UseOutcome {
    MATCHED,
    EMPTY,
    REFUSED,
    FAILED,
    INTERRUPTED;

    /** Operations that read records, so that none received means none found. */
    private static final Set<String> READING = Set.of("find", "query", "stream", "changes");

    private static final int DEEPEST_CAUSE = 10;

    /** The word on the wire. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of a call that has ended. */
    static UseOutcome of(Call call) {
        @Nullable Throwable failure = call.failure().orElse(null);
        if (failure != null) {
            return call.isCancelled() || isInterruption(failure) ? INTERRUPTED : isRefusal(failure) ? REFUSED : FAILED;
        }
        @Nullable Outcome outcome = call.outcome().orElse(null);
        if (outcome == null) {
            return INTERRUPTED;
        }
        return switch (outcome.kind()) {
            case OK -> READING.contains(call.operation()) && call.received() == 0 ? EMPTY : MATCHED;
            case EMPTY -> call.received() == 0 ? EMPTY : MATCHED;
            case DENIED, NOT_FOUND, INVALID -> REFUSED;
            case CREDENTIAL_REJECTED, SIGNATURE_REJECTED, CLOCK, QUOTA, BUSY, UPSTREAM -> FAILED;
        };
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof SharingDeniedException
                || failure instanceof InvalidRequestException
                || failure instanceof ConfigurationException
                || failure instanceof NotFoundException;
    }

    private static boolean isInterruption(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof InterruptedException || cause instanceof CallCancelledException) {
                return true;
            }
            if (cause instanceof InterruptedIOException && !isTimeout(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The socket and OkHttp throw a timeout as a kind of interruption too, and yet nobody interrupted. */
    private static boolean isTimeout(Throwable cause) {
        return cause instanceof SocketTimeoutException || "timeout".equals(cause.getMessage());
    }
}
