package io.govshare.signing;

import io.govshare.error.Internal;
import java.util.Optional;

/** Finds the key that checks a signature. Safe for concurrent use. */
@Internal
@FunctionalInterface
public interface VerificationKeys {

    /** The key of this id, if it is known and usable. */
    Optional<VerificationKey> find(String keyId);

    /** Why {@link #find} knows no usable key of this id, as the end of a sentence. */
    default String absence(String keyId) {
        return "is not known";
    }

    /** Just this key. */
    static VerificationKeys of(VerificationKey key) {
        return keyId -> key.keyId().equals(keyId) ? Optional.of(key) : Optional.empty();
    }
}
