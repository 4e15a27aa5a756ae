package io.govshare.auth;

import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.KeySource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of an authorization server: everything that a token depends on. Immutable.
 *
 * @param id the client id
 * @param authentication how it proves to be that client
 * @param grant by what right it asks for a token
 * @param target what the token shall be for
 * @param assertion how its assertions are made, where it makes any
 * @param binding what its tokens are bound to
 */
record OAuthClient(
        String id,
        ClientAuthentication authentication,
        TokenGrant grant,
        TokenTarget target,
        Assertion.Options assertion,
        TokenBinding binding)
        implements Means {

    /** What a token depends on; generated artefacts, such as assertions, have no part in it. */
    private record Inputs(
            String client, String method, String keyId, Object grant, TokenTarget target, TokenBinding.Inputs binding) {
        @Override
        public String toString() {
            return client + " (" + method + ")";
        }
    }

    OAuthClient(String id, ClientAuthentication authentication, TokenGrant grant) {
        this(id, authentication, grant, TokenTarget.USUAL, Assertion.Options.USUAL, TokenBinding.NONE);
    }

    OAuthClient with(TokenTarget newTarget) {
        return new OAuthClient(id, authentication, grant, newTarget, assertion, binding);
    }

    OAuthClient with(TokenGrant newGrant) {
        return new OAuthClient(id, authentication, newGrant, target, assertion, binding);
    }

    OAuthClient with(Assertion.Options newAssertion) {
        return new OAuthClient(id, authentication, grant, target, newAssertion, binding);
    }

    OAuthClient with(TokenBinding newBinding) {
        return new OAuthClient(id, authentication, grant, target, assertion, newBinding);
    }

    @Override
    public String method() {
        return authentication == ClientAuthentication.NONE ? grant.type() : authentication.method();
    }

    @Override
    public Optional<KeySource> key() {
        return authentication.key().or(grant::key);
    }

    @Override
    public Optional<DpopKey> dpop() {
        return Optional.ofNullable(binding.dpop());
    }

    /** The server as this client reaches it. */
    AuthorizationServer served(AuthorizationServer server) {
        return binding.served(server, authentication instanceof TlsClientAuth);
    }

    /** As a value: calls for equal ones share a token. */
    Object inputs() {
        return new Inputs(
                id,
                method(),
                key().map(keys -> keys.current().keyId()).orElse(""),
                grant.inputs(),
                target,
                binding.inputs());
    }

    @Override
    public Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator) {
        @Nullable String needing = authentication instanceof TlsClientAuth tls ? tls.factory() : null;
        return Optional.of(new OAuthExchange(link, with(binding.of(link, needing)), locator));
    }

    /** The next request for a token; nothing in it was sent before. */
    void addTo(TokenRequest request) {
        grant.addTo(request);
        authentication.addTo(request);
    }
}
