package io.govshare.http;

import io.govshare.error.Diagnosis;
import io.govshare.error.Masked;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means, as its dialect says: auth, resilience, cache and usage act on this, never on the HTTP status, since
 * gateways put their errors inside HTTP 200.
 *
 * @param kind what it means
 * @param code the platform's own code, verbatim
 * @param message the platform's own message, verbatim; never logged
 * @param requestId the platform's id of the request
 * @param diagnosis what the dialect knows of cause and remedy; null when it knows no more than the kind says
 * @param lasting whether another try soon would only make it worse, whatever the HTTP status says, unless the platform says when
 */
public record Outcome(
        Kind kind,
        @Nullable String code,
        @Nullable String message,
        @Nullable String requestId,
        @Nullable Diagnosis diagnosis,
        boolean lasting) {

    /** The kinds of meaning. */
    public enum Kind {
        /** Data. */
        OK,
        /** No such record, or no data: an empty result and no error. */
        EMPTY,
        /** The credential is expired, revoked or unknown: exchange it once. */
        CREDENTIAL_REJECTED,
        /** The signature is not accepted. */
        SIGNATURE_REJECTED,
        /** The platform's clock and ours differ too much: correct once. */
        CLOCK,
        /** Too many calls, or a quota is used up. */
        QUOTA,
        /** The platform is busy and asks to come again. */
        BUSY,
        /** The platform, or what stands behind it, failed. */
        UPSTREAM,
        /** Not permitted. */
        DENIED,
        /** No such dataset or address. */
        NOT_FOUND,
        /** The platform does not understand the request. */
        INVALID
    }

    private static final Outcome OK = of(Kind.OK);

    /** A meaning that is not lasting. */
    public Outcome(
            Kind kind,
            @Nullable String code,
            @Nullable String message,
            @Nullable String requestId,
            @Nullable Diagnosis diagnosis) {
        this(kind, code, message, requestId, diagnosis, false);
    }

    /** Data. */
    public static Outcome ok() {
        return OK;
    }

    /** A meaning without words of the platform. */
    public static Outcome of(Kind kind) {
        return new Outcome(kind, null, null, null, null);
    }

    /** A meaning with the platform's code, message and request id. */
    public static Outcome of(Kind kind, @Nullable String code, @Nullable String message, @Nullable String requestId) {
        return new Outcome(kind, code, message, requestId, null);
    }

    /** This outcome with what is known of cause and remedy. */
    public Outcome because(Diagnosis newDiagnosis) {
        return new Outcome(kind, code, message, requestId, newDiagnosis, lasting);
    }

    /** This outcome as one that another try soon would only make worse, such as a quota for the day. */
    public Outcome asLasting() {
        return new Outcome(kind, code, message, requestId, diagnosis, true);
    }

    /** Whether the answer is data, or the valid statement that there is none. */
    public boolean isSuccess() {
        return kind == Kind.OK || kind == Kind.EMPTY;
    }

    /** Kind and code; the message may hold personal data. */
    @Override
    public String toString() {
        return kind + (code == null ? "" : " " + Masked.text(code));
    }
}
