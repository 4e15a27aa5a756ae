package io.govshare.auth;

import io.govshare.signing.KeySource;
import java.util.Optional;

/** How a client proves to the token endpoint who it is (RFC 6749 §2.3). Its {@code toString} shows no secret. */
interface ClientAuthentication extends TokenRequestPart {

    /** The name of the method in the registry (RFC 7591 §2), such as {@code private_key_jwt}. */
    String method();

    /** What it proves with, as messages say it: {@code key}, {@code secret}. */
    String proof();

    /** What to check when the server does not accept the client. */
    String remedy();

    /** The key of the client, which signs its requests as well. */
    default Optional<KeySource> key() {
        return Optional.empty();
    }

    /** Nothing: the grant itself says who asks, as the one of RFC 7523 §2.1 does. */
    ClientAuthentication NONE = new ClientAuthentication() {
        @Override
        public String method() {
            return "none";
        }

        @Override
        public String proof() {
            return "assertion";
        }

        @Override
        public String remedy() {
            return "Check the client id in credentials(…) and that the public half of this key is registered for it under"
                    + " this key id.";
        }

        @Override
        public void addTo(TokenRequest request) {}
    };
}
