package io.govshare.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client written by hand against docs/protocol.md: makes assertions and signatures with the JDK alone. */
final class TestClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** An answer, its content as it came over the wire. */
    record Got(int status, Headers headers, ByteString content) {

        JsonNode json() {
            return JSON.readTree(content.toByteArray());
        }

        String text() {
            return content.utf8();
        }

        String code() {
            return json().path("code").asString("");
        }

        String detail() {
            return json().path("detail")
                    .asString(json().path("error_description").asString(""));
        }
    }

    final String id;
    final KeyPair keys = ed25519();
    private final OkHttpClient http;
    private String base = "";
    private String token = "";

    TestClient(String id) {
        this(id, new OkHttpClient());
    }

    TestClient(String id, OkHttpClient http) {
        this.id = id;
        this.http = http.newBuilder().retryOnConnectionFailure(false).build();
    }

    static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String keyId() {
        return id + "-key";
    }

    String jwk() {
        byte[] encoded = keys.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + keyId() + "\",\"x\":\""
                + BASE64URL.encodeToString(point) + "\"}";
    }

    TestClient talksTo(Sandbox sandbox) {
        base = sandbox.url().toString();
        return this;
    }

    /** With a fresh token. */
    TestClient authenticated() {
        Got got = tokenFor(assertion(Map.of()));
        token = got.json().path("access_token").asString("");
        return this;
    }

    String token() {
        return token;
    }

    void token(String newToken) {
        token = newToken;
    }

    /** An assertion; claims given here replace the right ones, and an empty one is left out. */
    String assertion(Map<String, Object> claims) {
        return assertion(Map.of(), claims, keys);
    }

    String assertion(Map<String, Object> header, Map<String, Object> claims, KeyPair signer) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> allHeader = new LinkedHashMap<>(Map.of("alg", "EdDSA", "kid", keyId(), "typ", "JWT"));
        allHeader.putAll(header);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("iss", id);
        all.put("sub", id);
        all.put("aud", base);
        all.put("iat", now);
        all.put("exp", now + 60);
        all.put("jti", UUID.randomUUID().toString());
        all.putAll(claims);
        all.values().removeIf(""::equals);
        String input = part(allHeader) + "." + part(all);
        return input + "." + BASE64URL.encodeToString(sign(signer, input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String part(Map<String, Object> json) {
        return BASE64URL.encodeToString(JSON.writeValueAsBytes(json));
    }

    static byte[] sign(KeyPair keys, byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Got tokenFor(String assertion) {
        return form(
                Map.of(
                        "grant_type", "client_credentials",
                        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion", assertion),
                Map.of());
    }

    Got form(Map<String, String> fields, Map<String, String> headers) {
        FormBody.Builder form = new FormBody.Builder();
        fields.forEach(form::add);
        Request.Builder request = new Request.Builder().url(base + "/token").post(form.build());
        headers.forEach(request::header);
        return send(request.build());
    }

    /** A request with token, which its signature will cover. */
    Draft draft(String method, String pathAndQuery) {
        String url = pathAndQuery.startsWith("http") ? pathAndQuery : base + pathAndQuery;
        Draft draft = new Draft(method, url, token, keyId(), Instant.now());
        draft.headers.put("Accept-Encoding", "identity");
        return draft;
    }

    Got send(Draft draft) {
        return send(draft.request(message -> sign(keys, message)));
    }

    Got get(String pathAndQuery) {
        return send(draft("GET", pathAndQuery).purpose("residence-permit"));
    }

    Got send(Request request) {
        try (Response response = http.newCall(request).execute()) {
            return new Got(response.code(), response.headers(), response.body().byteString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
