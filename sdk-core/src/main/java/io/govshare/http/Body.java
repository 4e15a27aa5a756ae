package io.govshare.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The content of a request: bytes that can be sent again, or a JSON object that dialects may still add members to and that
 * becomes bytes when the attempt is signed. Immutable.
 */
public final class Body {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String contentType;
    private final byte @Nullable [] bytes;
    private final @Nullable Map<String, Object> members;

    private Body(String contentType, byte @Nullable [] bytes, @Nullable Map<String, Object> members) {
        this.contentType = contentType;
        this.bytes = bytes;
        this.members = members;
    }

    /** These bytes, which the caller no longer changes. */
    public static Body bytes(String contentType, byte[] bytes) {
        return new Body(contentType, bytes, null);
    }

    /** This text in UTF-8. */
    public static Body text(String contentType, String text) {
        return new Body(contentType, text.getBytes(StandardCharsets.UTF_8), null);
    }

    /** A JSON object of strings, numbers, booleans, null, lists and maps; rendered in the order of its members. */
    public static Body json(Map<String, ?> members) {
        return new Body("application/json", null, Collections.unmodifiableMap(new LinkedHashMap<>(members)));
    }

    /** The media type for {@code Content-Type}. */
    public String contentType() {
        return contentType;
    }

    /** The members of a body made by {@link #json}, or an empty map for bytes. */
    public Map<String, Object> members() {
        return members == null ? Map.of() : members;
    }

    /** The same object with one member set; for a body made by {@link #json} only. */
    public Body with(String member, Object value) {
        if (members == null) {
            throw new IllegalStateException("This body is bytes already; its members can no longer be changed");
        }
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return json(more);
    }

    /** This body as fixed bytes. */
    public Body fixed() {
        return bytes != null ? this : new Body(contentType, JSON.writeValueAsBytes(members), null);
    }

    /** The bytes as they go on the wire; not to be changed. Renders a JSON object anew at each call. */
    public byte[] toBytes() {
        return bytes != null ? bytes : JSON.writeValueAsBytes(members);
    }

    @Override
    public String toString() {
        return contentType + (bytes == null ? ", JSON members " + members().keySet() : ", " + bytes.length + " bytes");
    }
}
