package io.govshare.error;

import java.io.Serializable;
import java.util.Objects;

/**
 * Why something was refused and what to do about it, in words for the developer who reads the log.
 *
 * @param cause what was wrong, one sentence
 * @param evidence what the SDK saw that shows it (status, code, header names, times); never a secret or personal value;
 *     may be empty
 * @param remedy what to do about it, naming the builder method, property or office; may be empty when nothing is known
 */
public record Diagnosis(String cause, String evidence, String remedy) implements Serializable {

    public Diagnosis {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** A diagnosis without evidence of its own. */
    public static Diagnosis of(String cause, String remedy) {
        return new Diagnosis(cause, "", remedy);
    }

    /** This diagnosis with other evidence. */
    public Diagnosis evidence(String newEvidence) {
        return new Diagnosis(cause, newEvidence, remedy);
    }

    /** This diagnosis with more that shows it, after what is there already. */
    @Internal
    public Diagnosis alsoSeen(String more) {
        return more.isEmpty() ? this : evidence(evidence.isEmpty() ? more : evidence + "; " + more);
    }
}
