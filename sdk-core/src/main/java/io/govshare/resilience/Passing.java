package io.govshare.resilience;

import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Outcome;
import io.govshare.http.PrerequisiteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells failures that may pass from those that stay. */
final class Passing {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private Passing() {}

    /**
     * A quota may be for the day: it passes soon only if the platform says so, by a time, or by the status where its dialect does
     * not know better.
     */
    static boolean mayPass(Answer answer, boolean saysWhen) {
        Outcome.Kind kind = answer.outcome().kind();
        return kind == Outcome.Kind.BUSY
                || kind == Outcome.Kind.UPSTREAM
                || (kind == Outcome.Kind.QUOTA
                        && (saysWhen
                                || (answer.status() == TOO_MANY_REQUESTS
                                        && !answer.outcome().lasting())));
    }

    static boolean mayPass(Throwable failure) {
        if (failure instanceof PrerequisiteException prerequisite) {
            return prerequisite.failure().map(Passing::mayPass).orElse(true);
        }
        return failure instanceof IOException io && !isGivenUp(io) && !Unreachable.isAboutCertificate(io);
    }

    /** What a failure says of the host: {@code BUSY} if it answered that it has too much to do; null if it says nothing. */
    static Outcome.@Nullable Kind kind(Throwable failure) {
        if (!(failure instanceof PrerequisiteException prerequisite)) {
            return null;
        }
        int status = prerequisite.refusal().map(GovShareException::status).orElse(0);
        return status == TOO_MANY_REQUESTS || status == UNAVAILABLE ? Outcome.Kind.BUSY : null;
    }

    /** Whether the one who made the call gave it up: by interrupting its thread, cancelling it, or closing the client. */
    static boolean isGivenUp(IOException failure) {
        boolean interrupted = failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
        return interrupted || failure instanceof CallCancelledException;
    }
}
