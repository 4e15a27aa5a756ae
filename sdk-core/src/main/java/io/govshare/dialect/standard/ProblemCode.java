package io.govshare.dialect.standard;

import io.govshare.error.Diagnosis;
import io.govshare.http.Outcome.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codes of a standard platform's problems: what each means, why it comes, and what to do about it. */
enum ProblemCode {
    INVALID_TOKEN(
            Kind.CREDENTIAL_REJECTED,
            "The platform does not accept the token, nor a new one",
            "Check the client in credentials(…): it may be suspended, or its tokens be meant for another platform."),
    SIGNATURE_MISSING(
            Kind.SIGNATURE_REJECTED,
            "The platform wants the request signed, and it was not, or a part of it was not covered",
            "Give the builder a key with signing(…) or credentials(Credentials.privateKeyJwt(…)); see the platform's words for"
                    + " the part."),
    SIGNATURE_INVALID(
            Kind.SIGNATURE_REJECTED,
            "The platform cannot verify the signature of the request",
            "Check that the public half of the key in signing(…) is registered under its key id, and that no proxy changes"
                    + " requests on the way."),
    NONCE_REPLAYED(
            Kind.SIGNATURE_REJECTED,
            "The platform has seen the nonce of the request before: something on the way sent the request twice",
            "Look for a proxy or gateway on the way that repeats requests."),
    /** Most often for its time; if that is not why, the one more request with the clock set right does no harm. */
    INVALID_DPOP_PROOF(
            Kind.CLOCK,
            "The platform does not accept the proof of the key that the token is bound to (DPoP)",
            "Check that no proxy on the way changes the address of requests or repeats them, and that this machine's clock is"
                    + " right (NTP)."),
    USE_DPOP_NONCE(
            Kind.SIGNATURE_REJECTED,
            "The platform asks for a nonce in the proof of the key (DPoP), and asked again when it had the one that it gave",
            "Tell the platform's operators: its servers behind one address seem not to share their nonces."),
    CLOCK_SKEW(
            Kind.CLOCK,
            "The times in the signature do not fit the platform's clock",
            "Synchronise this machine's clock (NTP)."),
    CONTEXT_MISSING(
            Kind.INVALID,
            "The platform misses who asks or why",
            "Set the member that the platform names: with(CallContext), GovShare.inContext(…) or context(…) on the builder."),
    CONTEXT_INVALID(
            Kind.INVALID,
            "The platform does not understand who asks or why",
            "Correct the member that the platform names: with(CallContext), GovShare.inContext(…) or context(…) on the builder."),
    DIGEST_INVALID(
            Kind.INVALID,
            "The content of the request is not what its digest says: something on the way changed it",
            "Look for a proxy or gateway on the way that rewrites requests."),
    INVALID_QUERY(
            Kind.INVALID,
            "The platform does not understand the query",
            "Compare fields and types in the query with the dataset's schema; GovShare.check(id, type) does for a type of"
                    + " records."),
    NOT_GRANTED(
            Kind.DENIED,
            "No grant permits this application to use the dataset",
            "Apply to the platform for a grant for this dataset and purpose."),
    PURPOSE_NOT_GRANTED(
            Kind.DENIED,
            "The grant does not permit this purpose",
            "Use the purpose that the grant names, in CallContext.purpose(…), or apply for a grant for this one."),
    GRANT_EXPIRED(
            Kind.DENIED,
            "The grant is not valid at this time",
            "Have the grant renewed; its validity is in the agreement."),
    FIELD_NOT_GRANTED(
            Kind.DENIED,
            "The query reads or compares a field that the grant does not cover",
            "Leave the field that the platform names out with select(…) and where(…), or apply for it."),
    NOT_SHARED(
            Kind.DENIED,
            "The department does not share this dataset",
            "Ask the publishing department; the directory lists it as not shared."),
    UNKNOWN_DATASET(
            Kind.NOT_FOUND,
            "The platform does not know this dataset",
            "Check the dataset id against the platform's catalogue."),
    NOT_FOUND(
            Kind.NOT_FOUND,
            "The platform has nothing at this address",
            "Check the address in StandardPlatform.at(…), and the one that the catalogue or bind(…) gives for the dataset."),
    NO_SUCH_RECORD(Kind.EMPTY, "There is no record with this key", ""),
    INVALID_BATCH(
            Kind.INVALID,
            "The platform does not understand a report of uses",
            "Nothing has to be done for a single event, which is set aside; if it lasts, tell the platform's operators."),
    BATCH_TOO_LARGE(
            Kind.INVALID,
            "A report of uses is larger than the platform takes",
            "Nothing has to be done; smaller ones are sent. .usage(u -> u.batchEvents(…)) makes them smaller from the beginning."),
    CHAIN_INVALID(
            Kind.INVALID,
            "The platform does not understand where a report of uses stands in its chain",
            "Tell the platform's operators; the events stay in the spool."),
    CHAIN_BROKEN(
            Kind.INVALID,
            "The record of uses on this machine is not the one that the platform has acknowledged before: it was changed, copied,"
                    + " or lost in part",
            "Keep the folder of .usage(u -> u.folder(…)) as it is, verify the record, and settle it with the platform's operators;"
                    + " the events stay in the spool."),
    RATE_LIMITED(
            Kind.QUOTA,
            "Too many calls in a short time",
            "Call less often, or have a higher rate registered for the dataset; wait as long as is said."),
    QUOTA_EXCEEDED(
            Kind.QUOTA,
            "The quota of calls is used up",
            "Wait until it begins anew, or have the platform's operators raise it."),
    INTERNAL(
            Kind.UPSTREAM,
            "The platform failed",
            "Try again later; if it lasts, quote the request id to the platform's operators."),
    UPSTREAM(
            Kind.UPSTREAM,
            "The department behind the platform failed",
            "Try again later; if it lasts, tell the publishing department, with the request id."),
    BUSY(Kind.BUSY, "The platform is busy", "Try again later; the SDK has already tried within its limits."),
    UPSTREAM_TIMEOUT(
            Kind.UPSTREAM,
            "The department behind the platform did not answer in time",
            "Try again later, or ask for less at a time: limit(…), a narrower condition.");

    private static final Map<String, ProblemCode> BY_CODE = new HashMap<>();

    static {
        for (ProblemCode problem : values()) {
            BY_CODE.put(problem.name().toLowerCase(Locale.ROOT).replace('_', '-'), problem);
        }
    }

    private final Kind kind;
    private final String cause;
    private final String remedy;

    ProblemCode(Kind kind, String cause, String remedy) {
        this.kind = kind;
        this.cause = cause;
        this.remedy = remedy;
    }

    /** The code of this spelling, such as {@code invalid-token} or {@code invalid_token}; null when it is none of ours. */
    static @Nullable ProblemCode of(@Nullable String code) {
        return code == null ? null : BY_CODE.get(code.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    Kind kind() {
        return kind;
    }

    /** Whether it is about the signature of the request (RFC 9421). */
    boolean isOfSignature() {
        return this == SIGNATURE_MISSING || this == SIGNATURE_INVALID || this == NONCE_REPLAYED || this == CLOCK_SKEW;
    }

    Diagnosis diagnosis() {
        return Diagnosis.of(cause, remedy);
    }
}
