package io.govshare.platform;

import io.govshare.http.Answer;
import java.io.IOException;

/** Checks the signature of an answer on its bytes as they came over the wire. Safe for concurrent use. */
@FunctionalInterface
public interface AnswerVerifier {

    /**
     * Checks it; the answer's body is whole and not yet decompressed, its request is the one that was sent, and the
     * check of its {@code Content-Digest} is noted on it. Of an answer that is read as it comes, the body is still on the
     * wire, and what is noted will be checked at its end.
     *
     * @param facts which dataset the answer belongs to, and with it whose keys count
     * @throws IOException if the caller gave up, or the call was cancelled, while what is needed for it was read
     */
    Verification verify(Answer wire, CallFacts facts) throws IOException;

    /** Whether such an answer would be refused now without a signature, so that none may be used before it is here whole. */
    default boolean requiresSignature(CallFacts facts) {
        return false;
    }

    /** For platforms that sign nothing. */
    AnswerVerifier NONE = (wire, facts) -> Verification.absent();
}
