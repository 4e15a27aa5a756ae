package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verifier that remembers a form says of every message exactly what one says that has seen none. */
class RepeatedInputTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final SigningKey KEY =
            SigningKey.hmac("shared", Secret.of("a-secret-of-more-than-thirty-two-characters"));
    private static final byte[] CONTENT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Answer UNSIGNED = Answer.whole(
            Request.get("https://share.example.gov/odata/set"),
            200,
            Headers.of("Content-Digest", ContentDigest.of(CONTENT)),
            CONTENT);

    private final MessageVerifier warm = fresh();

    private static MessageVerifier fresh() {
        return MessageVerifier.of(VerificationKeys.of(KEY.verificationKey()), SignatureRequirements.ANSWER);
    }

    private static Answer signed(Instant when) {
        return MessageSigner.of(KEY).sign(UNSIGNED, when, Components.ANSWER);
    }

    private static Answer with(Answer answer, String input, String signature) {
        return answer.with(answer.headers().with("Signature-Input", input).with("Signature", signature));
    }

    private void assertSameAsFresh(Answer answer) {
        SignatureCheck check = warm.verify(answer, NOW);
        SignatureCheck expected = fresh().verify(answer, NOW);

        assertThat(check.reason()).isEqualTo(expected.reason());
        assertThat(check.result()).isEqualTo(expected.result());
        assertThat(check.parameters()).isEqualTo(expected.parameters());
        assertThat(base(check)).isEqualTo(base(expected));
    }

    private static byte @Nullable [] base(SignatureCheck check) {
        SignatureEvidence evidence = check.evidence();
        return evidence == null ? null : evidence.base();
    }

    @Test
    void verify_sameFormAtOtherTimes_holdsWithItsOwnTime() {
        assertThat(warm.verify(signed(NOW), NOW).isVerified()).isTrue();

        for (Instant when : new Instant[] {NOW.minusSeconds(1), NOW, Instant.ofEpochSecond(7), Instant.EPOCH}) {
            SignatureCheck check = warm.verify(signed(when), NOW);

            assertThat(check.isVerified()).isTrue();
            assertThat(check.parameters().created()).isEqualTo(when);
            assertThat(check.parameters().keyId()).isEqualTo("shared");
        }
        assertThat(warm.verify(signed(NOW.plus(Duration.ofDays(1))), NOW).result())
                .isEqualTo(SignatureCheck.Result.CLOCK);
    }

    @Test
    void verify_otherKeysInTheSameVerifier_areAskedAnew() {
        warm.verify(signed(NOW), NOW);

        assertThat(warm.with(id -> java.util.Optional.empty())
                        .verify(signed(NOW), NOW)
                        .result())
                .isEqualTo(SignatureCheck.Result.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", "9", " ", ";", ":", "\"", "(", ")", "=", ",", "-", ".", "A", "\\"})
    void verify_anyOneCharacterChanged_saysWhatTheParserSays(String other) {
        Answer good = signed(NOW);
        assertThat(warm.verify(good, NOW).isVerified()).isTrue();
        String input = good.headers().first("Signature-Input").orElseThrow();
        String signature = good.headers().first("Signature").orElseThrow();

        for (int i = 0; i <= input.length(); i++) {
            assertSameAsFresh(with(good, input.substring(0, i) + other + input.substring(i), signature));
            assertSameAsFresh(with(
                    good, input.substring(0, i) + other + input.substring(Math.min(i + 1, input.length())), signature));
            assertThat(warm.verify(good, NOW).isVerified()).isTrue();
        }
        for (int i = 0; i <= signature.length(); i++) {
            assertSameAsFresh(with(good, input, signature.substring(0, i) + other + signature.substring(i)));
            assertSameAsFresh(with(
                    good,
                    input,
                    signature.substring(0, i) + other + signature.substring(Math.min(i + 1, signature.length()))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig1=(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req);created=7;keyid=\"a;created=8\"",
                "sig1=(\"@status\"  \"content-digest\" \"@method\";req \"@target-uri\";req);created=7;keyid=\"shared\"",
                "sig1=(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req);created=7;created=8;keyid=\"shared\"",
                "sig1=(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req);keyid=\"shared\";created=007",
                "sig1=(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req);keyid=\"shared\";created=1234567890123456"
            })
    void verify_spellingsThatAreNotCanonical_sayWhatTheParserSays(String input) {
        Answer good = signed(NOW);
        warm.verify(good, NOW);

        assertSameAsFresh(with(good, input, good.headers().first("Signature").orElseThrow()));
        assertSameAsFresh(good);
    }
}
