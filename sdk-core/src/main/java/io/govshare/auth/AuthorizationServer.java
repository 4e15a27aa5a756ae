package io.govshare.auth;

import io.govshare.error.Internal;
import java.io.IOException;
import java.util.Set;

/**
 * Where tokens come from: what configuration or the server's metadata (RFC 8414 §2) says.
 *
 * @param issuer the issuer, which is the audience of assertions
 * @param tokenEndpoint URL of the token endpoint
 * @param methods {@code token_endpoint_auth_methods_supported}; empty when not published
 * @param assertionAlgorithms {@code token_endpoint_auth_signing_alg_values_supported}; empty when not published
 */
@Internal
public record AuthorizationServer(
        String issuer, String tokenEndpoint, Set<String> methods, Set<String> assertionAlgorithms) {

    /** A server that publishes nothing. */
    public AuthorizationServer(String issuer, String tokenEndpoint) {
        this(issuer, tokenEndpoint, Set.of(), Set.of());
    }

    /** Finds the server when it is needed first, since that may take the network. */
    @FunctionalInterface
    public interface Locator {
        AuthorizationServer locate() throws IOException;
    }
}
