package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.signing.SigningKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One token request in the making (RFC 6749 §3.2), and what of it is secret. Used by one thread, for one request. */
final class TokenRequest {

    private final OAuthClient client;
    private final AuthorizationServer server;
    private final Instant now;
    private final StringBuilder form = new StringBuilder(256);
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();
    private @Nullable SigningKey key;

    /** @param now the time as the platform sees it */
    TokenRequest(OAuthClient client, AuthorizationServer server, Instant now) {
        this.client = client;
        this.server = server;
        this.now = now;
    }

    OAuthClient client() {
        return client;
    }

    AuthorizationServer server() {
        return server;
    }

    Instant now() {
        return now;
    }

    /** Adds a member of the form; the same name may be added several times. */
    TokenRequest form(String name, String value) {
        form.append(form.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value));
        return this;
    }

    /** Sets a header field. */
    TokenRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Notes what is sent and must not be repeated, should the server echo it. */
    TokenRequest secret(String shown) {
        secrets.add(shown);
        return this;
    }

    /** Notes which key the request was signed with, since keys change. */
    TokenRequest signedWith(SigningKey signingKey) {
        key = signingKey;
        return this;
    }

    /** The key that an assertion in it was signed with; null when there is none. */
    @Nullable
    SigningKey signedWith() {
        return key;
    }

    List<String> secrets() {
        return secrets;
    }

    /** @throws ConfigurationException if the token endpoint is no URL */
    Request toRequest() {
        Request request;
        try {
            request = Request.post(
                    server.tokenEndpoint(), Body.text("application/x-www-form-urlencoded", form.toString()));
        } catch (RuntimeException noUrl) {
            throw new ConfigurationException(
                    "The token endpoint is no absolute http or https URL",
                    "Correct tokenEndpoint(…), or have the platform correct the metadata of its authorization server.");
        }
        request = request.with("Accept", "application/json");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.with(header.getKey(), header.getValue());
        }
        return request;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TokenRequest[***]";
    }
}
