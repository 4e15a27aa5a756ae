package io.govshare.platform;

import io.govshare.signing.Proof;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking the signature of an answer.
 *
 * @param result verified, absent or rejected
 * @param keyId key that it was verified with; null otherwise
 * @param reason why it was rejected; null otherwise
 * @param proof evidence to be kept with the records; null if there is none, or it was not asked for
 */
public record Verification(
        Result result,
        @Nullable String keyId,
        @Nullable String reason,
        @Nullable Proof proof) {

    /** The results. */
    public enum Result {
        /** The signature holds and covers status and content. */
        VERIFIED,
        /** There is none, or none that covers enough, and none is required. */
        ABSENT,
        /** The answer must not be used. */
        REJECTED
    }

    /** There is no signature, or none that covers enough. */
    public static Verification absent() {
        return new Verification(Result.ABSENT, null, null, null);
    }

    /** The signature holds. */
    public static Verification verified(String keyId) {
        return new Verification(Result.VERIFIED, keyId, null, null);
    }

    /** The signature holds, and this is the evidence of it. */
    public static Verification verified(Proof proof) {
        return new Verification(Result.VERIFIED, proof.keyId(), null, proof);
    }

    /** The answer must not be used. */
    public static Verification rejected(String reason) {
        return new Verification(Result.REJECTED, null, reason, null);
    }
}
