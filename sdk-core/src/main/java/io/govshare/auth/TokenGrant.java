package io.govshare.auth;

import io.govshare.signing.SigningKey;
import java.util.Optional;

/** By what right a token is asked for (RFC 6749 §1.3). A value: equal grants are given equal tokens. */
interface TokenGrant extends TokenRequestPart {

    /** Value of {@code grant_type}. */
    String type();

    /** What it is called in messages. */
    String name();

    /** The key that the grant is signed with, if it is signed. */
    default Optional<SigningKey> key() {
        return Optional.empty();
    }

    /** What the token depends on beside client and target, as a value. */
    Object inputs();
}
