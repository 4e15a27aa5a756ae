package io.govshare.dialect;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A strict gateway of dialect E, written from the wire facts alone: it checks what the client's side computes. */
final class PaasIdServer implements AutoCloseable {

    static final String TOKEN = "canary-paas-token-0001";

    private final MockWebServer server = new MockWebServer();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    final AtomicInteger requests = new AtomicInteger();
    volatile String refusal = "";

    PaasIdServer() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                requests.incrementAndGet();
                return json(answer(request));
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private String answer(RecordedRequest request) {
        String timestamp = request.getHeaders().get("x-tif-timestamp");
        String nonce = request.getHeaders().get("x-tif-nonce");
        if (timestamp == null || nonce == null || nonce.length() < 10 || nonce.length() > 20 || !nonces.add(nonce)) {
            return error(400000400, "timestamp or nonce missing, of the wrong shape or used before");
        }
        long behind = Instant.now().getEpochSecond() - Long.parseLong(timestamp);
        if (behind < -1 || behind >= 180) {
            return error(400000400, "timestamp out of window");
        }
        if (!sha256(timestamp + TOKEN + nonce + timestamp)
                .equals(request.getHeaders().get("x-tif-signature"))) {
            return error(400000401, "signature invalid");
        }
        JsonNode body = JsonMapper.shared().readTree(request.getBody().toByteArray());
        if (body.at("/audit_info/operator_id").asString("").isEmpty()
                || body.at("/audit_info/item_code").asString("").isEmpty()) {
            return error(400000400, "audit_info incomplete");
        }
        if (!refusal.isEmpty()) {
            return refusal;
        }
        String row = "{\"name\":\"" + body.at("/query/name").asString("") + "\",\"level\":\"3\",\"seenBy\":\""
                + body.at("/audit_info/operator_id").asString("") + "\"}";
        String rows = body.at("/query/name").asString("").equals("nobody") ? "[]" : "[" + row + "]";
        return "{\"errcode\":0,\"errmsg\":\"ok\",\"data\":{\"data\":" + rows + ",\"metadata\":{}}}";
    }

    static String error(int code, String message) {
        return "{\"errcode\":" + code + ",\"errmsg\":\"" + message + "\"}";
    }

    private static MockResponse json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .addHeader("Cache-Control", "max-age=60")
                .body(body)
                .build();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format("%064x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
