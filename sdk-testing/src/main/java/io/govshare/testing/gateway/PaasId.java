package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code {prefix}-paasid} style: a signature in headers, and a body that says who asks and why. */
final class PaasId implements Dialect {

    private static final Map<GatewayProblem, String> CODES = Map.ofEntries(
            Map.entry(GatewayProblem.REQUEST, "400000400"),
            Map.entry(GatewayProblem.PARAMETER, "400000400"),
            Map.entry(GatewayProblem.NONCE, "400000400"),
            Map.entry(GatewayProblem.CLOCK, "400000400"),
            Map.entry(GatewayProblem.SIGNATURE, "400000401"),
            Map.entry(GatewayProblem.UNKNOWN_CLIENT, "400000401"),
            Map.entry(GatewayProblem.EXPIRED, "400000401"),
            Map.entry(GatewayProblem.DENIED, "400000403"),
            Map.entry(GatewayProblem.NOT_FOUND, "400000404"),
            Map.entry(GatewayProblem.QUOTA, "400000429"),
            Map.entry(GatewayProblem.UPSTREAM, "400000529"),
            Map.entry(GatewayProblem.INTERNAL, "400000529"));

    private final GatewaySettings settings;
    private final String paasid;
    private final String timestamp;
    private final String nonce;
    private final String signature;
    private final String serviceId;
    private final @Nullable String proxyPath;
    private final SignatureForm form;
    private final Nonces nonces;
    private final PaasIdContent content;

    /** @param proxyPath where all services are called; null when each has its own path */
    PaasId(
            GatewaySettings settings,
            String prefix,
            @Nullable String proxyPath,
            SignatureForm form,
            Nonces nonces,
            PaasIdContent content) {
        this.settings = settings;
        this.paasid = prefix + "-paasid";
        this.timestamp = prefix + "-timestamp";
        this.nonce = prefix + "-nonce";
        this.signature = prefix + "-signature";
        this.serviceId = prefix + "-serviceId";
        this.proxyPath = proxyPath;
        this.form = form;
        this.nonces = nonces;
        this.content = content;
    }

    static byte[] signature(String token, String time, String nonce) {
        return GatewayCrypto.sha256(time + token + nonce + time);
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
    public @Nullable String service(GatewayCall call) {
        return proxyPath == null ? call.path() : call.header(serviceId).orElse(null);
    }

    @Override
    public Asked verify(GatewayCall call) {
        if (proxyPath != null && !call.path().equals(proxyPath)) {
            throw Refusal.notFound("the gateway has no " + call.path() + "; all services are called at " + proxyPath);
        }
        String id = call.requireHeader(paasid);
        String time = call.requireHeader(timestamp);
        String once = call.requireHeader(nonce);
        String given = call.requireHeader(signature);
        String service = proxyPath == null ? call.path() : call.requireHeader(serviceId);
        nonces.requireShape(nonce, once);
        Instant sent = settings.window().seconds(timestamp, time, settings.clock());
        String token = settings.key(paasid, id);
        form.require(signature, given, signature(token, time, once), mistakes(token, time, once));
        nonces.use(
                nonce,
                id,
                once,
                sent.plus(settings.window().behind()),
                settings.clock().instant());
        call.requireMethod("POST");
        call.requireNoQuery();
        return new Asked(id, service, content.parameters(call.json()));
    }

    private static Map<String, byte[]> mistakes(String token, String time, String nonce) {
        Map<String, byte[]> mistakes = new LinkedHashMap<>();
        mistakes.put("the timestamp was not repeated at the end", GatewayCrypto.sha256(time + token + nonce));
        mistakes.put("the timestamp was left out at the beginning", GatewayCrypto.sha256(token + nonce + time));
        mistakes.put(
                "the nonce stands before the token; the order is timestamp, token, nonce, timestamp",
                GatewayCrypto.sha256(time + nonce + token + time));
        mistakes.put(
                "it is an HMAC; this style takes the plain SHA-256",
                GatewayCrypto.hmacSha256(token, time + token + nonce + time));
        return mistakes;
    }

    @Override
    public JsonNode rows(JsonNode rows, String requestId) {
        ObjectNode envelope = Json.MAPPER.createObjectNode().put("errcode", 0).put("errmsg", "ok");
        ObjectNode data = envelope.putObject("data");
        data.set(settings.rowsIn(), rows);
        data.putObject("metadata");
        return envelope;
    }

    @Override
    public JsonNode refusal(GatewayProblem problem, String code, String detail, String requestId) {
        ObjectNode envelope = Json.MAPPER.createObjectNode();
        if (code.matches("-?[0-9]{1,18}")) {
            envelope.put("errcode", Long.parseLong(code));
        } else {
            envelope.put("errcode", code);
        }
        return envelope.put("errmsg", detail);
    }
}
