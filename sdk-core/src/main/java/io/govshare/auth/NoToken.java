package io.govshare.auth;

import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import java.util.Optional;

/** Calls bear no token; a signature or the network says who calls. */
record NoToken() implements Means {

    @Override
    public String method() {
        return "none";
    }

    @Override
    public Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator) {
        return Optional.empty();
    }
}
