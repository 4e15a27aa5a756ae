package io.govshare.testing.platform;

import java.util.LinkedHashMap;
import java.util.Map;

/** A token request that is refused (RFC 6749 §5.2). */
final class TokenRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String description;

    TokenRefused(int status, String error, String description) {
        super(error + ": " + description, null, false, false);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    Reply reply() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        Reply reply = Reply.json(status, Reply.JSON, body).code(error).header("Cache-Control", "no-store");
        return status == 401 ? reply.header("WWW-Authenticate", "Basic realm=\"sandbox\"") : reply;
    }
}
