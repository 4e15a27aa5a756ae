package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.ByteString;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request as it came.
 *
 * @param path its path, percent-encoded as it came
 * @param rawQuery its query, percent-encoded as it came; empty when there is none
 */
record GatewayCall(String method, String path, String rawQuery, Headers headers, ByteString body, String requestId) {

    private static final String FORM = "application/x-www-form-urlencoded";

    static GatewayCall of(RecordedRequest request, String requestId) {
        String target = request.getTarget();
        int mark = target.indexOf('?');
        ByteString body = request.getBody();
        return new GatewayCall(
                request.getMethod(),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                request.getHeaders(),
                body == null ? ByteString.EMPTY : body,
                requestId);
    }

    /** @throws Refusal if the method is none of these */
    void requireMethod(String... methods) {
        if (!List.of(methods).contains(method)) {
            throw Refusal.request("the method is " + method + "; this takes " + String.join(" or ", methods));
        }
    }

    /** @throws Refusal if there is a query, where nobody would read it */
    void requireNoQuery() {
        if (!rawQuery.isEmpty()) {
            throw Refusal.request("the URL has a query; nothing is read from it here");
        }
    }

    /** @throws Refusal if there is content that is no form, where nobody would read it */
    void requireFormOrNothing() {
        if (body.size() > 0 && !mediaType().equals(FORM)) {
            throw Refusal.request("the content has type '" + mediaType() + "'; this takes parameters in query or form");
        }
    }

    /** @throws Refusal if the header occurs twice */
    Optional<String> header(String name) {
        List<String> values = headers.values(name);
        if (values.size() > 1) {
            throw Refusal.request("header " + name + " occurs " + values.size() + " times");
        }
        return values.stream().findFirst();
    }

    /** @throws Refusal if there is no such header, or it is empty, or occurs twice */
    String requireHeader(String name) {
        String value = header(name).orElseThrow(() -> Refusal.request("header " + name + " is missing"));
        if (value.isBlank()) {
            throw Refusal.request("header " + name + " is empty");
        }
        return value;
    }

    /** The media type of the content, lower case and without parameters; empty when there is none. */
    String mediaType() {
        String type = header("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    boolean hasJson() {
        return body.size() > 0 && mediaType().equals("application/json");
    }

    /** The parameters of query and form, decoded. */
    Map<String, String> queryAndForm() {
        Map<String, String> parameters = new LinkedHashMap<>();
        decode(rawQuery, "query", parameters);
        if (body.size() > 0 && mediaType().equals(FORM)) {
            decode(body.utf8(), "form", parameters);
        }
        return parameters;
    }

    /** The parameters of query, form and JSON content: its members, nested ones as JSON, null as empty. */
    Map<String, String> parameters() {
        Map<String, String> parameters = queryAndForm();
        if (hasJson()) {
            addMembers(json(), parameters);
        } else if (body.size() > 0 && !mediaType().equals(FORM)) {
            throw Refusal.request("the content has type '" + mediaType()
                    + "'; this takes application/json or application/x-www-form-urlencoded");
        }
        return parameters;
    }

    static void addMembers(ObjectNode object, Map<String, String> parameters) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (parameters.putIfAbsent(member.getKey(), text(member.getValue())) != null) {
                throw Refusal.request("parameter " + member.getKey() + " is in the URL and in the content");
            }
        }
    }

    static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.isContainer() ? value.toString() : value.asString();
    }

    /**
     * The content as a JSON object.
     *
     * @throws Refusal if it is none
     */
    ObjectNode json() {
        if (!mediaType().equals("application/json")) {
            throw Refusal.request("the content has type '" + mediaType() + "' instead of application/json");
        }
        return jsonObject("the content", body.utf8());
    }

    /** @throws Refusal if the text is no JSON object */
    static ObjectNode jsonObject(String what, String text) {
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw Refusal.request(what + " is not JSON: " + e.getOriginalMessage());
        }
        throw Refusal.request(what + " is no JSON object");
    }

    private static void decode(String encoded, String what, Map<String, String> parameters) {
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals), what);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), what);
            if (parameters.putIfAbsent(name, value) != null) {
                throw Refusal.request("parameter " + name + " occurs twice");
            }
        }
    }

    static String decoded(String encoded, String what) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.request("the " + what + " is not percent-encoded: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "GatewayCall[" + method + " " + path + ", " + requestId + "]";
    }
}
