package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The {@code X-BG-HMAC-*} style: a signature over method, path, query, access key and date. */
final class HmacHeaders implements Dialect {

    private record Pair(String name, String value) {}

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "hmac-sha256";
    private static final Map<GatewayProblem, String> CODES = Map.of(
            GatewayProblem.SIGNATURE, "Invalid signature",
            GatewayProblem.EXPIRED, "Invalid signature",
            GatewayProblem.UNKNOWN_CLIENT, "Invalid access key",
            GatewayProblem.CLOCK, "Clock skew exceeded",
            GatewayProblem.DENIED, "The route_id is forbidden.",
            GatewayProblem.NOT_FOUND, "404 Route Not Found",
            GatewayProblem.QUOTA, "Too many requests",
            GatewayProblem.UPSTREAM, "Upstream failed",
            GatewayProblem.INTERNAL, "Internal error",
            GatewayProblem.PARAMETER, "Invalid parameter");

    private final GatewaySettings settings;
    private final String accessKey;
    private final String algorithm;
    private final String dateTime;
    private final String signature;

    HmacHeaders(GatewaySettings settings, String prefix) {
        this.settings = settings;
        this.accessKey = prefix + "-HMAC-ACCESS-KEY";
        this.algorithm = prefix + "-HMAC-ALGORITHM";
        this.dateTime = prefix + "-DATE-TIME";
        this.signature = prefix + "-HMAC-SIGNATURE";
    }

    static String toSign(String method, String path, String canonicalQuery, String key, String date) {
        return method + "\n" + path + "\n" + canonicalQuery + "\n" + key + "\n" + date + "\n";
    }

    static String canonical(String rawQuery) {
        List<Pair> pairs = pairs(rawQuery);
        pairs.sort(Comparator.comparing(Pair::name));
        return joined(pairs, HmacHeaders::encoded);
    }

    private static List<Pair> pairs(String rawQuery) {
        List<Pair> pairs = new ArrayList<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                pairs.add(new Pair(
                        GatewayCall.decoded(equals < 0 ? pair : pair.substring(0, equals), "query"),
                        equals < 0 ? "" : GatewayCall.decoded(pair.substring(equals + 1), "query")));
            }
        }
        return pairs;
    }

    private static String joined(List<Pair> pairs, UnaryOperator<String> spelled) {
        return String.join(
                "&",
                pairs.stream()
                        .map(pair -> spelled.apply(pair.name()) + "=" + spelled.apply(pair.value()))
                        .toList());
    }

    /** Percent-encoded with all but unreserved characters as RFC 3986 §2.3 names them. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String signatureHeader() {
        return signature;
    }

    @Override
    public Map<GatewayProblem, String> codes() {
        return CODES;
    }

    @Override
    public int status(GatewayProblem problem) {
        return problem == GatewayProblem.CLOCK || problem == GatewayProblem.REQUEST ? 401 : problem.status();
    }

    @Override
    public @Nullable String service(GatewayCall call) {
        return call.path();
    }

    @Override
    public Asked verify(GatewayCall call) {
        String key = call.requireHeader(accessKey);
        String named = call.requireHeader(algorithm);
        String date = call.requireHeader(dateTime);
        String given = call.requireHeader(signature);
        if (!named.equals(ALGORITHM)) {
            throw Refusal.request(algorithm + " is " + named + " instead of " + ALGORITHM);
        }
        settings.window()
                .within(
                        dateTime,
                        date(date),
                        Instant.ofEpochSecond(settings.clock().instant().getEpochSecond()));
        String secret = settings.key(accessKey, key);
        String query = canonical(call.rawQuery());
        byte[] right = GatewayCrypto.hmacSha256(secret, toSign(call.method(), call.path(), query, key, date));
        SignatureForm.BASE64.require(signature, given, right, mistakes(call, query, key, secret, date));
        call.requireMethod("GET", "POST");
        return new Asked(key, call.path(), call.parameters());
    }

    private Instant date(String text) {
        try {
            Instant date = Instant.from(DATE.parse(text));
            if (DATE.format(date).equals(text)) {
                return date;
            }
        } catch (DateTimeException e) {
            throw noDate();
        }
        throw noDate(); // there is no such day
    }

    private Refusal noDate() {
        return Refusal.request(dateTime + " is no date such as Tue, 09 Nov 2021 08:49:20 GMT");
    }

    private static Map<String, byte[]> mistakes(
            GatewayCall call, String query, String key, String secret, String date) {
        String right = toSign(call.method(), call.path(), query, key, date);
        List<Pair> pairs = pairs(call.rawQuery());
        List<Pair> sorted = new ArrayList<>(pairs);
        sorted.sort(Comparator.comparing(Pair::name));
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("the line break after the last line was not signed", right.substring(0, right.length() - 1));
        texts.put(
                "the query was signed unsorted; its pairs are sorted by name",
                toSign(call.method(), call.path(), joined(pairs, HmacHeaders::encoded), key, date));
        texts.put(
                "the query was signed as it came; its pairs are sorted by name and percent-encoded",
                toSign(call.method(), call.path(), call.rawQuery(), key, date));
        texts.put(
                "the query was signed without percent-encoding",
                toSign(call.method(), call.path(), joined(sorted, UnaryOperator.identity()), key, date));
        texts.put("the query was not signed", toSign(call.method(), call.path(), "", key, date));
        texts.put(
                "the content was signed too; this style leaves it out",
                right + call.body().utf8());
        texts.put(
                "the method was signed in lower case",
                toSign(call.method().toLowerCase(Locale.ROOT), call.path(), query, key, date));
        Map<String, byte[]> mistakes = new LinkedHashMap<>();
        texts.forEach((what, text) -> {
            if (!text.equals(right)) {
                mistakes.put(what, GatewayCrypto.hmacSha256(secret, text));
            }
        });
        return mistakes;
    }

    @Override
    public JsonNode rows(JsonNode rows, String requestId) {
        return Json.MAPPER
                .createObjectNode()
                .put("code", 200)
                .put("message", "success")
                .set(settings.rowsIn(), rows);
    }

    @Override
    public JsonNode refusal(GatewayProblem problem, String code, String detail, String requestId) {
        return problem == GatewayProblem.REQUEST
                ? Json.MAPPER.createObjectNode().put("message", detail)
                : Json.MAPPER.createObjectNode().put("message", code).put("detail", detail);
    }
}
