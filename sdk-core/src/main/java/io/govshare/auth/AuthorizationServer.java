package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where tokens come from: what configuration or the server's metadata (RFC 8414 §2) says.
 *
 * @param issuer the issuer, which is the audience of assertions
 * @param tokenEndpoint URL of the token endpoint
 * @param methods {@code token_endpoint_auth_methods_supported}; empty when not published
 * @param assertionAlgorithms {@code token_endpoint_auth_signing_alg_values_supported}; empty when not published
 * @param bindings what it offers to bind tokens to
 */
@Internal
public record AuthorizationServer(
        String issuer, String tokenEndpoint, Set<String> methods, Set<String> assertionAlgorithms, Bindings bindings) {

    /**
     * What the server offers to bind tokens to.
     *
     * @param dpopAlgorithms {@code dpop_signing_alg_values_supported} (RFC 9449 §5.1); empty when not published
     * @param mtlsTokenEndpoint the {@code token_endpoint} of {@code mtls_endpoint_aliases} (RFC 8705 §5), if there is one
     * @param toCertificates {@code tls_client_certificate_bound_access_tokens} (RFC 8705 §3.3); null when nothing is published
     */
    public record Bindings(
            Set<String> dpopAlgorithms,
            @Nullable String mtlsTokenEndpoint,
            @Nullable Boolean toCertificates) {

        /** Nothing is published. */
        public static final Bindings UNSAID = new Bindings(Set.of(), null, null);
    }

    /** A server that publishes nothing. */
    public AuthorizationServer(String issuer, String tokenEndpoint) {
        this(issuer, tokenEndpoint, Set.of(), Set.of(), Bindings.UNSAID);
    }

    /** The same with what it offers to bind tokens to. */
    public AuthorizationServer with(Bindings offered) {
        return new AuthorizationServer(issuer, tokenEndpoint, methods, assertionAlgorithms, offered);
    }

    AuthorizationServer withTokenEndpoint(String other) {
        return new AuthorizationServer(issuer, other, methods, assertionAlgorithms, bindings);
    }

    /** By which factory a method is chosen. */
    private static final Map<String, String> FACTORIES = Map.of(
            "client_secret_basic", "clientSecretBasic",
            "client_secret_post", "clientSecretPost",
            "private_key_jwt", "privateKeyJwt",
            "tls_client_auth", "tlsClientAuth",
            "self_signed_tls_client_auth", "selfSignedTlsClientAuth");

    /** @throws ConfigurationException if the server says which methods it takes, and this is none of them */
    void requireMethod(ClientAuthentication authentication) {
        String method = authentication.method();
        if (methods.isEmpty() || authentication == ClientAuthentication.NONE || methods.contains(method)) {
            return;
        }
        String others = methods.stream()
                .filter(FACTORIES::containsKey)
                .sorted()
                .map(known -> "Credentials." + FACTORIES.get(known))
                .collect(Collectors.joining(" or "));
        throw new ConfigurationException(
                "The authorization server " + issuer + " takes no " + method + "; it publishes "
                        + new TreeSet<>(methods) + " (token_endpoint_auth_methods_supported)",
                (others.isEmpty() ? "Have" : "Use " + others + ", or have") + " its operators allow " + method + ".");
    }

    /**
     * The algorithm by which the assertion of a client is signed.
     *
     * @param wanted what is configured; null for the first of the key's that the server takes
     * @throws ConfigurationException if the server says which it takes, and the key makes none of them
     */
    String requiredAlgorithm(SigningKey key, @Nullable String wanted) {
        String algorithm = usualAlgorithm(key, wanted);
        if (assertionAlgorithms.isEmpty() || assertionAlgorithms.contains(algorithm)) {
            return algorithm;
        }
        throw new ConfigurationException(
                "The authorization server " + issuer + " takes no assertions signed by "
                        + (wanted == null ? key.joseAlgorithms() : wanted) + ", as the key " + key.keyId()
                        + " makes them; it publishes " + new TreeSet<>(assertionAlgorithms)
                        + " (token_endpoint_auth_signing_alg_values_supported)",
                "Give credentials(…) a key that signs by one of these, or name one of them in assertionAlgorithm(…).");
    }

    /** The same where the server's word is only a hint: what it publishes is about clients, not about grants. */
    String usualAlgorithm(SigningKey key, @Nullable String wanted) {
        if (wanted != null) {
            return wanted;
        }
        List<String> names = names(key);
        return names.stream().filter(assertionAlgorithms::contains).findFirst().orElse(names.get(0));
    }

    /** Its names, the newer one of Ed25519 last (RFC 9864 §2.2). */
    private static List<String> names(SigningKey key) {
        List<String> names = new ArrayList<>(key.joseAlgorithms());
        if (names.contains("EdDSA")) {
            names.add("Ed25519");
        }
        return names;
    }

    /** Finds the server when it is needed first, since that may take the network. */
    @FunctionalInterface
    public interface Locator {
        AuthorizationServer locate() throws IOException;
    }
}
