package io.govshare.testing.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Signs answers with an Ed25519 key made for this sandbox (RFC 9421 §3.1). Immutable; safe for concurrent use. */
final class AnswerSigner {

    private static final String COMPONENTS = "(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req)";

    private final String keyId;
    private final KeyPair keys;

    AnswerSigner(String keyId) {
        this.keyId = keyId;
        try {
            this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    /** The public key as a JWK (RFC 8037 §2). */
    Map<String, Object> jwk() {
        byte[] encoded = keys.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return Map.of(
                "kty", "OKP",
                "crv", "Ed25519",
                "kid", keyId,
                "use", "sig",
                "x", Base64.getUrlEncoder().withoutPadding().encodeToString(point));
    }

    /**
     * The fields {@code Signature-Input} and {@code Signature} of an answer.
     *
     * @param digest its {@code Content-Digest} field
     */
    String[] sign(Incoming request, int status, String digest, Instant now) {
        String parameters = COMPONENTS + ";created=" + now.getEpochSecond() + ";keyid=\"" + keyId
                + "\";alg=\"ed25519\";tag=\"govshare\"";
        String base = "\"@status\": " + status
                + "\n\"content-digest\": " + digest
                + "\n\"@method\";req: " + request.method()
                + "\n\"@target-uri\";req: " + request.targetUri()
                + "\n\"@signature-params\": " + parameters;
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(base.getBytes(StandardCharsets.UTF_8));
            String encoded = Base64.getEncoder().encodeToString(signature.sign());
            return new String[] {"sig1=" + parameters, "sig1=:" + encoded + ":"};
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }
}
