package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The {@code X-Client-Id} style: a signature in headers, rows page by page as JSON in a string. */
final class ClientId implements Dialect {

    /** What the headers are called. */
    record Names(String clientId, String timestamp, String nonce, String signature) {}

    private final GatewaySettings settings;
    private final Names names;
    private final Nonces nonces;

    ClientId(GatewaySettings settings, Names names, Nonces nonces) {
        this.settings = settings;
        this.names = names;
        this.nonces = nonces;
    }

    static byte[] signature(String secret, String clientId, String time, String nonce) {
        return GatewayCrypto.hmacSha256(secret, clientId + time + nonce);
    }

    @Override
    public String signatureHeader() {
        return names.signature();
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
    public Asked verify(GatewayCall call) {
        call.requireMethod("GET", "POST");
        String id = call.requireHeader(names.clientId());
        String time = call.requireHeader(names.timestamp());
        String nonce = call.requireHeader(names.nonce());
        String given = call.requireHeader(names.signature());
        nonces.requireShape(names.nonce(), nonce);
        Instant sent = settings.window().millis(names.timestamp(), time, settings.clock());
        String secret = settings.key(names.clientId(), id);
        SignatureForm.BASE64.require(
                names.signature(), given, signature(secret, id, time, nonce), mistakes(secret, id, time, nonce));
        nonces.use(
                names.nonce(),
                id,
                nonce,
                sent.plus(settings.window().behind()),
                settings.clock().instant());
        return new Asked(id, call.path(), call.parameters());
    }

    private static Map<String, byte[]> mistakes(String secret, String id, String time, String nonce) {
        Map<String, byte[]> mistakes = new LinkedHashMap<>();
        mistakes.put(
                "the nonce stands before the timestamp; the order is client id, timestamp, nonce",
                GatewayCrypto.hmacSha256(secret, id + nonce + time));
        mistakes.put("the nonce was not signed", GatewayCrypto.hmacSha256(secret, id + time));
        mistakes.put(
                "it is a plain SHA-256; this style takes an HMAC", GatewayCrypto.sha256(secret + id + time + nonce));
        return mistakes;
    }

    @Override
    public JsonNode rows(JsonNode rows, String requestId) {
        boolean listAsText = rows.isString() && rows.asString().equals("[]");
        return Json.MAPPER
                .createObjectNode()
                .put("code", "200")
                .put("message", "success")
                .put(settings.rowsIn(), listAsText ? "[]" : rows.toString());
    }

    @Override
    public JsonNode refusal(GatewayProblem problem, String code, String detail, String requestId) {
        return Json.MAPPER.createObjectNode().put("code", code).put("message", detail);
    }
}
