package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The style with two secrets: one signs calls, the other exchanges both anew. */
final class TwoSecrets implements Dialect {

    /** Where the signature of a call stands. */
    enum Placement {
        PARAMETERS("parameter "),
        HEADERS("header "),
        JSON("member ");

        private final String one;

        Placement(String one) {
            this.one = one;
        }
    }

    /** What the three parts of a signature are called. */
    record Names(String appKey, String sign, String requestTime) {}

    private record Signed(String appKey, String sign, String requestTime, Map<String, String> parameters) {}

    private static final String BY_KEY = "/gateway/app/refreshTokenByKey.htm";
    private static final String BY_SECRET = "/gateway/app/refreshTokenBySec.htm";
    private static final Pattern CALL = Pattern.compile("/gateway/api/([^/]+)/dataSharing/([^/]+)\\.htm");
    private static final String OK = "00";
    private static final Map<GatewayProblem, String> CODES = Map.ofEntries(
            Map.entry(GatewayProblem.REQUEST, "01"),
            Map.entry(GatewayProblem.PARAMETER, "10"),
            Map.entry(GatewayProblem.NONCE, "01"),
            Map.entry(GatewayProblem.EXPIRED, "11"),
            Map.entry(GatewayProblem.UNKNOWN_CLIENT, "12"),
            Map.entry(GatewayProblem.SIGNATURE, "14"),
            Map.entry(GatewayProblem.CLOCK, "15"),
            Map.entry(GatewayProblem.DENIED, "16"),
            Map.entry(GatewayProblem.NOT_FOUND, "17"),
            Map.entry(GatewayProblem.QUOTA, "18"),
            Map.entry(GatewayProblem.UPSTREAM, OK),
            Map.entry(GatewayProblem.INTERNAL, "99"));

    private final GatewaySettings settings;
    private final Duration refreshLifetime;
    private final Names names;
    private final Placement placement;
    private final SignatureForm form;
    private final TwoSecretsPurpose purpose;
    private final boolean plain;
    private final EndTimes endTimes;
    private final Secrets requestSecrets = new Secrets();
    private final Secrets refreshSecrets = new Secrets();

    TwoSecrets(
            GatewaySettings settings,
            Duration refreshLifetime,
            Names names,
            Placement placement,
            SignatureForm form,
            TwoSecretsPurpose purpose,
            boolean plain,
            EndTimes endTimes) {
        this.settings = settings;
        this.refreshLifetime = refreshLifetime;
        this.names = names;
        this.placement = placement;
        this.form = form;
        this.purpose = purpose;
        this.plain = plain;
        this.endTimes = endTimes;
    }

    static byte[] signature(String appKey, String secret, String time) {
        return GatewayCrypto.md5(appKey + secret + time);
    }

    @Override
    public String signatureHeader() {
        return names.sign();
    }

    @Override
    public Map<GatewayProblem, String> codes() {
        return CODES;
    }

    @Override
    public @Nullable String service(GatewayCall call) {
        Matcher path = CALL.matcher(call.path());
        return path.matches() ? path.group(1) + "/" + path.group(2) : null;
    }

    @Override
    public Optional<JsonNode> exchange(GatewayCall call) {
        boolean byKey = call.path().equals(BY_KEY);
        if (!byKey && !call.path().equals(BY_SECRET)) {
            return Optional.empty();
        }
        call.requireMethod("GET", "POST");
        call.requireFormOrNothing();
        Signed signed = signed(call.queryAndForm(), Placement.PARAMETERS.one);
        if (!signed.parameters().isEmpty()) {
            throw Refusal.request("the exchange takes no parameter "
                    + signed.parameters().keySet().iterator().next());
        }
        settings.window().millis("parameter " + names.requestTime(), signed.requestTime(), settings.clock());
        String appKey = signed.appKey();
        String appSecret = settings.key("parameter " + names.appKey(), appKey);
        Map<String, byte[]> mistakes = mistakes(appKey, appSecret, signed.requestTime());
        String where = "parameter " + names.sign();
        if (byKey) {
            form.require(where, signed.sign(), signature(appKey, appSecret, signed.requestTime()), mistakes);
        } else {
            mistakes.put(
                    "it was made with the app secret; BySec takes the refresh secret",
                    signature(appKey, appSecret, signed.requestTime()));
            refreshSecrets.check(
                    where,
                    appKey,
                    signed.sign(),
                    form,
                    secret -> signature(appKey, secret, signed.requestTime()),
                    latest -> mistakes,
                    settings.clock().instant());
        }
        return Optional.of(issued(appKey, signed.requestTime(), call.requestId()));
    }

    private JsonNode issued(String appKey, String origin, String requestId) {
        Instant now = settings.clock().instant();
        Secrets.Issued refresh = refreshSecrets.issue(appKey, origin, now.plus(refreshLifetime));
        Secrets.Issued request = requestSecrets.issue(appKey, origin, now.plus(settings.secretLifetime()));
        ObjectNode datas = Json.MAPPER.createObjectNode();
        datas.put("refreshSecret", refresh.value()).set("refreshSecretEndTime", endTimes.write(refresh.end()));
        datas.put("requestSecret", request.value()).set("requestSecretEndTime", endTimes.write(request.end()));
        return envelope(OK, "success", datas, requestId);
    }

    private Signed signed(Map<String, String> parameters, String where) {
        return new Signed(
                taken(parameters, names.appKey(), where),
                taken(parameters, names.sign(), where),
                taken(parameters, names.requestTime(), where),
                parameters);
    }

    private static String taken(Map<String, String> parameters, String name, String where) {
        String value = parameters.remove(name);
        if (value == null || value.isBlank()) {
            throw Refusal.request(where + name + " is missing");
        }
        return value;
    }

    private static Map<String, byte[]> mistakes(String appKey, String secret, String time) {
        Map<String, byte[]> mistakes = new LinkedHashMap<>();
        mistakes.put(
                "the time stands before the secret; the order is app key, secret, time",
                GatewayCrypto.md5(appKey + time + secret));
        mistakes.put("the time was not signed", GatewayCrypto.md5(appKey + secret));
        return mistakes;
    }

    @Override
    public Asked verify(GatewayCall call) {
        String service = service(call);
        if (service == null) {
            throw Refusal.notFound("the gateway has no " + call.path());
        }
        call.requireMethod("GET", "POST");
        Signed signed = placed(call);
        String where = placement.one + names.sign();
        settings.window().millis(placement.one + names.requestTime(), signed.requestTime(), settings.clock());
        String appKey = signed.appKey();
        String appSecret = settings.key(placement.one + names.appKey(), appKey);
        requestSecrets.check(
                where,
                appKey,
                signed.sign(),
                form,
                secret -> signature(appKey, secret, signed.requestTime()),
                secret -> {
                    Map<String, byte[]> mistakes = mistakes(appKey, secret, signed.requestTime());
                    mistakes.put(
                            "it was made with the app secret, not with the exchanged request secret",
                            signature(appKey, appSecret, signed.requestTime()));
                    refreshSecrets
                            .latest(appKey)
                            .ifPresent(refresh -> mistakes.put(
                                    "it was made with the refresh secret, not with the request secret",
                                    signature(appKey, refresh, signed.requestTime())));
                    return mistakes;
                },
                settings.clock().instant());
        purpose.check(call, signed.parameters());
        return new Asked(appKey, service, signed.parameters());
    }

    /** The signature from where it belongs; it may not be elsewhere. */
    private Signed placed(GatewayCall call) {
        Map<String, String> outside = call.queryAndForm();
        if (placement == Placement.PARAMETERS) {
            call.requireFormOrNothing();
            return signed(outside, placement.one);
        }
        if (outside.containsKey(names.sign())) {
            throw Refusal.request("parameter " + names.sign() + " is given; this gateway reads "
                    + (placement == Placement.HEADERS ? "headers" : "members of the JSON content"));
        }
        call.requireMethod("POST");
        ObjectNode body = call.json();
        GatewayCall.addMembers(body, outside);
        if (placement == Placement.JSON) {
            return signed(outside, placement.one);
        }
        return new Signed(
                call.requireHeader(names.appKey()),
                call.requireHeader(names.sign()),
                call.requireHeader(names.requestTime()),
                outside);
    }

    @Override
    public JsonNode rows(JsonNode rows, String requestId) {
        if (rows.isArray() && rows.isEmpty() && plain) {
            return envelope(OK, "success", rows, requestId);
        }
        if ((rows.isArray() && rows.isEmpty())
                || (rows.isString() && rows.asString().equals("[]"))) {
            return envelope(OK, "success", StringNode.valueOf("[]"), requestId);
        }
        return envelope(OK, "success", datas(inner(true, "").set(settings.rowsIn(), rows)), requestId);
    }

    private static ObjectNode inner(boolean success, String error) {
        return Json.MAPPER.createObjectNode().put("success", success).put("errorMsg", error);
    }

    private JsonNode datas(JsonNode inner) {
        return plain ? inner : StringNode.valueOf(inner.toString());
    }

    private static JsonNode envelope(String code, String message, @Nullable JsonNode datas, String requestId) {
        ObjectNode envelope = Json.MAPPER.createObjectNode().put("code", code).put("msg", message);
        if (datas != null) {
            envelope.set("datas", datas);
        }
        return envelope.put("requestId", requestId);
    }

    @Override
    public JsonNode refusal(GatewayProblem problem, String code, String detail, String requestId) {
        if (!code.equals(OK)) {
            return envelope(code, detail, null, requestId);
        }
        ObjectNode failed = inner(false, detail);
        failed.putArray(settings.rowsIn());
        return envelope(OK, "success", datas(failed), requestId);
    }

    @Override
    public void expireSecrets() {
        requestSecrets.expireAll();
    }
}
