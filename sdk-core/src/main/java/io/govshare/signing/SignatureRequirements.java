package io.govshare.signing;

import io.govshare.error.Internal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a signature must have to be accepted.
 *
 * @param label the label to prefer when several signatures have the tag
 * @param tag the {@code tag} that it must have; null for none, then the label alone decides
 * @param covered what it must cover
 * @param coveredIfPresent header fields that it must cover when the message has them
 * @param singleUse whether {@code expires} and {@code nonce} must be there, as in requests
 * @param tolerance how far {@code created} may lie in the future of the verifier's clock
 */
@Internal
public record SignatureRequirements(
        String label,
        @Nullable String tag,
        Components covered,
        Components coveredIfPresent,
        boolean singleUse,
        Duration tolerance) {

    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    /** What the standard platform asks of requests (docs/protocol.md). */
    public static final SignatureRequirements REQUEST = new SignatureRequirements(
            MessageSigner.LABEL,
            MessageSigner.TAG,
            Components.of("@method", "@target-uri"),
            Components.of("content-digest", "authorization", "govshare-context"),
            true,
            TOLERANCE);

    /** What is asked of the answers of the standard platform (docs/protocol.md). */
    public static final SignatureRequirements ANSWER = new SignatureRequirements(
            MessageSigner.LABEL, MessageSigner.TAG, Components.ANSWER, Components.NONE, false, TOLERANCE);
}
