package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.Secret;
import java.util.Optional;

/** A secret with which a gateway's dialect signs and exchanges in ways of its own. */
record SharedSecret(Secret value) implements Means {

    @Override
    public String method() {
        return "shared_secret";
    }

    @Override
    public Optional<Secret> secret() {
        return Optional.of(value);
    }

    @Override
    public Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator) {
        throw new ConfigurationException(
                "Credentials.sharedSecret is for gateways, and this platform gives tokens by OAuth 2.0",
                "Give credentials(…) a Credentials.privateKeyJwt(…), clientSecretBasic(…) or another of OAuth 2.0.");
    }
}
