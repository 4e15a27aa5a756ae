package io.govshare.platform;

import io.govshare.http.Answer;

/** Checks the signature of an answer on its bytes as they came over the wire. Safe for concurrent use. */
@FunctionalInterface
public interface AnswerVerifier {

    /**
     * Checks it; the answer's body is whole and not yet decompressed, its request is the one that was sent, and the
     * check of its {@code Content-Digest} is noted on it.
     */
    Verification verify(Answer wire);

    /** For platforms that sign nothing. */
    AnswerVerifier NONE = wire -> Verification.absent();
}
