package io.govshare.testing.platform;

import java.util.LinkedHashMap;
import java.util.Map;

/** A token request that is refused (RFC 6749 §5.2). */
final class TokenRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String description;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private TokenRefused(int status, String error, String description) {
        super(error + ": " + description, null, false, false);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    static TokenRefused of(int status, String error, String description) {
        TokenRefused refused = new TokenRefused(status, error, description);
        return status == 401 ? refused.header("WWW-Authenticate", "Basic realm=\"sandbox\"") : refused;
    }

    static TokenRefused invalid(String description) {
        return of(400, "invalid_request", description);
    }

    TokenRefused header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }

    Reply reply() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        Reply reply = Reply.json(status, Reply.JSON, body).code(error).header("Cache-Control", "no-store");
        headers.forEach(reply::header);
        return reply;
    }
}
