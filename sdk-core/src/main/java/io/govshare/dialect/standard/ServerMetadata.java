package io.govshare.dialect.standard;

import io.govshare.auth.AuthorizationServer;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Answer;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The metadata that an authorization server publishes of itself (RFC 8414 §2). */
final class ServerMetadata {

    private final Answer answer;
    private final String what;
    private final JsonNode members;

    private ServerMetadata(Answer answer, String what, JsonNode members) {
        this.answer = answer;
        this.what = what;
        this.members = members;
    }

    /** @param what which document this is, with its address */
    static ServerMetadata of(Answer answer, String what) {
        return new ServerMetadata(answer, what, JsonAnswer.object(answer, what));
    }

    /** @throws ConfigurationException if this is the metadata of another issuer */
    AuthorizationServer server(String issuer) {
        String named = members.path("issuer").asString("");
        if (!named.equals(issuer)) {
            throw new ConfigurationException(
                    "The authorization server calls itself '" + named + "', but the issuer is '" + issuer
                            + "': the two must be the same, letter for letter (RFC 8414 §3.3)",
                    "Correct issuer(…) of the platform, or have the platform's operators correct the link or the metadata.");
        }
        return new AuthorizationServer(
                issuer,
                address(members.path("token_endpoint"), "token_endpoint"),
                names("token_endpoint_auth_methods_supported"),
                names("token_endpoint_auth_signing_alg_values_supported"),
                bindings());
    }

    /** What it says of tokens that are bound: RFC 9449 §5.1, RFC 8705 §3.3 and §5. */
    private AuthorizationServer.Bindings bindings() {
        JsonNode alias = members.path("mtls_endpoint_aliases").path("token_endpoint");
        return new AuthorizationServer.Bindings(
                names("dpop_signing_alg_values_supported"),
                alias.isMissingNode() ? null : address(alias, "mtls_endpoint_aliases.token_endpoint"),
                members.path("tls_client_certificate_bound_access_tokens").asBoolean(false));
    }

    private String address(JsonNode endpoint, String member) {
        if (endpoint.isMissingNode()) {
            throw JsonAnswer.rejected(what, "names no " + member);
        }
        String address = endpoint.asString("");
        if (!address.contains("://") || JsonAnswer.url(answer, endpoint) == null) {
            throw JsonAnswer.rejected(what, "has a member " + member + " that is no absolute http or https URL");
        }
        return address;
    }

    /** The texts of a list; none when it is not published. */
    private Set<String> names(String member) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode list = members.path(member);
        if (list.isArray()) {
            list.values().forEach(name -> {
                if (name.isString()) {
                    names.add(name.stringValue());
                }
            });
        }
        return Set.copyOf(names);
    }
}
