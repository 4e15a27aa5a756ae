package io.govshare.auth;

import io.govshare.signing.KeySource;
import java.util.Optional;

/** By what right a token is asked for (RFC 6749 §1.3). A value: equal grants are given equal tokens. */
interface TokenGrant extends TokenRequestPart {

    /** Value of {@code grant_type}. */
    String type();

    /** What it is called in messages. */
    String name();

    /** What to check when the server does not accept it. */
    String remedy();

    /** The key that the grant is signed with, if it is signed. */
    default Optional<KeySource> key() {
        return Optional.empty();
    }

    /** What the token depends on beside client and target, as a value. */
    Object inputs();
}
