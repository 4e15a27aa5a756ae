package io.govshare.signing;

import io.govshare.error.ResponseRejectedException;
import io.govshare.http.InvalidKeyFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How a {@link Proof} is written down, as docs/proof.md says. */
final class ProofJson {

    private static final int VERSION = 1;
    private static final String REMEDY = "Read it from the bytes that Proof.toBytes() gave, whole and unchanged.";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ProofJson() {}

    static byte[] write(Proof proof) {
        ObjectNode json = JSON.createObjectNode();
        json.put("govshareProof", VERSION);
        json.put("signatureBase", new String(proof.signatureBase(), StandardCharsets.US_ASCII));
        json.put("signature", Base64.getEncoder().encodeToString(proof.signature()));
        json.set("key", JSON.readTree(proof.publicJwk()));
        put(json, "body", proof.body().map(Base64.getEncoder()::encodeToString).orElse(null));
        put(json, "contentEncoding", proof.contentEncoding().orElse(null));
        put(json, "date", proof.sentDate());
        put(json, "requestId", proof.requestId().orElse(null));
        return JSON.writeValueAsBytes(json);
    }

    private static void put(ObjectNode json, String member, @Nullable String value) {
        if (value != null) {
            json.put(member, value);
        }
    }

    static Proof read(byte[] bytes) {
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw unreadable("it is no JSON");
        }
        JsonNode version = json.path("govshareProof");
        if (!version.isInt()) {
            throw unreadable("it is no object with a member govshareProof that says its version");
        }
        if (version.intValue() != VERSION) {
            throw new ResponseRejectedException(
                    "The proof has version " + version.intValue() + ", and this SDK reads version " + VERSION,
                    "Verify it with the version of the SDK that wrote it, or a later one.");
        }
        String encodedBody = text(json, "body");
        return new Proof(
                required(json, "signatureBase").getBytes(StandardCharsets.UTF_8),
                bytes(required(json, "signature"), "signature"),
                key(json.path("key")),
                encodedBody == null ? null : bytes(encodedBody, "body"),
                text(json, "contentEncoding"),
                text(json, "date"),
                text(json, "requestId"));
    }

    /** In the spelling of our own, without whatever else came with it. */
    private static String key(JsonNode json) {
        try {
            return VerificationKey.of(Jwk.parse(json.toString()))
                    .publicJwk()
                    .orElseThrow(() -> unreadable("its key is a shared secret"));
        } catch (InvalidKeyFormat e) {
            throw unreadable("its key cannot be used: " + e.reason());
        }
    }

    private static String required(JsonNode json, String member) {
        String text = text(json, member);
        if (text == null) {
            throw unreadable("it has no member " + member);
        }
        return text;
    }

    private static @Nullable String text(JsonNode json, String member) {
        JsonNode value = json.path(member);
        if (value.isMissingNode() || value.isString()) {
            return value.isString() ? value.stringValue() : null;
        }
        throw unreadable("its member " + member + " is no text");
    }

    private static byte[] bytes(String text, String member) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw unreadable("its member " + member + " is no Base64");
        }
    }

    static ResponseRejectedException unreadable(String why) {
        return new ResponseRejectedException("The proof cannot be read: " + why, REMEDY);
    }
}
