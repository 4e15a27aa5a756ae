package io.govshare.testing.platform;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import okhttp3.Handshake;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came.
 *
 * @param path path, percent-encoded as it came
 * @param query query, percent-encoded as it came; null when there is none
 * @param targetUri what {@code @target-uri} means for it (RFC 9421 §2.2.2)
 * @param certificate the client's certificate, which TLS has checked; null when it showed none
 */
record Incoming(
        String method,
        String path,
        @Nullable String query,
        String targetUri,
        Headers headers,
        ByteString body,
        @Nullable X509Certificate certificate,
        String requestId) {

    static Incoming of(RecordedRequest request, String scheme, String authority, String requestId) {
        String target = request.getTarget();
        String host = request.getHeaders().get("Host");
        String absolute = target.startsWith("/") ? scheme + "://" + (host == null ? authority : host) + target : target;
        int pathAt = absolute.indexOf('/', absolute.indexOf("://") + 3);
        String pathAndQuery = pathAt < 0 ? "/" : absolute.substring(pathAt);
        int mark = pathAndQuery.indexOf('?');
        ByteString body = request.getBody();
        return new Incoming(
                request.getMethod(),
                mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
                mark < 0 ? null : pathAndQuery.substring(mark + 1),
                absolute,
                request.getHeaders(),
                body == null ? ByteString.EMPTY : body,
                certificate(request.getHandshake()),
                requestId);
    }

    private static @Nullable X509Certificate certificate(@Nullable Handshake handshake) {
        return handshake == null
                ? null
                : handshake.peerCertificates().stream()
                        .map(X509Certificate.class::cast)
                        .findFirst()
                        .orElse(null);
    }

    boolean hasContent() {
        return body.size() > 0;
    }

    /** The field's value as RFC 9421 §2.1 combines it; empty when the request does not have it. */
    Optional<String> field(String name) {
        List<String> values = headers.values(name);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        values.size() == 1
                                ? values.get(0).strip()
                                : String.join(
                                        ", ", values.stream().map(String::strip).toList()));
    }

    /** The media type of the content, lower case and without parameters. */
    String mediaType() {
        String type = field("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(java.util.Locale.ROOT);
    }

    boolean accepts(String coding) {
        for (String part : field("Accept-Encoding").orElse("").split(",", -1)) {
            String[] sides = part.strip().split(";", 2);
            if (sides[0].strip().equalsIgnoreCase(coding)) {
                return sides.length == 1 || !sides[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    /** The parameters of the query. */
    Map<String, String> parameters() {
        return parameters(query == null ? "" : query, "query");
    }

    /**
     * Form-encoded parameters, decoded.
     *
     * @throws Refused if a name occurs twice or the encoding is wrong
     */
    static Map<String, String> parameters(String encoded, String what) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals), what);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), what);
            if (parameters.put(name, value) != null) {
                throw Refused.query("the " + what + " has " + name + " twice");
            }
        }
        return parameters;
    }

    /**
     * Percent-decoded.
     *
     * @throws Refused if the encoding is wrong
     */
    static String decoded(String encoded, String what) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refused.query("the " + what + " is not percent-encoded: " + e.getMessage());
        }
    }
}
