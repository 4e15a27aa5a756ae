package com.example.marriages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** What departments write by hand today. */
final class MarriagesClient implements AutoCloseable {

    private static final String CONTENT = """
            {"system_id": "residence", "vender_id": "v-1", "department_id": "d-1", "query_timestamp": "%s", "UID": "%s",
             "query": {"idNo": "%s"},
             "audit_info": {"operator_id": "op-1", "operator_name": "Li", "item_id": "residence-permit",
                            "query_timestamp": "%s"}}
            """;

    private final OkHttpClient http = new OkHttpClient();
    private final URI gateway;
    private final String paasId;
    private final String token;

    MarriagesClient(URI gateway, String paasId, String token) {
        this.gateway = gateway;
        this.paasId = paasId;
        this.token = token;
    }

    String find(String idNo) {
        String time = Long.toString(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString().substring(0, 18);
        Request request = new Request.Builder()
                .url(gateway + "/ebus/marriages")
                .header("x-tif-paasid", paasId)
                .header("x-tif-timestamp", time)
                .header("x-tif-nonce", nonce)
                .header("x-tif-signature", sha256(time + token + nonce + time))
                .post(RequestBody.create(
                        CONTENT.formatted(time, UUID.randomUUID(), idNo, time), MediaType.get("application/json")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            return response.body().string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
