package com.example.migrate;

import static com.example.migrate.HttpUtils.decrypt;
import static com.example.migrate.HttpUtils.hmac;
import static com.example.migrate.HttpUtils.json;
import static com.example.migrate.HttpUtils.md5;
import static com.example.migrate.HttpUtils.now;
import static com.example.migrate.HttpUtils.postForm;
import static com.example.migrate.HttpUtils.postJson;
import static com.example.migrate.HttpUtils.sha256;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** How departments ask the six styles of gateways for the marriages of a certificate, with nothing but {@link HttpUtils}. */
final class Before {

    private final String base;
    private final String id;
    private final String key;
    private String secret = "";
    private String rtime = "";

    Before(String base, String id, String key) {
        this.base = base;
        this.id = id;
        this.key = key;
    }

    JsonNode exchange(String sid, String certNo) throws Exception {
        if (secret.isEmpty()) {
            String time = now();
            String reply = postJson(
                    base + "/sysapi/auth/refreshappsecret",
                    Map.of(),
                    Map.of(
                            "gjgxjhpt_rid", id,
                            "gjgxjhpt_sid", sid,
                            "gjgxjhpt_rtime", time,
                            "gjgxjhpt_sign", hmac(key, sid + id + time)));
            secret = decrypt(json(reply).at("/data/secret").asString(), key);
        }
        String time = now();
        String text = postForm(
                base + "/httpproxy",
                Map.of(
                        "gjgxjhpt_rid", id,
                        "gjgxjhpt_sid", sid,
                        "gjgxjhpt_rtime", time,
                        "gjgxjhpt_sign", hmac(secret, sid + id + time)),
                Map.of("certNo", certNo));
        return json(text).at("/data");
    }

    JsonNode rtime(String certNo) throws Exception {
        if (secret.isEmpty()) {
            rtime = now();
            String reply = postForm(
                    base + "/auth/token",
                    Map.of("gateway_appid", id, "gateway_rtime", rtime, "gateway_sig", hmac(key, id + rtime)),
                    Map.of());
            secret = decrypt(json(reply).at("/body/access_token").asString(), key);
        }
        String text = postForm(
                base + "/ebus/marriages",
                Map.of("gateway_appid", id, "gateway_rtime", rtime, "gateway_sig", hmac(secret, id + rtime)),
                Map.of("certNo", certNo));
        return text.contains("\"200\"") ? json(text).at("/body") : null;
    }

    JsonNode rotation(String certNo) throws Exception {
        String time = now();
        String query = "?appKey=" + id + "&requestTime=" + time + "&sign=" + md5(id + key + time);
        String reply = postForm(base + "/gateway/app/refreshTokenByKey.htm" + query, Map.of(), Map.of());
        String requestSecret = json(reply).at("/datas/requestSecret").asString();
        time = now();
        String text = postForm(
                base + "/gateway/api/civil/dataSharing/marriages.htm",
                Map.of(),
                Map.of(
                        "appKey", id,
                        "requestTime", time,
                        "sign", md5(id + requestSecret + time),
                        "additional", "{\"powerMatters\":\"1\",\"accesscardId\":\"1\"}",
                        "certNo", certNo));
        return json(json(text).at("/datas").asString()).at("/data");
    }

    JsonNode hmacHeaders(String certNo) throws Exception {
        String date = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        String query = "certNo=" + certNo;
        String toSign = "POST\n/restapi/marriages\n" + query + "\n" + id + "\n" + date + "\n";
        String text = postForm(
                base + "/restapi/marriages?" + query,
                Map.of(
                        "X-BG-HMAC-ACCESS-KEY",
                        id,
                        "X-BG-HMAC-ALGORITHM",
                        "hmac-sha256",
                        "X-BG-DATE-TIME",
                        date,
                        "X-BG-HMAC-SIGNATURE",
                        hmac(key, toSign)),
                Map.of());
        return text.contains("success") ? json(text).at("/data") : null;
    }

    JsonNode paasId(String certNo) throws Exception {
        String time = String.valueOf(System.currentTimeMillis() / 1000 - 2);
        String nonce = UUID.randomUUID().toString().substring(0, 18);
        String text = postJson(
                base + "/ebus/marriages",
                Map.of(
                        "x-tif-paasid", id,
                        "x-tif-timestamp", time,
                        "x-tif-nonce", nonce,
                        "x-tif-signature", sha256(time + key + nonce + time)),
                Map.of(
                        "system_id", "1",
                        "vender_id", "1",
                        "department_id", "1",
                        "query_timestamp", time,
                        "UID", "1",
                        "query", Map.of("certNo", certNo),
                        "audit_info",
                                Map.of(
                                        "operator_id", "1",
                                        "operator_name", "1",
                                        "item_id", "1",
                                        "query_timestamp", time)));
        return text.contains("\"errcode\":0") ? json(text).at("/data/data") : null;
    }

    JsonNode clientId(String certNo) throws Exception {
        String time = now();
        String nonce = UUID.randomUUID().toString();
        String text = postForm(
                base + "/marriages",
                Map.of(
                        "X-Client-Id", id,
                        "X-Timestamp", time,
                        "X-Nonce", nonce,
                        "X-Signature", hmac(key, id + time + nonce)),
                Map.of("certNo", certNo, "PAGE", "1", "PAGENUM", "100"));
        return json(json(text).at("/data").asString());
    }
}
