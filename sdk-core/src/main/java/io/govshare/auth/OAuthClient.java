package io.govshare.auth;

import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.KeySource;
import java.util.Optional;

/**
 * A client of an authorization server: everything that a token depends on. Immutable.
 *
 * @param id the client id
 * @param authentication how it proves to be that client
 * @param grant by what right it asks for a token
 * @param target what the token shall be for
 * @param assertion how its assertions are made, where it makes any
 */
record OAuthClient(
        String id,
        ClientAuthentication authentication,
        TokenGrant grant,
        TokenTarget target,
        Assertion.Options assertion)
        implements Means {

    /** What a token depends on; generated artefacts, such as assertions, have no part in it. */
    private record Inputs(String client, String method, String keyId, Object grant, TokenTarget target) {
        @Override
        public String toString() {
            return client + " (" + method + ")";
        }
    }

    OAuthClient(String id, ClientAuthentication authentication, TokenGrant grant) {
        this(id, authentication, grant, TokenTarget.USUAL, Assertion.Options.USUAL);
    }

    OAuthClient with(TokenTarget newTarget) {
        return new OAuthClient(id, authentication, grant, newTarget, assertion);
    }

    OAuthClient with(TokenGrant newGrant) {
        return new OAuthClient(id, authentication, newGrant, target, assertion);
    }

    OAuthClient with(Assertion.Options newAssertion) {
        return new OAuthClient(id, authentication, grant, target, newAssertion);
    }

    @Override
    public String method() {
        return authentication == ClientAuthentication.NONE ? grant.type() : authentication.method();
    }

    @Override
    public Optional<KeySource> key() {
        return authentication.key().or(grant::key);
    }

    /** As a value: calls for equal ones share a token. */
    Object inputs() {
        return new Inputs(
                id, method(), key().map(keys -> keys.current().keyId()).orElse(""), grant.inputs(), target);
    }

    @Override
    public Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator) {
        return Optional.of(new OAuthExchange(link, this, locator));
    }

    /** The next request for a token; nothing in it was sent before. */
    void addTo(TokenRequest request) {
        grant.addTo(request);
        authentication.addTo(request);
    }
}
