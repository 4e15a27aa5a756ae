package io.govshare.signing;

import io.govshare.error.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking the signature of a message.
 *
 * @param result what came of it
 * @param reason why it is not verified, a whole sentence, one for each signature that was considered; empty when it is
 * @param parameters what the signature says of itself, as far as it was read: the one that is verified, else the one that
 *     the result is of
 * @param evidence what was verified and with which key; null unless the result is {@link Result#VERIFIED}
 */
@Internal
public record SignatureCheck(
        Result result,
        String reason,
        SignatureParameters parameters,
        @Nullable SignatureEvidence evidence) {

    /** The results; of several signatures none of which is verified, the last of these counts. */
    public enum Result {
        /** It holds and fulfils all requirements. */
        VERIFIED,
        /** There is none, or none with the tag and label asked for. */
        ABSENT,
        /** It does not cover what it must, or lacks a parameter that it must have; this counts as no signature. */
        INSUFFICIENT,
        /** It is genuine, but not valid now: the clocks differ, or it is too old. */
        CLOCK,
        /** It is genuine, but was seen before: the message must not be used. */
        REPLAYED,
        /** It is malformed or wrong: the message must not be used. */
        REJECTED,
        /** Its key is not known or not usable: fetch the keys again, and if that does not help it is as if wrong. */
        UNKNOWN_KEY
    }

    static SignatureCheck verified(SignatureParameters parameters, SignatureEvidence evidence) {
        return new SignatureCheck(Result.VERIFIED, "", parameters, evidence);
    }

    static SignatureCheck absent(String reason) {
        return not(Result.ABSENT, reason, SignatureParameters.NONE);
    }

    static SignatureCheck rejected(String reason) {
        return not(Result.REJECTED, reason, SignatureParameters.NONE);
    }

    static SignatureCheck not(Result result, String reason, SignatureParameters parameters) {
        return new SignatureCheck(result, reason, parameters, null);
    }

    /** Whether the signature holds and fulfils all requirements. */
    public boolean isVerified() {
        return result == Result.VERIFIED;
    }
}
