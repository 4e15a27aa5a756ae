package io.govshare.dialect.gateway;

import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Body;
import io.govshare.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where a value stands in a request. */
public enum Position {
    /** In a header field; what is not ASCII is percent-encoded there (UTF-8). */
    HEADER,
    /** In the query of the URL. */
    QUERY,
    /** In the form that is the body; in the query of a GET, which has no body. */
    FORM,
    /** In the JSON object that is the body; the name is a member or, if it begins with a slash, a JSON Pointer. */
    JSON;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Whether a value put here stands in the URL of this request. */
    boolean isInUrl(String method) {
        return this == QUERY || (this == FORM && isBodiless(method));
    }

    static boolean isBodiless(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** The request with this value; text everywhere but in JSON, where numbers, booleans and objects stay what they are. */
    Request put(Request request, String name, Object value) {
        if (isInUrl(request.method())) {
            return request.withParameter(name, String.valueOf(value));
        }
        if (this == JSON && isBodiless(request.method())) {
            throw new ConfigurationException(
                    "'" + name + "' stands in a JSON body, which a " + request.method() + " has not",
                    "Call the service by Service.method(\"POST\"), or put it elsewhere.");
        }
        return switch (this) {
            case HEADER -> request.with(name, ascii(String.valueOf(value)));
            case FORM -> request.with(inForm(request.body(), name, String.valueOf(value)));
            default -> request.with(inJson(request.body(), name, value));
        };
    }

    /** Whether a JSON body has a value at this place already; elsewhere that is not asked. */
    boolean has(Request request, String name) {
        if (this != JSON) {
            return false;
        }
        Map<?, ?> members = members(request.body());
        String[] path = name.startsWith("/") ? name.substring(1).split("/", -1) : new String[] {name};
        for (int i = 0; i < path.length - 1; i++) {
            if (!(members.get(plain(path[i])) instanceof Map<?, ?> inner)) {
                return false;
            }
            members = inner;
        }
        return members.get(plain(path[path.length - 1])) != null;
    }

    /** A step of a JSON Pointer as the name that it means (RFC 6901 §4). */
    private static String plain(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    private static String ascii(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                ? value
                : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Body inForm(@Nullable Body body, String name, String value) {
        if (body == null) {
            return Body.form(Map.of(name, value));
        }
        if (body.isForm()) {
            return body.with(name, value);
        }
        if (body.toBytes().length > 0 && !body.contentType().startsWith("application/x-www-form-urlencoded")) {
            throw new InvalidRequestException(
                    "The gateway wants '" + name + "' in a form, and the body of this request is " + body.contentType(),
                    "Send a form, or choose for the gateway where signature and context stand.");
        }
        String text = new String(body.toBytes(), StandardCharsets.UTF_8);
        String more = new String(Body.form(Map.of(name, value)).toBytes(), StandardCharsets.US_ASCII);
        return Body.text("application/x-www-form-urlencoded", text.isEmpty() ? more : text + "&" + more);
    }

    private static Body inJson(@Nullable Body body, String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(members(body));
        if (name.startsWith("/")) {
            put(members, name.substring(1), value);
        } else {
            members.put(name, value);
        }
        return Body.json(members);
    }

    /** The members of a JSON object, also of one that came as bytes from a raw call. */
    private static Map<String, Object> members(@Nullable Body body) {
        if (body == null || body.toBytes().length == 0) {
            return Map.of();
        }
        if (!body.members().isEmpty() && !body.isForm()) {
            return body.members();
        }
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> read = MAPPER.readValue(body.toBytes(), LinkedHashMap.class);
            return read;
        } catch (JacksonException e) {
            throw new InvalidRequestException(
                    "The gateway wants its own members in a JSON object, and the body of this request is none",
                    "Send a JSON object as the body.");
        }
    }

    private static void put(Map<String, Object> members, String path, Object value) {
        int slash = path.indexOf('/');
        String name = plain(slash < 0 ? path : path.substring(0, slash));
        if (slash < 0) {
            members.put(name, value);
            return;
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        if (members.get(name) instanceof Map<?, ?> known) {
            known.forEach((key, each) -> inner.put(String.valueOf(key), each));
        }
        put(inner, path.substring(slash + 1), value);
        members.put(name, inner);
    }
}
