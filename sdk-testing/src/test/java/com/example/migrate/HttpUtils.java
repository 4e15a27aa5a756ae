package com.example.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The helper that is to go, as it is passed on from project to project. */
final class HttpUtils {

    static final OkHttpClient HTTP = new OkHttpClient();
    private static final Logger log = LoggerFactory.getLogger(HttpUtils.class);

    private HttpUtils() {}

    static String send(String url, Map<String, String> headers, String type, String body) throws Exception {
        Request request = new Request.Builder()
                .url(url)
                .headers(Headers.of(headers))
                .post(RequestBody.create(body, MediaType.get(type)))
                .build();
        for (int i = 1; ; i++) {
            log.info("request {} {} {}", url, headers, body);
            try (Response response = HTTP.newCall(request).execute()) {
                String text = response.body().string();
                log.info("response {}", text);
                return text;
            } catch (IOException e) {
                if (i == 10) {
                    throw e;
                }
            }
        }
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    static String postForm(String url, Map<String, String> headers, Map<String, String> form) throws Exception {
        return send(url, headers, "application/x-www-form-urlencoded", form(form));
    }

    static String postJson(String url, Map<String, String> headers, Map<String, ?> body) throws Exception {
        return send(url, headers, "application/json", JsonMapper.shared().writeValueAsString(body));
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    static String now() {
        return String.valueOf(System.currentTimeMillis());
    }

    static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    }

    static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    static String hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    }

    static String decrypt(String sealed, String appKey) throws Exception {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(appKey.getBytes(UTF_8));
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(128, random);
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(Cipher.DECRYPT_MODE, generator.generateKey(), new IvParameterSpec("AESCBCPKCS5Paddi".getBytes(UTF_8)));
        return new String(aes.doFinal(Base64.getDecoder().decode(sealed)), UTF_8);
    }
}
