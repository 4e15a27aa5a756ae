package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code gateway_appid} style: a secret for each application, one URL for each service. */
final class GatewayAppId implements Dialect {

    private final GatewaySettings settings;
    private final String appIdHeader;
    private final String rtime;
    private final String sig;
    private final String exchangePath;
    private final boolean fresh;
    private final Secrets secrets = new Secrets();

    GatewayAppId(GatewaySettings settings, String prefix, String exchangePath, boolean fresh) {
        this.settings = settings;
        this.appIdHeader = prefix + "appid";
        this.rtime = prefix + "rtime";
        this.sig = prefix + "sig";
        this.exchangePath = exchangePath;
        this.fresh = fresh;
    }

    static byte[] signature(String key, String appId, String time) {
        return GatewayCrypto.hmacSha256(key, appId + time);
    }

    @Override
    public String signatureHeader() {
        return sig;
    }

    @Override
    public Map<GatewayProblem, String> codes() {
        return GatewayProblem.STATUS_CODES;
    }

    @Override
    public @Nullable String service(GatewayCall call) {
        return call.path();
    }

    @Override
    public Optional<JsonNode> exchange(GatewayCall call) {
        if (!call.path().equals(exchangePath)) {
            return Optional.empty();
        }
        call.requireMethod("POST");
        call.requireNoQuery();
        if (call.body().size() > 0) {
            throw Refusal.request("the exchange has a content of " + call.body().size() + " bytes; it takes none");
        }
        String appId = call.requireHeader(appIdHeader);
        String time = call.requireHeader(rtime);
        String given = call.requireHeader(sig);
        settings.window().millis(rtime, time, settings.clock());
        String appKey = settings.key(appIdHeader, appId);
        SignatureForm.BASE64.require(sig, given, signature(appKey, appId, time), mistakes(appKey, appId, time));
        Instant end = settings.clock().instant().plus(settings.secretLifetime());
        String secret = secrets.issue(appId, time, end).value();
        ObjectNode reply = Json.MAPPER.createObjectNode().put("code", "200");
        reply.putObject("body").put("access_token", GatewayCrypto.encrypted(appKey, secret, false));
        return Optional.of(reply);
    }

    private static Map<String, byte[]> mistakes(String key, String appId, String time) {
        Map<String, byte[]> mistakes = new LinkedHashMap<>();
        mistakes.put(
                "the time stands before the app id; the order is app id, time",
                GatewayCrypto.hmacSha256(key, time + appId));
        mistakes.put("the time was not signed", GatewayCrypto.hmacSha256(key, appId));
        return mistakes;
    }

    @Override
    public Asked verify(GatewayCall call) {
        call.requireMethod("GET", "POST");
        String appId = call.requireHeader(appIdHeader);
        String time = call.requireHeader(rtime);
        String given = call.requireHeader(sig);
        if (fresh) {
            settings.window().millis(rtime, time, settings.clock());
        }
        String appKey = settings.key(appIdHeader, appId);
        Secrets.Issued issued = secrets.check(
                sig,
                appId,
                given,
                SignatureForm.BASE64,
                secret -> signature(secret, appId, time),
                secret -> mistakes(appKey, secret, appId, time),
                settings.clock().instant());
        if (fresh && issued.origin().equals(time)) {
            throw Refusal.request(
                    rtime + " is that of the exchange; this gateway wants a time of its own for each call");
        }
        if (!fresh && !issued.origin().equals(time)) {
            throw Refusal.request(rtime + " is not that of the exchange; this gateway wants it repeated");
        }
        return new Asked(appId, call.path(), call.parameters());
    }

    private static Map<String, byte[]> mistakes(String appKey, String secret, String appId, String time) {
        Map<String, byte[]> mistakes = mistakes(secret, appId, time);
        mistakes.put("it was made with the app key, not with the exchanged secret", signature(appKey, appId, time));
        mistakes.put(
                "it was made with the access token as it was received; decrypt it first",
                signature(GatewayCrypto.encrypted(appKey, secret, false), appId, time));
        return mistakes;
    }

    @Override
    public JsonNode rows(JsonNode rows, String requestId) {
        return Json.MAPPER
                .createObjectNode()
                .put("code", "200")
                .put("msg", "success")
                .set(settings.rowsIn(), rows);
    }

    @Override
    public JsonNode refusal(GatewayProblem problem, String code, String detail, String requestId) {
        return Json.MAPPER.createObjectNode().put("code", code).put("msg", detail);
    }

    @Override
    public void expireSecrets() {
        secrets.expireAll();
    }
}
