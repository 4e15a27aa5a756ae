package io.govshare.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The content of a request: bytes that can be sent again, or a JSON object or a form that dialects may still add members to
 * and that becomes bytes when the attempt is signed. Immutable.
 */
public final class Body {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FORM = "application/x-www-form-urlencoded";

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

    /** A form ({@code application/x-www-form-urlencoded}, in UTF-8); its members in their order, encoded here. */
    public static Body form(Map<String, String> members) {
        return new Body(FORM, null, Collections.unmodifiableMap(new LinkedHashMap<>(members)));
    }

    /** The media type for {@code Content-Type}. */
    public String contentType() {
        return contentType;
    }

    /** Whether its members are those of a form. */
    public boolean isForm() {
        return members != null && contentType.equals(FORM);
    }

    /** The members of a body made by {@link #json} or {@link #form}, or an empty map for bytes. */
    public Map<String, Object> members() {
        return members == null ? Map.of() : members;
    }

    /** The same object or form with one member set, no longer {@link #fixed}; not for a body that was made of bytes. */
    public Body with(String member, Object value) {
        if (members == null) {
            throw new IllegalStateException("This body was made of bytes; it has no members that could be changed");
        }
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Body(contentType, null, Collections.unmodifiableMap(more));
    }

    /** This body with its bytes, which are then the same at each call. */
    public Body fixed() {
        return bytes != null ? this : new Body(contentType, toBytes(), members);
    }

    /** The bytes as they go on the wire; not to be changed. Renders members anew at each call unless {@link #fixed}. */
    public byte[] toBytes() {
        if (bytes != null) {
            return bytes;
        }
        return isForm() ? encoded() : JSON.writeValueAsBytes(members);
    }

    private byte[] encoded() {
        StringBuilder form = new StringBuilder();
        members()
                .forEach((name, value) -> form.append(form.length() == 0 ? "" : "&")
                        .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)));
        return form.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return contentType + (bytes == null ? ", members " + members().keySet() : ", " + bytes.length + " bytes");
    }
}
