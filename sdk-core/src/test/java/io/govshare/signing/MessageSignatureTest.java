package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.InvalidRequestException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.SignatureCheck.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageSignatureTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final SigningKey KEY = SigningKey.generate();
    private static final byte[] CONTENT = "{\"value\":[]}".getBytes(StandardCharsets.UTF_8);

    private static final Request REQUEST = Request.post(
                    "https://share.example.gov/odata/set?$top=5", Body.bytes("application/json", CONTENT))
            .with(Headers.of(
                    "Content-Digest", ContentDigest.of(CONTENT),
                    "Authorization", "Bearer abc",
                    "GovShare-Context", "purpose=\"residence-permit\""));

    private static Request signed(SigningKey key) {
        return MessageSigner.of(key).sign(REQUEST, NOW, MINUTE, Components.REQUEST);
    }

    private static MessageVerifier verifier(SigningKey key, SignatureRequirements requirements) {
        return MessageVerifier.of(VerificationKeys.of(key.verificationKey()), requirements);
    }

    private static SignatureCheck check(Request request) {
        return verifier(KEY, SignatureRequirements.REQUEST).verify(request, NOW);
    }

    static List<SigningKey> keys() throws Exception {
        java.security.KeyPairGenerator rsa = java.security.KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        java.security.Provider jdk = java.security.Security.getProvider("SunEC");
        return List.of(
                KEY,
                KEY.withProvider(jdk),
                Rfc9421Keys.eccP256(),
                Rfc9421Keys.eccP256().withProvider(jdk),
                Rfc9421Keys.shared(),
                SigningKey.of(rsa.generateKeyPair().getPrivate(), "an \"odd\" \\ id"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void sign_anyKey_verifies(SigningKey key) {
        SignatureCheck check = verifier(key, SignatureRequirements.REQUEST).verify(signed(key), NOW);

        assertThat(check.reason()).isEmpty();
        assertThat(check.isVerified()).isTrue();
        assertThat(check.parameters().keyId()).isEqualTo(key.keyId());
        assertThat(check.parameters().created()).isEqualTo(NOW);
        assertThat(check.parameters().expires()).isEqualTo(NOW.plus(MINUTE));
        assertThat(check.parameters().nonce()).matches("[A-Za-z0-9_-]{16,64}");
    }

    @Test
    void sign_standardComponents_writesWhatTheProtocolSays() {
        Request signed = signed(KEY);

        assertThat(signed.headers().get("Signature-Input"))
                .matches(
                        "sig1=\\(\"@method\" \"@target-uri\" \"content-digest\" \"authorization\" \"govshare-context\"\\)"
                                + ";created=1772352000;expires=1772352060;nonce=\"[A-Za-z0-9_-]{16,64}\";alg=\"ed25519\";keyid=\""
                                + KEY.keyId() + "\";tag=\"govshare\"");
        assertThat(signed.headers().get("Signature")).matches("sig1=:[A-Za-z0-9+/]{86}==:");
    }

    @Test
    void sign_fieldsThatAreNotThere_areLeftOut() {
        Request bare = Request.get("https://share.example.gov/catalogue/x");
        Request signed = MessageSigner.of(KEY).sign(bare, NOW, MINUTE, Components.REQUEST);

        assertThat(signed.headers().get("Signature-Input")).startsWith("sig1=(\"@method\" \"@target-uri\");created=");
        assertThat(check(signed).isVerified()).isTrue();
    }

    @Test
    void sign_again_replacesTheSignatureAndUsesAnotherNonce() {
        Request once = signed(KEY);
        Request twice = MessageSigner.of(KEY).sign(once, NOW, MINUTE, Components.REQUEST);

        assertThat(twice.headers().all("Signature"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(once.headers().all("Signature"));
        assertThat(check(twice).parameters().nonce())
                .isNotEqualTo(check(once).parameters().nonce());
        assertThat(check(twice).isVerified()).isTrue();
    }

    @Test
    void sign_fieldOutsideAscii_isRefusedByName() {
        Request odd = REQUEST.with("GovShare-Context", "purpose=\"居住证\"");
        MessageSigner signer = MessageSigner.of(KEY);

        assertThatThrownBy(() -> signer.sign(odd, NOW, MINUTE, Components.REQUEST))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("\"govshare-context\"")
                .hasMessageNotContaining("居住证");
    }

    static List<UnaryOperator<Request>> changes() {
        return List.of(
                r -> Request.of("PUT", r.url(), r.body()).with(r.headers()),
                r -> Request.post("https://share.example.gov/odata/set?$top=6", r.body())
                        .with(r.headers()),
                r -> Request.post("https://other.example.gov/odata/set?$top=5", r.body())
                        .with(r.headers()),
                r -> r.with("Content-Digest", ContentDigest.of(new byte[] {1})),
                r -> r.with("Authorization", "Bearer abd"),
                r -> r.with(r.headers().without("Authorization")),
                r -> r.with(r.headers().and("Authorization", "Bearer abc")),
                r -> r.with("GovShare-Context", "purpose=\"tax\""),
                r -> replaceInInput(r, "expires=1772352060", "expires=1772359999"),
                r -> replaceInInput(r, "nonce=\"", "nonce=\"A"),
                r -> replaceInInput(r, "\"authorization\" ", ""),
                r -> replaceInInput(r, "created=1772352000", "created=1772352001"));
    }

    private static Request replaceInInput(Request request, String what, String with) {
        String input = String.valueOf(request.headers().get("Signature-Input"));
        assertThat(input).contains(what);
        return request.with("Signature-Input", input.replace(what, with));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void verify_changedOnTheWay_isRefusedWithAReason(UnaryOperator<Request> change) {
        SignatureCheck check = check(change.apply(signed(KEY)));

        assertThat(check.isVerified()).isFalse();
        assertThat(check.result()).isIn(Result.REJECTED, Result.INSUFFICIENT);
        assertThat(check.reason()).isNotEmpty();
    }

    @Test
    void verify_fieldRemoved_namesIt() {
        Request signed = signed(KEY);
        assertThat(check(signed.with(signed.headers().without("GovShare-Context")))
                        .reason())
                .isEqualTo("The signature covers \"govshare-context\", which is not in the message.");
    }

    @Test
    void verify_coverageLacking_namesWhatIsLacking() {
        Request partly = MessageSigner.of(KEY)
                .sign(REQUEST, NOW, MINUTE, Components.of("@method", "@target-uri", "content-digest", "authorization"));
        Request noDigest = MessageSigner.of(KEY)
                .sign(REQUEST.with(REQUEST.headers().without("Content-Digest")), NOW, MINUTE, Components.REQUEST);
        Request noTarget = MessageSigner.of(KEY).sign(REQUEST, NOW, MINUTE, Components.of("@method"));

        assertThat(check(partly).result()).isEqualTo(Result.INSUFFICIENT);
        assertThat(check(partly).reason()).contains("\"govshare-context\", which the message has");
        assertThat(check(noDigest).reason()).contains("\"content-digest\", though the request has content");
        assertThat(check(noTarget).reason()).isEqualTo("The signature does not cover \"@target-uri\".");
    }

    @Test
    void verify_parameterLacking_namesIt() {
        Answer likeAnAnswer = MessageSigner.of(KEY)
                .sign(Answer.whole(REQUEST, 200, Headers.none(), CONTENT), NOW, Components.of("@method;req"));
        String input = String.valueOf(likeAnAnswer.headers().get("Signature-Input"))
                .replace("\"@method\";req", "\"@method\" \"@target-uri\"");
        Request noExpiry =
                Request.get(REQUEST.url()).with(likeAnAnswer.headers()).with("Signature-Input", input);

        assertThat(check(noExpiry).reason()).isEqualTo("The signature lacks the parameter expires.");
    }

    @Test
    void verify_noSignature_isAbsentAndHalfOfOneIsRejected() {
        Request signed = signed(KEY);

        assertThat(check(REQUEST).result()).isEqualTo(Result.ABSENT);
        assertThat(check(signed.with(signed.headers().without("Signature"))).reason())
                .isEqualTo("The message has a Signature-Input field but no Signature.");
        assertThat(check(signed.with(signed.headers().without("Signature-Input")))
                        .result())
                .isEqualTo(Result.REJECTED);
        assertThat(check(signed.with("Signature", "other=:AAAA:")).result()).isEqualTo(Result.REJECTED);
        assertThat(check(signed.with("Signature", "sig1=\"AAAA\"")).result()).isEqualTo(Result.REJECTED);
        assertThat(check(signed.with("Signature", "sig1=:AAAA:")).result()).isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_clock_tellsBothTimes() {
        MessageVerifier verifier = verifier(KEY, SignatureRequirements.REQUEST);
        Request signed = signed(KEY);

        assertThat(verifier.verify(signed, NOW.minusSeconds(30)).isVerified()).isTrue();
        assertThat(verifier.verify(signed, NOW.plusSeconds(60)).isVerified()).isTrue();
        assertThat(verifier.verify(signed, NOW.minusSeconds(31)).result()).isEqualTo(Result.CLOCK);
        assertThat(verifier.verify(signed, NOW.plusSeconds(61)).reason())
                .contains("expired at 2026-03-01T08:01:00Z", "2026-03-01T08:01:01Z");
    }

    @Test
    void verify_unknownKey_saysSo() {
        SignatureCheck check =
                verifier(SigningKey.generate(), SignatureRequirements.REQUEST).verify(signed(KEY), NOW);

        assertThat(check.result()).isEqualTo(Result.UNKNOWN_KEY);
        assertThat(check.reason()).isEqualTo("The key \"" + KEY.keyId() + "\" is not known.");
    }

    @Test
    void verify_algorithmOfAnotherKey_isRejected() {
        Request signed = replaceInInput(signed(KEY), "alg=\"ed25519\"", "alg=\"hmac-sha256\"");
        assertThat(check(signed).reason())
                .isEqualTo("The signature says alg \"hmac-sha256\", but key \"" + KEY.keyId() + "\" is for ed25519.");
    }

    @Test
    void verify_publicKeyUsedAsSharedSecret_isRejected() {
        SigningKey forged = SigningKey.hmac(KEY.keyId(), Secret.of(KEY.publicJwk()));
        assertThat(check(signed(forged)).result()).isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_severalSignatures_choosesOursByTag() {
        Request signed = signed(KEY);
        Request several = signed.with(
                        "Signature-Input",
                        "proxy=(\"@method\" \"x\";bs);created=1;tag=\"other\",  "
                                + String.valueOf(signed.headers().get("Signature-Input"))
                                        .replace("sig1=", "ours="))
                .with(
                        "Signature",
                        "proxy=:AAAA:, "
                                + String.valueOf(signed.headers().get("Signature"))
                                        .replace("sig1=", "ours="));

        assertThat(check(several).reason()).isEmpty();
        assertThat(check(several.with("Signature-Input", "proxy=();tag=\"other\""))
                        .result())
                .isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_otherSpacingInTheInput_isTheSameSignature() {
        Request signed = signed(KEY);
        Request spaced = replaceInInput(signed, "(\"@method\" ", "(  \"@method\"   ");
        assertThat(check(replaceInInput(spaced, ";expires", ";  expires")).reason())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ',',
            value = {
                "\"authorization\";bs, whose parameter bs is not supported",
                "\"authorization\";tr, whose parameter tr is not supported",
                "\"authorization\";sf;bs, whose parameter bs is not supported",
                "\"authorization\";x, whose parameter x is not known",
                "\"authorization\";name=\"a\", whose parameter name does not belong there",
                "\"authorization\";req=?0, whose parameter req does not belong there",
                "\"authorization\";sf=1, whose parameter sf does not belong there",
                "\"authorization\";key, whose parameter key does not belong there",
                "\"@path\";sf, whose parameter sf does not belong there",
                "\"@path\";key=\"a\", whose parameter key does not belong there",
                "\"@status\";req, whose parameter req does not belong there",
                "\"@query-param\", which lacks the parameter name",
                "\"@query-params\", which is not known",
                "\"@signature-params\", which every signature covers by itself",
                "\"Authorization\", which is no name in lower case",
                "\"\", which is no name in lower case",
                "authorization, which is no string"
            })
    void verify_componentThatCannotBe_isNamedWithTheReason(String component, String reason) {
        SignatureCheck check = check(replaceInInput(signed(KEY), "\"authorization\"", component));

        assertThat(check.result()).isEqualTo(Result.REJECTED);
        assertThat(check.reason()).isEqualTo("The signature covers " + component + ", " + reason + ".");
        String written = component.replace("\"", "").replace("=a", "=\"a\"");
        if (component.startsWith("\"")) {
            assertThatThrownBy(() -> Components.of(written))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void verify_componentThatDoesNotFitTheMessage_isNamed() {
        Request signed = signed(KEY);

        assertThat(check(replaceInInput(signed, "\"authorization\"", "\"@method\""))
                        .reason())
                .isEqualTo("The signature covers \"@method\" twice.");
        assertThat(check(replaceInInput(signed, "\"authorization\"", "\"authorization\" \"@status\""))
                        .reason())
                .contains("\"@status\", which belongs to answers only");
        assertThat(check(replaceInInput(signed, "created=1772352000", "created=\"now\""))
                        .reason())
                .contains("created of the wrong type");
    }

    @Test
    void answer_signedWithItsRequest_verifiesOnlyForThatRequest() {
        Answer plain = Answer.whole(REQUEST, 200, Headers.of("Content-Digest", ContentDigest.of(CONTENT)), CONTENT);
        Answer signed = MessageSigner.of(KEY).sign(plain, NOW, Components.ANSWER.and("content-digest;req"));
        MessageVerifier verifier = verifier(KEY, SignatureRequirements.ANSWER);

        assertThat(signed.headers().get("Signature-Input"))
                .isEqualTo(
                        "sig1=(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req \"content-digest\";req)"
                                + ";created=1772352000"
                                + ";alg=\"ed25519\";keyid=\"" + KEY.keyId() + "\";tag=\"govshare\"");
        assertThat(verifier.verify(signed, NOW).reason()).isEmpty();

        Request other = Request.get("https://share.example.gov/odata/set?$top=5");
        assertThat(verifier.verify(Answer.whole(other, 200, signed.headers(), CONTENT), NOW)
                        .result())
                .isEqualTo(Result.REJECTED);
        assertThat(verifier.verify(Answer.whole(REQUEST, 404, signed.headers(), CONTENT), NOW)
                        .result())
                .isEqualTo(Result.REJECTED);
        Headers changed = signed.headers().with("Content-Digest", ContentDigest.of(new byte[0]));
        assertThat(verifier.verify(signed.with(changed), NOW).result()).isEqualTo(Result.REJECTED);
        Answer little = MessageSigner.of(KEY).sign(plain, NOW, Components.of("@status", "content-digest"));
        assertThat(verifier.verify(little, NOW).result()).isEqualTo(Result.INSUFFICIENT);
        Answer ofAnyContent = MessageSigner.of(KEY).sign(plain, NOW, Components.ANSWER);
        assertThat(verifier.verify(ofAnyContent, NOW).result())
                .as("it may be the answer to a request with other content")
                .isEqualTo(Result.INSUFFICIENT);
    }

    @Test
    void components_unknownOrTwice_areRefused() {
        assertThatThrownBy(() -> Components.of("@nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Components.of("Content-Digest")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Components.of("@method", "@method")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Components.of("@status;req")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nonces_many_areDifferentAndFitTheProtocol() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder nonce = new StringBuilder();
            Nonces.append(nonce);
            assertThat(nonce.length()).isBetween(16, 64);
            assertThat(seen.add(nonce.toString())).isTrue();
        }
    }

    @Test
    void verify_randomlyBrokenFields_neverThrows() {
        Random random = new Random(9421);
        Request signed = signed(KEY);
        String input = String.valueOf(signed.headers().get("Signature-Input"));
        String signature = String.valueOf(signed.headers().get("Signature"));
        MessageVerifier verifier =
                MessageVerifier.of(keyId -> Optional.of(KEY.verificationKey()), SignatureRequirements.REQUEST);
        for (int i = 0; i < 1_000; i++) {
            Request broken = signed.with("Signature-Input", broken(input, random))
                    .with("Signature", random.nextBoolean() ? signature : broken(signature, random));
            SignatureCheck check = verifier.verify(broken, NOW);
            if (!check.isVerified()) {
                assertThat(check.reason()).isNotEmpty();
            }
        }
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        for (int n = 1 + random.nextInt(3); n > 0 && broken.length() > 1; n--) {
            int at = random.nextInt(broken.length());
            switch (random.nextInt(3)) {
                case 0 -> broken.setCharAt(at, (char) (' ' + random.nextInt(95)));
                case 1 -> broken.deleteCharAt(at);
                default -> broken.setLength(Math.max(1, at));
            }
        }
        return broken.toString();
    }
}
