package io.govshare.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ProofTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final SigningKey KEY = SigningKey.generate().withKeyId("platform-1");
    private static final String JWKS = jwks(KEY);
    private static final String TARGET = "https://share.example.gov/odata/persons('110101199003071234')";
    private static final byte[] BODY = "{\"name\":\"Ann\"}".getBytes(UTF_8);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static String jwks(SigningKey... keys) {
        StringBuilder set = new StringBuilder();
        for (SigningKey key : keys) {
            set.append(set.length() == 0 ? "{\"keys\":[" : ",").append(key.publicJwk());
        }
        return set.append("]}").toString();
    }

    private static Optional<Proof> proof(SigningKey key, int status, byte[] body) {
        Headers headers = Headers.of(
                "Content-Digest",
                ContentDigest.of(body),
                "Content-Encoding",
                "gzip",
                "Date",
                "Sun, 01 Mar 2026 08:00:01 GMT",
                "X-Request-Id",
                "R-1");
        Answer signed = MessageSigner.of(key)
                .sign(Answer.whole(Request.get(TARGET), status, headers, body), NOW, Components.ANSWER);
        SignatureEvidence evidence = MessageVerifier.of(
                        VerificationKeys.of(key.verificationKey()), SignatureRequirements.ANSWER)
                .verify(signed, NOW)
                .evidence();
        if (evidence == null) {
            throw new AssertionError("The signature was not verified");
        }
        return Proof.of(evidence, signed);
    }

    private static Proof proof() {
        return proof(KEY, 200, BODY).orElseThrow();
    }

    /** The stored proof as somebody has changed it. */
    private static byte[] changed(Consumer<ObjectNode> change) {
        ObjectNode json = (ObjectNode) JSON.readTree(proof().toBytes());
        change.accept(json);
        return JSON.writeValueAsBytes(json);
    }

    private static void assertRefused(byte[] stored, String jwks) {
        assertThatThrownBy(() -> Proof.parse(stored).verify(jwks))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageMatching("(?s)The proof (does not hold|cannot be read): .*");
    }

    @Test
    void verify_storedProofWithTheKeysOfThePlatform_holdsAndSaysWhatWasAnswered() {
        Proof stored = Proof.parse(proof().toBytes());

        Proof verified = stored.verify(JWKS);

        assertThat(verified).isEqualTo(proof()).hasSameHashCodeAs(proof());
        assertThat(verified.method()).isEqualTo("GET");
        assertThat(verified.target()).isEqualTo(TARGET);
        assertThat(verified.status()).isEqualTo(200);
        assertThat(verified.created()).isEqualTo(NOW);
        assertThat(verified.keyId()).isEqualTo("platform-1");
        assertThat(verified.contentDigest()).isEqualTo(ContentDigest.of(BODY));
        assertThat(verified.body()).hasValue(BODY);
        assertThat(verified.contentEncoding()).hasValue("gzip");
        assertThat(verified.date()).hasValue(NOW.plusSeconds(1));
        assertThat(verified.requestId()).hasValue("R-1");
    }

    @Test
    void verify_anyByteOfWhatWasSignedChanged_fails() {
        byte[] base = proof().signatureBase();
        for (int i = 0; i < base.length; i++) {
            byte[] other = base.clone();
            other[i] ^= 1;
            assertRefused(changed(json -> json.put("signatureBase", new String(other, US_ASCII))), JWKS);
        }
    }

    @Test
    void verify_anyByteOfTheSignatureChanged_fails() {
        byte[] signature = proof().signature();
        for (int i = 0; i < signature.length; i++) {
            byte[] other = signature.clone();
            other[i] ^= 1;
            assertRefused(
                    changed(json -> json.put("signature", Base64.getEncoder().encodeToString(other))), JWKS);
        }
    }

    @Test
    void verify_anyByteOfTheBodyChanged_fails() {
        for (int i = 0; i < BODY.length; i++) {
            byte[] other = BODY.clone();
            other[i] ^= 1;
            assertRefused(changed(json -> json.put("body", Base64.getEncoder().encodeToString(other))), JWKS);
        }
    }

    @Test
    void verify_bodyTakenForNothing_fails() {
        assertRefused(changed(json -> json.put("body", "")), JWKS);
    }

    @Test
    void verify_keySetWithoutTheKey_failsThoughTheProofHoldsIt() {
        String others = jwks(SigningKey.generate().withKeyId("platform-2"));

        assertThatThrownBy(() -> proof().verify(others))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("\"platform-1\" is not in the key set")
                .hasMessageContaining("proves nothing by itself");
    }

    @Test
    void verify_otherKeyOfTheSameId_fails() {
        assertRefused(proof().toBytes(), jwks(SigningKey.generate().withKeyId("platform-1")));
    }

    @Test
    void verify_forgedWithAKeyOfTheForger_fails() {
        byte[] forged = proof(SigningKey.generate().withKeyId("platform-1"), 200, BODY)
                .orElseThrow()
                .toBytes();

        assertRefused(forged, JWKS);
    }

    @Test
    void verify_otherKeyPutIntoTheProof_fails() {
        String other = SigningKey.generate().withKeyId("platform-1").publicJwk();

        assertThatThrownBy(() -> Proof.parse(changed(json -> json.set("key", JSON.readTree(other))))
                        .verify(JWKS))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("The key in the proof is not the key \"platform-1\"");
    }

    @Test
    void verify_severalKeysInTheSet_takesTheOneThatIsNamed() {
        String set = jwks(SigningKey.generate().withKeyId("platform-0"), KEY);

        assertThat(Proof.parse(proof().toBytes()).verify(set).status()).isEqualTo(200);
    }

    @Test
    void verify_noKeySet_saysSo() {
        assertThatThrownBy(() -> proof().verify(KEY.publicJwk()))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("JWKS");
    }

    @Test
    void withoutBody_stillProvesWhatWasAskedAndTheDigest() {
        Proof brief = Proof.parse(proof().withoutBody().toBytes());

        assertThat(brief.verify(JWKS).body()).isEmpty();
        assertThat(brief.contentDigest()).isEqualTo(ContentDigest.of(BODY));
        assertThat(brief.withBody(BODY).verify(JWKS)).isEqualTo(proof());
        assertThatThrownBy(() -> brief.withBody(new byte[] {1}).verify(JWKS)).hasMessageContaining("digest");
    }

    @Test
    void of_answerWithoutContent_holds() {
        Proof none = proof(KEY, 204, new byte[0]).orElseThrow();

        assertThat(Proof.parse(none.toBytes()).verify(JWKS).status()).isEqualTo(204);
    }

    @Test
    void of_signatureWithASharedSecret_isNone() {
        SigningKey shared = SigningKey.hmac("shared-1", Secret.of("a shared secret of 32 characters"));

        assertThat(proof(shared, 200, BODY)).isEmpty();
    }

    @Test
    void toString_showsNeitherTargetNorBody() {
        assertThat(proof().toString())
                .contains("200", "platform-1", "14 bytes")
                .doesNotContain("110101199003071234", "odata", "Ann");
        assertThat(proof().withoutBody()).asString().contains("without body");
    }

    @Test
    void body_changedByWhoAskedForIt_staysAsItWas() {
        Proof proof = proof();

        proof.body().orElseThrow()[0] = 0;
        proof.signatureBase()[0] = 0;
        proof.signature()[0] = 0;

        assertThat(proof.verify(JWKS)).isEqualTo(proof());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"govshareProof\":1}",
                "{\"govshareProof\":1,\"signatureBase\":7}",
                "{\"govshareProof\":\"1\"}",
                "{\"govshareProof\":1} x"
            })
    void parse_whatIsNoProof_isRefused(String text) {
        assertThatThrownBy(() -> Proof.parse(text.getBytes(UTF_8)))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("The proof cannot be read: it");
    }

    @Test
    void parse_laterVersion_namesBoth() {
        assertThatThrownBy(() -> Proof.parse(changed(json -> json.put("govshareProof", 2))))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("version 1");
    }

    @Test
    void parse_membersThatAreNotKnown_areOfNoImport() {
        assertThat(Proof.parse(changed(json -> json.put("note", "x")))).isEqualTo(proof());
    }

    @ParameterizedTest
    @CsvSource({"@status", "content-digest", "@method;req", "@target-uri;req"})
    void parse_signatureThatCoversTooLittle_isRefused(String left) {
        String covered = "(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req)";
        String identifier =
                left.endsWith(";req") ? "\"" + left.substring(0, left.length() - 4) + "\";req" : "\"" + left + "\"";
        String base = new String(proof().signatureBase(), US_ASCII);
        String without = base.replaceFirst("(?m)^" + java.util.regex.Pattern.quote(identifier) + ": .*\n", "")
                .replace(covered, covered.replaceFirst(java.util.regex.Pattern.quote(identifier) + " ?", ""))
                .replace(" )", ")");

        assertThatThrownBy(() -> Proof.parse(changed(json -> json.put("signatureBase", without))))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("does not cover " + identifier);
    }

    @Test
    void toBytes_writtenDown_isVerifiedByJavaSecurityAlone() throws Exception {
        JsonNode stored = JSON.readTree(proof().toBytes());
        byte[] base = stored.path("signatureBase").stringValue().getBytes(US_ASCII);
        byte[] body = Base64.getDecoder().decode(stored.path("body").stringValue());
        String x = JSON.readTree(JWKS).path("keys").path(0).path("x").stringValue();

        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(publicKey(Base64.getUrlDecoder().decode(x)));
        ed25519.update(base);
        assertThat(ed25519.verify(
                        Base64.getDecoder().decode(stored.path("signature").stringValue())))
                .isTrue();

        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        assertThat(new String(base, US_ASCII).split("\n"))
                .containsExactly(
                        "\"@status\": 200",
                        "\"content-digest\": sha-256=:" + digest + ":",
                        "\"@method\";req: GET",
                        "\"@target-uri\";req: " + TARGET,
                        "\"@signature-params\": (\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req)"
                                + ";created=" + NOW.getEpochSecond()
                                + ";alg=\"ed25519\";keyid=\"platform-1\";tag=\"govshare\"");
    }

    /** The point is its y, lowest byte first, with the sign of x in the highest bit (RFC 8032 §5.1.2). */
    private static PublicKey publicKey(byte[] point) throws Exception {
        byte[] y = new byte[point.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = point[y.length - 1 - i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
    }
}
