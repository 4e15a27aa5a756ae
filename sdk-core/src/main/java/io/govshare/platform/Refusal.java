package io.govshare.platform;

import io.govshare.error.CredentialException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.Internal;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.Masked;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Answer;
import io.govshare.http.Outcome;
import io.govshare.http.RetryAfter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an answer that is no data into the exception that says what a caller would do differently. */
@Internal
public final class Refusal {

    /** Shorter ones would be words that platforms use. */
    private static final int SHORTEST_SECRET = 12;

    private Refusal() {}

    /** The exception for this answer, whose outcome is no success. */
    public static GovShareException of(
            @Nullable String platform, @Nullable String dataset, int attempts, Answer answer, Instant now) {
        Outcome outcome = answer.outcome();
        List<String> secrets = secrets(answer);
        @Nullable Diagnosis known = outcome.diagnosis();
        Diagnosis diagnosis = (known != null ? known : usual(outcome.kind())).alsoSeen(Challenge.seen(answer, secrets));
        @Nullable String message = outcome.message();
        ErrorDetails details = new ErrorDetails(
                platform,
                dataset,
                answer.status(),
                outcome.code(),
                message == null ? null : Masked.values(message, secrets),
                outcome.requestId(),
                attempts,
                RetryAfter.of(answer.headers(), now).orElse(null),
                diagnosis);
        return switch (outcome.kind()) {
            case CREDENTIAL_REJECTED, SIGNATURE_REJECTED, CLOCK -> new CredentialException(details, null);
            case QUOTA -> new QuotaExceededException(details, null);
            case BUSY, UPSTREAM -> new PlatformUnavailableException(details, null);
            case DENIED -> new SharingDeniedException(details, null);
            case NOT_FOUND -> new NotFoundException(details, null);
            case INVALID -> new InvalidRequestException(details, null);
            case OK, EMPTY -> new ResponseRejectedException(details, null);
        };
    }

    /** What was sent with the request and is long enough to be a credential or a proof, should the platform echo it. */
    private static List<String> secrets(Answer answer) {
        return answer.request().headers().hidden().stream()
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .toList();
    }

    private static Diagnosis usual(Outcome.Kind kind) {
        return switch (kind) {
            case CREDENTIAL_REJECTED ->
                Diagnosis.of(
                        "The platform does not accept the credential",
                        "Check the client and its key or secret in credentials(…).");
            case SIGNATURE_REJECTED ->
                Diagnosis.of(
                        "The platform does not accept the signature",
                        "Check that the key in signing(…) is the registered one.");
            case CLOCK ->
                Diagnosis.of(
                        "The platform's clock and this machine's differ too much",
                        "Synchronise this machine's clock (NTP).");
            case QUOTA ->
                Diagnosis.of(
                        "The quota of calls is used up",
                        "Call less often, or have the quota raised; wait as long as is said.");
            case BUSY ->
                Diagnosis.of("The platform is busy", "Try again later; the SDK has already tried within its limits.");
            case UPSTREAM ->
                Diagnosis.of(
                        "The platform, or the department behind it, failed",
                        "Try again later; if it lasts, quote the request id to the platform's operators.");
            case DENIED ->
                Diagnosis.of(
                        "The platform does not permit this use",
                        "Check the grant for this dataset and purpose, or apply for one.");
            case NOT_FOUND ->
                Diagnosis.of("The platform does not know this dataset or address", "Check the dataset id.");
            case INVALID ->
                Diagnosis.of("The platform does not understand the request", "Compare the query with the schema.");
            case OK, EMPTY ->
                Diagnosis.of("The answer holds no data where data was expected", "Tell the platform's operators.");
        };
    }
}
