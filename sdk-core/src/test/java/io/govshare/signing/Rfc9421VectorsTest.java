package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of RFC 9421 Appendix B.2 that the supported algorithms and components can express. */
class Rfc9421VectorsTest {

    private static final Instant CREATED = Instant.ofEpochSecond(1618884473);

    private static final Request REQUEST = Request.post(
                    "https://example.com/foo?param=Value&Pet=dog",
                    Body.text("application/json", "{\"hello\": \"world\"}"))
            .with(Headers.of(
                    "Date",
                    "Tue, 20 Apr 2021 02:07:55 GMT",
                    "Content-Type",
                    "application/json",
                    "Content-Digest",
                    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
                    "Content-Length",
                    "18"));

    private static final byte[] DOG = "{\"message\": \"good dog\"}".getBytes(StandardCharsets.UTF_8);

    private static final Headers ANSWER_FIELDS = Headers.of(
            "Date",
            "Tue, 20 Apr 2021 02:07:56 GMT",
            "Content-Type",
            "application/json",
            "Content-Digest",
            "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:",
            "Content-Length",
            "23");

    private static SignatureRequirements labelled(String label) {
        return SignatureRequirements.covering(Components.NONE)
                .label(label)
                .tolerance(Duration.ZERO)
                .build();
    }

    private static byte[] base(Request request, Components components, String keyId) {
        SignatureBase base = SignatureBase.of(request, null, FieldTypes.KNOWN);
        for (Component component : components.list()) {
            assertThat(base.add(component)).isNull();
        }
        String list = components.toString();
        return base.end(list + ";created=1618884473;keyid=\"" + keyId + "\"", 0);
    }

    @Test
    void b23_fullCoverage_givesTheBaseOfTheRfc() {
        Components all = Components.of(
                "date", "@method", "@path", "@query", "@authority", "content-type", "content-digest", "content-length");

        assertThat(new String(base(REQUEST, all, "test-key-rsa-pss"), StandardCharsets.US_ASCII))
                .isEqualTo("""
                        "date": Tue, 20 Apr 2021 02:07:55 GMT
                        "@method": POST
                        "@path": /foo
                        "@query": ?param=Value&Pet=dog
                        "@authority": example.com
                        "content-type": application/json
                        "content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
                        "content-length": 18
                        "@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" \
                        "content-length");created=1618884473;keyid="test-key-rsa-pss\"""");
    }

    @Test
    void b24_ecdsaAnswer_verifies() {
        Answer answer = Answer.whole(
                REQUEST,
                200,
                ANSWER_FIELDS.with(
                        Headers.of(
                                "Signature-Input",
                                "sig-b24=(\"@status\" \"content-type\" \"content-digest\" \"content-length\")"
                                        + ";created=1618884473;keyid=\"test-key-ecc-p256\"",
                                "Signature",
                                "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:")),
                DOG);
        PublicKeys keys =
                PublicKeys.ofJwks("{\"keys\":[" + Rfc9421Keys.eccP256().publicJwk() + "]}");

        assertThat(MessageVerifier.of(keys, labelled("sig-b24"))
                        .verify(answer, CREATED)
                        .reason())
                .isEmpty();
        assertThat(ContentDigest.verify(answer.headers().get("Content-Digest"), DOG)
                        .reason())
                .isNull();
        Answer other = Answer.whole(REQUEST, 404, answer.headers(), DOG);
        assertThat(MessageVerifier.of(keys, labelled("sig-b24"))
                        .verify(other, CREATED)
                        .result())
                .isEqualTo(SignatureCheck.Result.REJECTED);
    }

    @Test
    void b25_hmac_reproducesTheBytesAndVerifies() {
        Components components = Components.of("date", "@authority", "content-type");
        byte[] made = Rfc9421Keys.shared().sign(base(REQUEST, components, "test-shared-secret"));

        assertThat(Base64.getEncoder().encodeToString(made)).isEqualTo("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
        assertVerifies("sig-b25", components, "test-shared-secret", made, Rfc9421Keys.shared());
    }

    @Test
    void b26_ed25519_reproducesTheBytesWithAndWithoutBouncyCastle() {
        Components components =
                Components.of("date", "@method", "@path", "@authority", "content-type", "content-length");
        byte[] base = base(REQUEST, components, "test-key-ed25519");

        for (SigningKey key : List.of(
                Rfc9421Keys.ed25519(),
                Rfc9421Keys.ed25519().withProvider(java.security.Security.getProvider("SunEC")))) {
            byte[] made = key.sign(base);
            assertThat(Base64.getEncoder().encodeToString(made))
                    .isEqualTo(
                            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
            assertVerifies("sig-b26", components, "test-key-ed25519", made, key);
        }
    }

    private static void assertVerifies(
            String label, Components components, String keyId, byte[] signature, SigningKey key) {
        Request signed = REQUEST.with(
                        "Signature-Input", label + "=" + components + ";created=1618884473;keyid=\"" + keyId + "\"")
                .with("Signature", label + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
        MessageVerifier verifier = MessageVerifier.of(VerificationKeys.of(key.verificationKey()), labelled(label));

        assertThat(verifier.verify(signed, CREATED).reason()).isEmpty();
        assertThat(verifier.verify(signed.with("Content-Type", "text/plain"), CREATED)
                        .result())
                .isEqualTo(SignatureCheck.Result.REJECTED);
    }
}
