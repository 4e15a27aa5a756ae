package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The national exchange style: a secret for each requester and service, one URL for all services. */
final class NationalExchange implements Dialect {

    private final GatewaySettings settings;
    private final String rid;
    private final String sid;
    private final String rtime;
    private final String sign;
    private final String exchangePath;
    private final String proxyPath;
    private final boolean ecb;
    private final EndTimes endTimes;
    private final Secrets secrets = new Secrets();

    NationalExchange(
            GatewaySettings settings,
            String prefix,
            String exchangePath,
            String proxyPath,
            boolean ecb,
            EndTimes endTimes) {
        this.settings = settings;
        this.rid = prefix + "rid";
        this.sid = prefix + "sid";
        this.rtime = prefix + "rtime";
        this.sign = prefix + "sign";
        this.exchangePath = exchangePath;
        this.proxyPath = proxyPath;
        this.ecb = ecb;
        this.endTimes = endTimes;
    }

    static String client(String requester, String service) {
        return requester + " for " + service;
    }

    static byte[] signature(String key, String service, String requester, String time) {
        return GatewayCrypto.hmacSha256(key, service + requester + time);
    }

    @Override
    public String signatureHeader() {
        return sign;
    }

    @Override
    public Map<GatewayProblem, String> codes() {
        return GatewayProblem.STATUS_CODES;
    }

    @Override
    public String registeredPath() {
        return proxyPath;
    }

    @Override
    public @Nullable String service(GatewayCall call) {
        return call.header(sid).orElse(null);
    }

    @Override
    public Optional<JsonNode> exchange(GatewayCall call) {
        if (!call.path().equals(exchangePath)) {
            return Optional.empty();
        }
        call.requireMethod("POST");
        call.requireNoQuery();
        ObjectNode body = call.json();
        Set<String> members = Set.of(rid, sid, rtime, sign);
        for (String name : body.propertyNames()) {
            if (!members.contains(name)) {
                throw Refusal.request("member " + name + " is not known; the exchange takes " + rid + ", " + sid + ", "
                        + rtime + ", " + sign);
            }
        }
        String requester = member(body, rid);
        String service = member(body, sid);
        String time = member(body, rtime);
        String given = member(body, sign);
        settings.window().millis("member " + rtime, time, settings.clock());
        String client = client(requester, service);
        String appKey = settings.key(rid + " with " + sid, client);
        SignatureForm.BASE64.require(
                "member " + sign,
                given,
                signature(appKey, service, requester, time),
                mistakes(appKey, service, requester, time));
        Instant end = settings.clock().instant().plus(settings.secretLifetime());
        Secrets.Issued issued = secrets.issue(client, time, end);
        ObjectNode reply = Json.MAPPER.createObjectNode().put("code", "0");
        reply.putObject("data")
                .put("secret", GatewayCrypto.encrypted(appKey, issued.value(), ecb))
                .set("secretEndTime", endTimes.write(end));
        return Optional.of(reply);
    }

    private static String member(ObjectNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null) {
            throw Refusal.request("member " + name + " is missing");
        }
        if (!value.isString()) {
            throw Refusal.request("member " + name + " is no JSON string");
        }
        if (value.asString().isBlank()) {
            throw Refusal.request("member " + name + " is empty");
        }
        return value.asString();
    }

    private static Map<String, byte[]> mistakes(String key, String service, String requester, String time) {
        Map<String, byte[]> mistakes = new LinkedHashMap<>();
        mistakes.put(
                "the requester stands before the service; the order is service, requester, time",
                GatewayCrypto.hmacSha256(key, requester + service + time));
        mistakes.put("the time was not signed", GatewayCrypto.hmacSha256(key, service + requester));
        return mistakes;
    }

    @Override
    public Asked verify(GatewayCall call) {
        if (!call.path().equals(proxyPath)) {
            throw Refusal.notFound("the gateway has no " + call.path() + "; all services are called at " + proxyPath);
        }
        call.requireMethod("GET", "POST");
        String requester = call.requireHeader(rid);
        String service = call.requireHeader(sid);
        String time = call.requireHeader(rtime);
        String given = call.requireHeader(sign);
        settings.window().millis(rtime, time, settings.clock());
        String client = client(requester, service);
        String appKey = settings.key(rid + " with " + sid, client);
        Secrets.Issued issued = secrets.check(
                sign,
                client,
                given,
                SignatureForm.BASE64,
                secret -> signature(secret, service, requester, time),
                secret -> mistakes(appKey, secret, service, requester, time),
                settings.clock().instant());
        if (issued.origin().equals(time)) {
            throw Refusal.request(rtime + " is that of the exchange; a call takes a time of its own");
        }
        return new Asked(requester, service, call.parameters());
    }

    private Map<String, byte[]> mistakes(String appKey, String secret, String service, String requester, String time) {
        Map<String, byte[]> mistakes = mistakes(secret, service, requester, time);
        mistakes.put(
                "it was made with the app key, not with the exchanged secret",
                signature(appKey, service, requester, time));
        mistakes.put(
                "it was made with the secret as it was received; decrypt it first",
                signature(GatewayCrypto.encrypted(appKey, secret, ecb), service, requester, time));
        return mistakes;
    }

    @Override
    public JsonNode rows(JsonNode rows, String requestId) {
        return Json.MAPPER
                .createObjectNode()
                .put("code", "0")
                .put("msg", "success")
                .set(settings.rowsIn(), rows);
    }

    @Override
    public JsonNode refusal(GatewayProblem problem, String code, String detail, String requestId) {
        return Json.MAPPER.createObjectNode().put("errCode", code).put("errMsg", detail);
    }

    @Override
    public void expireSecrets() {
        secrets.expireAll();
    }
}
