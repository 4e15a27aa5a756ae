package io.govshare.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** A request in the making, signed by hand, so that a test can leave out or spoil any part of it. */
final class Draft {

    final String method;
    final String url;
    final Map<String, String> headers = new LinkedHashMap<>();
    final Map<String, String> parameters = new LinkedHashMap<>();
    final List<String> components = new ArrayList<>(List.of("@method", "@target-uri"));
    byte[] content = new byte[0];
    boolean signed = true;
    boolean spoiled;

    Draft(String method, String url, String token, String keyid, Instant now) {
        this.method = method;
        // As OkHttp sends it: it escapes a quote in a query, for one.
        this.url = HttpUrl.get(url).toString();
        headers.put("Authorization", "Bearer " + token);
        parameters.put("created", Long.toString(now.getEpochSecond()));
        parameters.put("expires", Long.toString(now.getEpochSecond() + 60));
        parameters.put("nonce", quoted(UUID.randomUUID().toString()));
        parameters.put("alg", quoted("ed25519"));
        parameters.put("keyid", quoted(keyid));
        parameters.put("tag", quoted("govshare"));
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    Draft content(String type, String text) {
        content = text.getBytes(StandardCharsets.UTF_8);
        headers.put("Content-Type", type);
        headers.put("Content-Digest", digest(content));
        components.add("content-digest");
        return this;
    }

    Draft purpose(String purpose) {
        return context("purpose=\"" + purpose + "\"");
    }

    Draft context(String dictionary) {
        headers.put("GovShare-Context", dictionary);
        return this;
    }

    Draft header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Draft parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    Draft without(String parameter) {
        parameters.remove(parameter);
        return this;
    }

    Draft unsigned() {
        signed = false;
        return this;
    }

    /** One bit of the signature is wrong. */
    Draft spoiled() {
        spoiled = true;
        return this;
    }

    Draft uncovered(String component) {
        components.remove(component);
        return this;
    }

    static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How bytes are signed. */
    interface Signer {
        byte[] sign(byte[] base) throws GeneralSecurityException;
    }

    Request request(Signer signer) {
        if (signed) {
            sign(signer);
        }
        Request.Builder request = new Request.Builder().url(url);
        headers.forEach(request::header);
        boolean withBody = method.equals("POST");
        String type = headers.get("Content-Type");
        request.method(
                method, withBody ? RequestBody.create(content, type == null ? null : MediaType.get(type)) : null);
        return request.build();
    }

    private void sign(Signer signer) {
        List<String> covered = new ArrayList<>(components);
        if (!covered.remove("!authorization")) {
            covered.add("authorization");
        }
        if (headers.containsKey("GovShare-Context") && !covered.remove("!govshare-context")) {
            covered.add("govshare-context");
        }
        StringBuilder list = new StringBuilder("(");
        StringBuilder base = new StringBuilder();
        for (String component : covered) {
            list.append(list.length() == 1 ? "" : " ").append(quoted(component));
            base.append(quoted(component)).append(": ").append(value(component)).append('\n');
        }
        list.append(')');
        parameters.forEach(
                (name, value) -> list.append(';').append(name).append('=').append(value));
        base.append("\"@signature-params\": ").append(list);
        try {
            byte[] signature = signer.sign(base.toString().getBytes(StandardCharsets.UTF_8));
            signature[0] ^= spoiled ? (byte) 1 : 0;
            headers.put("Signature-Input", "sig1=" + list);
            headers.put("Signature", "sig1=:" + Base64.getEncoder().encodeToString(signature) + ":");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String value(String component) {
        return switch (component) {
            case "@method" -> method;
            case "@target-uri" -> url;
            default ->
                headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(component))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        };
    }
}
