package io.govshare.testing.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs answers (RFC 9421 §3.1) with an Ed25519 key of its own, or with a shared secret. Immutable; safe for concurrent use. */
final class AnswerSigner {

    private static final String COMPONENTS = "\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req";
    private static final String QUESTION = "\"content-digest\";req";

    private interface Key {
        byte[] sign(byte[] base) throws GeneralSecurityException;
    }

    private final String keyId;
    private final String algorithm;
    private final Key key;
    private final List<Map<String, Object>> published;

    private AnswerSigner(String keyId, String algorithm, Key key, List<Map<String, Object>> published) {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.key = key;
        this.published = published;
    }

    /** With a key made now, which is published. */
    static AnswerSigner withNewKey(String keyId) {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new AnswerSigner(
                    keyId,
                    "ed25519",
                    base -> {
                        Signature signature = Signature.getInstance("Ed25519");
                        signature.initSign(keys.getPrivate());
                        signature.update(base);
                        return signature.sign();
                    },
                    List.of(jwk(keyId, keys)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    /** With a secret that the clients were given. */
    static AnswerSigner withSecret(AnswerSecret secret) {
        SecretKeySpec shared = new SecretKeySpec(secret.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        return new AnswerSigner(
                secret.keyid(),
                "hmac-sha256",
                base -> {
                    Mac mac = Mac.getInstance("HmacSHA256");
                    mac.init(shared);
                    return mac.doFinal(base);
                },
                List.of());
    }

    /** The public key as a JWK (RFC 8037 §2). */
    private static Map<String, Object> jwk(String keyId, KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return Map.of(
                "kty", "OKP",
                "crv", "Ed25519",
                "kid", keyId,
                "use", "sig",
                "x", Base64.getUrlEncoder().withoutPadding().encodeToString(point));
    }

    /** The public keys that are published for it; none for a secret. */
    List<Map<String, Object>> published() {
        return published;
    }

    /**
     * The fields {@code Signature-Input} and {@code Signature} of an answer.
     *
     * @param digest its {@code Content-Digest} field
     */
    String[] sign(Incoming request, int status, String digest, Instant now) {
        Optional<String> question = request.field("Content-Digest");
        String components = COMPONENTS + (question.isPresent() ? " " + QUESTION : "");
        String parameters = "(" + components + ");created=" + now.getEpochSecond() + ";keyid=\"" + keyId + "\";alg=\""
                + algorithm + "\";tag=\"govshare\"";
        String base = "\"@status\": " + status
                + "\n\"content-digest\": " + digest
                + "\n\"@method\";req: " + request.method()
                + "\n\"@target-uri\";req: " + request.targetUri()
                + question.map(asked -> "\n" + QUESTION + ": " + asked).orElse("")
                + "\n\"@signature-params\": " + parameters;
        try {
            String encoded = Base64.getEncoder().encodeToString(key.sign(base.getBytes(StandardCharsets.UTF_8)));
            return new String[] {"sig1=" + parameters, "sig1=:" + encoded + ":"};
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has " + algorithm, e);
        }
    }
}
