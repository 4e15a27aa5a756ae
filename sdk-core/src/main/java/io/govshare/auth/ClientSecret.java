package io.govshare.auth;

import io.govshare.signing.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A secret that the server knows as well (RFC 6749 §2.3.1), sent in the {@code Authorization} header or in the form.
 *
 * @param inForm whether the method is {@code client_secret_post} and not {@code client_secret_basic}
 */
record ClientSecret(Secret secret, boolean inForm) implements ClientAuthentication {

    @Override
    public String method() {
        return inForm ? "client_secret_post" : "client_secret_basic";
    }

    @Override
    public String proof() {
        return "secret";
    }

    @Override
    public String remedy() {
        return "Check client id and secret in credentials(…), and that the method " + method()
                + " is registered for the client.";
    }

    @Override
    public void addTo(TokenRequest request) {
        String text = secret.revealText();
        String encoded = TokenRequest.encoded(text);
        request.secret(text).secret(encoded);
        if (inForm) {
            request.form("client_id", request.client().id()).form("client_secret", text);
            return;
        }
        // Both parts are form-encoded before they are joined.
        String pair = TokenRequest.encoded(request.client().id()) + ":" + encoded;
        String value = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        request.secret(value).header("Authorization", "Basic " + value);
    }
}
