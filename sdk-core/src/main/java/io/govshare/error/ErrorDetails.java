package io.govshare.error;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one failed call that every {@link GovShareException} carries.
 *
 * @param platform name of the platform, if the failure belongs to one
 * @param dataset id of the dataset, if the failure belongs to one
 * @param status HTTP status, or 0 when there was no answer
 * @param code the platform's own error code, verbatim
 * @param platformMessage the platform's own message, verbatim; may hold personal data, so it is never logged
 * @param requestId the platform's id of the request
 * @param attempts how many attempts reached the network
 * @param retryAfter how long the platform asked to wait
 * @param diagnosis cause, evidence and remedy
 */
@Internal
public record ErrorDetails(
        @Nullable String platform,
        @Nullable String dataset,
        int status,
        @Nullable String code,
        @Nullable String platformMessage,
        @Nullable String requestId,
        int attempts,
        @Nullable Duration retryAfter,
        Diagnosis diagnosis)
        implements Serializable {

    /** Details that hold nothing but a diagnosis. */
    public static ErrorDetails of(Diagnosis diagnosis) {
        return new ErrorDetails(null, null, 0, null, null, null, 0, null, diagnosis);
    }

    /** These details, said of a platform and dataset and after a number of attempts. */
    public ErrorDetails of(@Nullable String newPlatform, @Nullable String newDataset, int newAttempts) {
        return new ErrorDetails(
                newPlatform, newDataset, status, code, platformMessage, requestId, newAttempts, retryAfter, diagnosis);
    }

    /** These details with another diagnosis. */
    public ErrorDetails because(Diagnosis other) {
        return new ErrorDetails(
                platform, dataset, status, code, platformMessage, requestId, attempts, retryAfter, other);
    }

    /** These details, with what is not known here taken from {@code wider}; the diagnosis stays. */
    public ErrorDetails over(ErrorDetails wider) {
        return new ErrorDetails(
                platform != null ? platform : wider.platform,
                dataset != null ? dataset : wider.dataset,
                status != 0 ? status : wider.status,
                code != null ? code : wider.code,
                platformMessage != null ? platformMessage : wider.platformMessage,
                requestId != null ? requestId : wider.requestId,
                attempts != 0 ? attempts : wider.attempts,
                retryAfter != null ? retryAfter : wider.retryAfter,
                diagnosis);
    }

    /** These details with the platform's wish to be left alone for a while. */
    public ErrorDetails retryAfter(@Nullable Duration wish) {
        return new ErrorDetails(platform, dataset, status, code, platformMessage, requestId, attempts, wish, diagnosis);
    }

    /** What may be logged: not the platform's message. */
    @Override
    public String toString() {
        return "ErrorDetails[" + dataset + " on " + platform + ", status " + status + ", code " + code + ", "
                + diagnosis.cause() + "]";
    }
}
