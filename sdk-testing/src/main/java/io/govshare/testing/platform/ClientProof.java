package io.govshare.testing.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * How a client proves itself to the token endpoint: by a secret in the {@code Authorization} header or in the form (RFC 6749
 * §2.3.1), an assertion (RFC 7523 §2.2) or a certificate (RFC 8705 §2); exactly one of them. Safe for concurrent use.
 */
final class ClientProof {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Map<String, Client> clients;
    private final AssertionCheck assertions;

    ClientProof(Map<String, Client> clients, AssertionCheck assertions) {
        this.clients = clients;
        this.assertions = assertions;
    }

    /** Whether the request has anything that would prove a client. */
    boolean isIn(Incoming request, TokenForm form) {
        return !means(request, form).isEmpty();
    }

    private static List<String> means(Incoming request, TokenForm form) {
        List<String> means = new ArrayList<>();
        if (request.field("Authorization").isPresent()) {
            means.add("an Authorization header");
        }
        if (form.value("client_assertion") != null) {
            means.add("a client_assertion");
        }
        if (form.value("client_secret") != null) {
            means.add("a client_secret");
        }
        return means;
    }

    /** @throws TokenRefused saying what is wrong */
    Client check(Incoming request, TokenForm form) {
        List<String> means = means(request, form);
        if (means.size() > 1) {
            throw TokenRefused.invalid("the request has both " + means.get(0) + " and " + means.get(1));
        }
        Client client = prove(request, form);
        String named = form.value("client_id");
        if (named != null && !named.equals(client.id())) {
            throw TokenRefused.invalid("client_id is " + named + ", but the proof is of " + client.id());
        }
        return client;
    }

    private Client prove(Incoming request, TokenForm form) {
        String basic = request.field("Authorization").orElse(null);
        if (basic != null) {
            return withBasic(basic);
        }
        String assertion = form.value("client_assertion");
        if (assertion != null) {
            String type = form.value("client_assertion_type");
            if (!ASSERTION_TYPE.equals(type)) {
                throw TokenRefused.invalid("client_assertion_type is " + type + " instead of " + ASSERTION_TYPE);
            }
            return assertions.client(assertion);
        }
        String secret = form.value("client_secret");
        if (secret != null) {
            return withSecret(form.required("client_id"), secret);
        }
        String id = form.value("client_id");
        if (id == null) {
            throw unproven(
                    "the request has neither an Authorization header nor a client_assertion, nor a client_id with a"
                            + " client_secret or a certificate");
        }
        return withCertificate(registered(id), request);
    }

    private Client withBasic(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw unproven("the Authorization header of a token request must be Basic");
        }
        String pair;
        try {
            pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unproven("the Basic credentials are no base64");
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw unproven("the Basic credentials have no colon");
        }
        // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
        return withSecret(formDecoded(pair.substring(0, colon)), formDecoded(pair.substring(colon + 1)));
    }

    private Client withSecret(String id, String given) {
        Client client = registered(id);
        String secret = client.secret();
        if (secret == null) {
            throw unproven("client " + id + " has no secret registered; use " + client.method());
        }
        if (!MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
            throw unproven("the secret of client " + id + " is wrong");
        }
        return client;
    }

    private static Client withCertificate(Client client, Incoming request) {
        ClientCertificate registered = client.certificate();
        if (registered == null) {
            throw unproven("the request proves nothing; client " + client.id() + " must use " + client.method());
        }
        X509Certificate shown = request.certificate();
        if (shown == null) {
            throw unproven("the connection has no client certificate; client " + client.id() + " must use "
                    + registered.method());
        }
        if (registered.exactly() != null && !registered.exactly().equals(shown)) {
            throw unproven("the certificate is not the one that client " + client.id() + " registered");
        }
        String subject = shown.getSubjectX500Principal().getName();
        if (registered.subject() != null && !registered.subject().equals(subject)) {
            throw unproven("the certificate's subject is " + subject + " instead of " + registered.subject());
        }
        return client;
    }

    private Client registered(String id) {
        Client client = clients.get(id);
        if (client == null) {
            throw unproven("client " + id + " is not registered");
        }
        return client;
    }

    private static String formDecoded(String encoded) {
        try {
            return Incoming.decoded(encoded, "Basic credentials");
        } catch (Refused e) {
            throw unproven(e.detail());
        }
    }

    private static TokenRefused unproven(String description) {
        return TokenRefused.of(401, "invalid_client", description);
    }
}
