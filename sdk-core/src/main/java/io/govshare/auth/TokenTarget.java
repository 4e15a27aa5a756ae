package io.govshare.auth;

import java.util.List;
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

    TokenTarget withScopes(List<String> newScopes) {
        return new TokenTarget(newScopes, audiences, resources);
    }

    TokenTarget withAudiences(List<String> newAudiences) {
        return new TokenTarget(scopes, newAudiences, resources);
    }

    TokenTarget withResources(List<String> newResources) {
        return new TokenTarget(scopes, audiences, newResources);
    }
}
