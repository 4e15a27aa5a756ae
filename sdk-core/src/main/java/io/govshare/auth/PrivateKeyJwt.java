package io.govshare.auth;

import io.govshare.signing.KeySource;
import io.govshare.signing.SigningKey;
import java.util.Map;
import java.util.Optional;

/** An assertion signed with a private key of the client's (RFC 7523 §2.2, §3), made anew for each request. */
record PrivateKeyJwt(KeySource keys) implements ClientAuthentication {

    /** Value of {@code client_assertion_type} (RFC 7523 §2.2). */
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @Override
    public String method() {
        return "private_key_jwt";
    }

    @Override
    public String proof() {
        return "key";
    }

    @Override
    public String remedy() {
        return "Check the client id in credentials(…) and that the public half of this key is registered for it under this"
                + " key id, with the method private_key_jwt.";
    }

    @Override
    public Optional<KeySource> key() {
        return Optional.of(keys);
    }

    @Override
    public void addTo(TokenRequest request) {
        String id = request.client().id();
        SigningKey key = keys.current();
        String algorithm = request.server()
                .requiredAlgorithm(key, request.client().assertion().algorithm());
        String assertion = Assertion.of(request, key, algorithm, Map.of("iss", id, "sub", id));
        // Optional (RFC 7521 §4.2), but Spring Authorization Server asks for the client id even so.
        request.secret(assertion)
                .form("client_id", id)
                .form("client_assertion_type", TYPE)
                .form("client_assertion", assertion);
    }
}
