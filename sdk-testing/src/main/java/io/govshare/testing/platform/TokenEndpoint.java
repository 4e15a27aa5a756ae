package io.govshare.testing.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The token endpoint: client credentials (RFC 6749 §4.4) with a secret or an assertion. Safe for concurrent use. */
final class TokenEndpoint {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Map<String, Client> clients;
    private final AssertionCheck assertions;
    private final IssuedTokens tokens;

    TokenEndpoint(Map<String, Client> clients, AssertionCheck assertions, IssuedTokens tokens) {
        this.clients = clients;
        this.assertions = assertions;
        this.tokens = tokens;
    }

    Reply answer(Incoming request) {
        try {
            Client client = authenticate(request);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("access_token", tokens.issue(client));
            answer.put("token_type", "Bearer");
            answer.put("expires_in", tokens.lifetime().toSeconds());
            return Reply.json(200, Reply.JSON, answer).header("Cache-Control", "no-store");
        } catch (TokenRefused e) {
            return e.reply();
        }
    }

    private Client authenticate(Incoming request) {
        if (!request.mediaType().equals("application/x-www-form-urlencoded")) {
            throw invalid("Content-Type is " + request.mediaType() + " instead of application/x-www-form-urlencoded");
        }
        Map<String, String> form;
        try {
            form = Incoming.parameters(request.body().utf8(), "form");
        } catch (Refused e) {
            throw invalid(e.detail());
        }
        String grantType = form.get("grant_type");
        if (grantType == null) {
            throw invalid("parameter grant_type is missing");
        }
        if (!grantType.equals("client_credentials")) {
            throw new TokenRefused(
                    400, "unsupported_grant_type", "grant_type is " + grantType + " instead of client_credentials");
        }
        String basic = request.field("Authorization").orElse(null);
        String assertion = form.get("client_assertion");
        if (basic != null && assertion != null) {
            throw invalid("the request has both an Authorization header and a client_assertion");
        }
        if (form.containsKey("client_secret")) {
            throw unknown("client_secret in the body is not accepted; use client_secret_basic");
        }
        if (assertion != null) {
            return asserted(assertion, form);
        }
        if (basic == null) {
            throw unknown("the request has neither an Authorization header nor a client_assertion");
        }
        return withSecret(basic);
    }

    private Client asserted(String assertion, Map<String, String> form) {
        if (!ASSERTION_TYPE.equals(form.get("client_assertion_type"))) {
            throw invalid(
                    "client_assertion_type is " + form.get("client_assertion_type") + " instead of " + ASSERTION_TYPE);
        }
        Client client = assertions.check(assertion);
        String named = form.get("client_id");
        if (named != null && !named.equals(client.id())) {
            throw invalid("client_id is " + named + ", but the assertion is of " + client.id());
        }
        return client;
    }

    private Client withSecret(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw unknown("the Authorization header of a token request must be Basic");
        }
        String pair;
        try {
            pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknown("the Basic credentials are no base64");
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw unknown("the Basic credentials have no colon");
        }
        // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
        String id = formDecoded(pair.substring(0, colon));
        String given = formDecoded(pair.substring(colon + 1));
        Client client = clients.get(id);
        if (client == null) {
            throw unknown("client " + id + " is not registered");
        }
        if (client.secret() == null) {
            throw unknown("client " + id + " is registered with a key; use private_key_jwt");
        }
        if (!MessageDigest.isEqual(bytes(client.secret()), bytes(given))) {
            throw unknown("the secret of client " + id + " is wrong");
        }
        return client;
    }

    private static String formDecoded(String encoded) {
        try {
            return Incoming.decoded(encoded, "Basic credentials");
        } catch (Refused e) {
            throw unknown(e.detail());
        }
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static TokenRefused invalid(String description) {
        return new TokenRefused(400, "invalid_request", description);
    }

    private static TokenRefused unknown(String description) {
        return new TokenRefused(401, "invalid_client", description);
    }
}
