package io.govshare.auth;

import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import java.util.Optional;

/** By what means an application shows who it is. Immutable; shows no secret. */
interface Means {

    /** Its name, that of OAuth 2.0 where there is one, such as {@code private_key_jwt}. */
    String method();

    /** The private key of the application, if it has one. */
    default Optional<KeySource> key() {
        return Optional.empty();
    }

    /** The key that tokens are bound to, if they are. */
    default Optional<DpopKey> dpop() {
        return Optional.empty();
    }

    /** The secret that gateways sign with, if it has one. */
    default Optional<Secret> secret() {
        return Optional.empty();
    }

    /** What obtains the token; empty when there is none to obtain. */
    Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator);
}
