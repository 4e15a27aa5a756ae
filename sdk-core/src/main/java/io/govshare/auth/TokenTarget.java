package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the token shall be for; nothing of it is sent that is not given.
 *
 * @param scopes scope tokens (RFC 6749 §3.3)
 * @param audiences names of services, sent as RFC 8693 §2.1 names them, which many servers take
 * @param resources absolute URIs of services (RFC 8707 §2)
 */
record TokenTarget(List<String> scopes, List<String> audiences, List<String> resources) implements TokenRequestPart {

    /** Scope tokens (RFC 6749 §3.3), separated by single spaces. */
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*");

    static final TokenTarget USUAL = new TokenTarget(List.of(), List.of(), List.of());

    String scope() {
        return String.join(" ", scopes);
    }

    @Override
    public void addTo(TokenRequest request) {
        if (!scopes.isEmpty()) {
            request.form("scope", scope());
        }
        audiences.forEach(audience -> request.form("audience", audience));
        resources.forEach(resource -> request.form("resource", resource));
    }

    /** The services, as messages name them. */
    String services() {
        return Stream.concat(resources.stream(), audiences.stream()).collect(Collectors.joining(", "));
    }

    /** @throws ConfigurationException if one is no scope */
    TokenTarget scope(String... given) {
        for (String scope : given) {
            if (scope == null || !SCOPE.matcher(scope).matches()) {
                throw new ConfigurationException(
                        "Credentials.scope: '" + scope + "' is no scope",
                        "Give the names that the platform registered, such as scope(\"districts:read\").");
            }
        }
        List<String> tokens = Arrays.stream(given)
                .flatMap(scope -> Arrays.stream(scope.split(" ", -1)))
                .distinct()
                .toList();
        return new TokenTarget(tokens, audiences, resources);
    }

    /** @throws ConfigurationException if one is blank */
    TokenTarget audience(String... given) {
        List<String> names = Arrays.stream(given)
                .map(audience -> Given.text("audience", audience))
                .toList();
        return new TokenTarget(scopes, names, resources);
    }

    /** @throws ConfigurationException if one is not absolute, or has a fragment */
    TokenTarget resource(URI... given) {
        for (URI resource : given) {
            if (resource == null || !resource.isAbsolute() || resource.getRawFragment() != null) {
                throw new ConfigurationException(
                        "Credentials.resource: '" + resource + "' is no absolute URI without fragment (RFC 8707 §2)",
                        "Give the URI of the service, such as https://share.example.gov/odata.");
            }
        }
        return new TokenTarget(
                scopes, audiences, Arrays.stream(given).map(URI::toString).toList());
    }
}
