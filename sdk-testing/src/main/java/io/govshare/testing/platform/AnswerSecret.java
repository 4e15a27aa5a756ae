package io.govshare.testing.platform;

import io.govshare.error.Internal;

/**
 * A secret that platform and clients share, which answers are signed with in the place of a key.
 *
 * @param keyid its name in signatures
 */
@Internal
public record AnswerSecret(String keyid, String secret) {

    /** Everything but the secret. */
    @Override
    public String toString() {
        return "AnswerSecret[" + keyid + "]";
    }
}
