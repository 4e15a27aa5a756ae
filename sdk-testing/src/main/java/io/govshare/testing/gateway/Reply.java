package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer before it is sent.
 *
 * @param code the gateway's code for what was wrong; null when nothing was
 */
record Reply(int status, String type, String text, @Nullable String code) {

    static Reply json(int status, JsonNode content, @Nullable String code) {
        return new Reply(status, "application/json;charset=UTF-8", Json.MAPPER.writeValueAsString(content), code);
    }

    static Reply sentence(String text) {
        return new Reply(200, "text/plain;charset=UTF-8", text, null);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
