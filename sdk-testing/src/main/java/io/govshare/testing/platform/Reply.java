package io.govshare.testing.platform;

import io.govshare.testing.odata.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer before it is encoded, digested and signed. Built and sent by one thread. */
final class Reply {

    static final String JSON = "application/json";

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String code;

    private Reply(int status, @Nullable String type, byte[] body) {
        this.status = status;
        this.body = body;
        if (type != null) {
            headers.put("Content-Type", type);
        }
    }

    static Reply of(int status, String type, byte[] body) {
        return new Reply(status, type, body);
    }

    static Reply empty(int status) {
        return new Reply(status, null, new byte[0]);
    }

    static Reply json(int status, String type, Object value) {
        return new Reply(status, type, Json.MAPPER.writeValueAsBytes(value));
    }

    static Reply text(String text) {
        return new Reply(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply problem(Refused refused, String requestId) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "https://govshare.io/problems/" + refused.code());
        problem.put("title", refused.code().replace('-', ' '));
        problem.put("status", refused.status());
        problem.put("detail", refused.detail());
        problem.put("code", refused.code());
        problem.put("requestId", requestId);
        Reply reply = json(refused.status(), "application/problem+json", problem);
        reply.code = refused.code();
        refused.headers().forEach(reply::header);
        return reply.header("Cache-Control", "no-store");
    }

    Reply header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The code for the record of requests. */
    Reply code(String newCode) {
        code = newCode;
        return this;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    String code() {
        return code;
    }
}
