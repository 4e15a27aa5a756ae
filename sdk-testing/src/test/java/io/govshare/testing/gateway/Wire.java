package io.govshare.testing.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests written by hand, with nothing but OkHttp and the JDK's algorithms. */
final class Wire implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** An answer. */
    record Got(int status, Headers headers, String text) {

        JsonNode json() {
            return JSON.readTree(text);
        }

        /** The value at a JSON pointer, as text. */
        String at(String pointer) {
            return json().at(pointer).asString("");
        }

        /** The JSON inside the string at a JSON pointer. */
        JsonNode inside(String pointer) {
            return JSON.readTree(json().at(pointer).stringValue());
        }
    }

    /** A clock that a test sets; it stands at 1,700,000,000,000 ms. */
    static final class SetClock extends Clock {

        private volatile Instant now = Instant.ofEpochMilli(1_700_000_000_000L);

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A request in the making. */
    final class Ask {
        private final String method;
        private final HttpUrl.Builder url;
        private final Headers.Builder headers = new Headers.Builder();
        private final Map<String, String> form = new LinkedHashMap<>();
        private RequestBody content = RequestBody.create(new byte[0]);

        private Ask(String method, HttpUrl.Builder url) {
            this.method = method;
            this.url = url;
        }

        /** A header; one with an empty value is left out. */
        Ask header(String name, String value) {
            headers.removeAll(name);
            if (!value.isEmpty()) {
                headers.addUnsafeNonAscii(name, value);
            }
            return this;
        }

        Ask query(String name, String value) {
            url.removeAllQueryParameters(name).addQueryParameter(name, value);
            return this;
        }

        Ask form(String name, String value) {
            form.put(name, value);
            return this;
        }

        Ask json(Object members) {
            content = RequestBody.create(
                    members instanceof String text ? text : JSON.writeValueAsString(members),
                    MediaType.get("application/json"));
            return this;
        }

        Got send() {
            if (!form.isEmpty()) {
                FormBody.Builder body = new FormBody.Builder();
                form.forEach(body::add);
                content = body.build();
            }
            return Wire.this.send(new Request.Builder()
                    .url(url.build())
                    .headers(headers.build())
                    .method(method, method.equals("GET") ? null : content)
                    .build());
        }
    }

    private final OkHttpClient http =
            new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
    private final HttpUrl base;

    Wire(GatewaySandbox gateway) {
        base = HttpUrl.get(gateway.url());
    }

    Ask get(String path) {
        return new Ask("GET", base.newBuilder().addPathSegments(path.substring(1)));
    }

    Ask post(String path) {
        return new Ask("POST", base.newBuilder().addPathSegments(path.substring(1)));
    }

    Ask put(String path) {
        return new Ask("PUT", base.newBuilder().addPathSegments(path.substring(1)));
    }

    private Got send(Request request) {
        try (Response response = http.newCall(request).execute()) {
            return new Got(response.code(), response.headers(), response.body().string());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    static String hmac(String key, String text) {
        return Base64.getEncoder().encodeToString(hmacBytes(key, text));
    }

    static byte[] hmacBytes(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(utf8(key), "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(String algorithm, String text) {
        return HexFormat.of().formatHex(digest(algorithm, utf8(text)));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secret in what a gateway hands out. */
    static String decrypted(String appKey, String base64, String mode) {
        try {
            byte[] key = new byte[16];
            System.arraycopy(digest("SHA-1", digest("SHA-1", utf8(appKey))), 0, key, 0, 16);
            Cipher cipher = Cipher.getInstance("AES/" + mode + "/PKCS5Padding");
            if (mode.equals("CBC")) {
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        new SecretKeySpec(key, "AES"),
                        new IvParameterSpec(utf8("AESCBCPKCS5Paddi")));
            } else {
                cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"));
            }
            return new String(cipher.doFinal(Base64.getDecoder().decode(base64)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
