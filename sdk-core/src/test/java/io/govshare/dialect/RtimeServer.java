package io.govshare.dialect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A strict gateway of dialect B, written from the wire facts alone: each exchange ends the secret before it. */
final class RtimeServer implements AutoCloseable {

    static final String APP_KEY = "TEST-APP-KEY-0001";

    private final MockWebServer server = new MockWebServer();
    final AtomicInteger exchanges = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    private volatile String secret = "";
    volatile boolean refusing;
    volatile boolean refusingSignatures;

    RtimeServer() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .body(answer(request))
                        .build();
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** What a gateway does when it restarts: secrets that it gave are no longer known. */
    void forgetSecrets() {
        secret = "forgotten";
    }

    private String answer(RecordedRequest request) {
        String signed =
                request.getHeaders().get("gateway_appid") + request.getHeaders().get("gateway_rtime");
        String signature = request.getHeaders().get("gateway_sig");
        if (request.getTarget().equals("/auth/token")) {
            if (!hmac(APP_KEY, signed).equals(signature)) {
                return "{\"code\":\"401\",\"msg\":\"signature\"}";
            }
            secret = String.format("%032x", 0xabcdef00L + exchanges.incrementAndGet());
            return "{\"code\":\"200\",\"body\":{\"access_token\":\"" + encrypted(secret) + "\"}}";
        }
        calls.incrementAndGet();
        if (!hmac(secret, signed).equals(signature)) {
            return "{\"code\":\"token-invalid\",\"msg\":\"token无效\"}";
        }
        if (refusingSignatures) {
            return "{\"code\":\"401\",\"msg\":\"signature\"}";
        }
        if (refusing) {
            return "{\"code\":\"403\",\"msg\":\"not for 110101199003070011\"}";
        }
        return "{\"code\":\"200\",\"body\":{\"rows\":[{\"name\":\""
                + request.getUrl().queryParameter("name") + "\",\"level\":3}]}}";
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encrypted(String plain) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] key = sha1.digest(sha1.digest(APP_KEY.getBytes(StandardCharsets.UTF_8)));
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, 0, 16, "AES"),
                    new IvParameterSpec("AESCBCPKCS5Paddi".getBytes(StandardCharsets.UTF_8)));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
