package io.govshare.platform;

import io.govshare.signing.Proof;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking the signature of an answer. Immutable.
 *
 * @param result verified, absent or rejected
 * @param keyId key that it was verified with; null otherwise
 * @param reason why it was rejected; null otherwise
 * @param proof evidence to be kept with the records; null if there is none, or it was not asked for
 * @param acceptedFor for how long the signature would still be accepted if the answer came once more; zero unless verified.
 *     For so long the cache believes an unsigned 304 that confirms the answer: it is worth no more than the answer repeated
 */
public record Verification(
        Result result,
        @Nullable String keyId,
        @Nullable String reason,
        @Nullable Proof proof,
        Duration acceptedFor) {

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
        return new Verification(Result.ABSENT, null, null, null, Duration.ZERO);
    }

    /** The signature holds. */
    public static Verification verified(String keyId) {
        return new Verification(Result.VERIFIED, keyId, null, null, Duration.ZERO);
    }

    /** The signature holds, and this is the evidence of it. */
    public static Verification verified(Proof proof) {
        return new Verification(Result.VERIFIED, proof.keyId(), null, proof, Duration.ZERO);
    }

    /** The answer must not be used. */
    public static Verification rejected(String reason) {
        return new Verification(Result.REJECTED, null, reason, null, Duration.ZERO);
    }

    /** The same, accepted for so long yet; a negative duration is taken for zero. */
    public Verification acceptedFor(Duration left) {
        return new Verification(result, keyId, reason, proof, left.isNegative() ? Duration.ZERO : left);
    }
}
