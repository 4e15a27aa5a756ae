package io.govshare.signing;

import io.govshare.error.Internal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking the signature of a message.
 *
 * @param result what came of it
 * @param reason why it is not verified, a whole sentence; empty when it is
 * @param keyId the id of the key that it names, as far as it was read
 * @param nonce the {@code nonce}, as far as it was read
 * @param created the {@code created} time, as far as it was read
 * @param expires the {@code expires} time, as far as it was read
 */
@Internal
public record SignatureCheck(
        Result result,
        String reason,
        @Nullable String keyId,
        @Nullable String nonce,
        @Nullable Instant created,
        @Nullable Instant expires) {

    /** The results. */
    public enum Result {
        /** It holds and fulfils all requirements. */
        VERIFIED,
        /** There is none, or none with the tag asked for. */
        ABSENT,
        /** It does not cover what it must, or lacks a parameter that it must have; this counts as no signature. */
        INSUFFICIENT,
        /** Its key is not known or not usable: fetch the keys again. */
        UNKNOWN_KEY,
        /** It is genuine, but not valid now: the clocks differ, or it is too old. */
        CLOCK,
        /** It is malformed or wrong: the message must not be used. */
        REJECTED
    }

    static SignatureCheck absent(String reason) {
        return new SignatureCheck(Result.ABSENT, reason, null, null, null, null);
    }

    static SignatureCheck rejected(String reason) {
        return new SignatureCheck(Result.REJECTED, reason, null, null, null, null);
    }

    SignatureCheck because(Result other, String otherReason) {
        return new SignatureCheck(other, otherReason, keyId, nonce, created, expires);
    }

    /** Whether the signature holds and fulfils all requirements. */
    public boolean isVerified() {
        return result == Result.VERIFIED;
    }
}
