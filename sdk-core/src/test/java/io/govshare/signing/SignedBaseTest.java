package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.SignatureCheck.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The evidence of a verified signature can be kept and verified again without the message. */
class SignedBaseTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final SigningKey KEY = SigningKey.generate().withKeyId("platform-1");
    private static final VerificationKeys KEYS = VerificationKeys.of(KEY.verificationKey());
    private static final byte[] CONTENT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Answer ANSWER = MessageSigner.of(KEY)
            .sign(
                    Answer.whole(
                            Request.get("https://share.example.gov/odata/set"),
                            200,
                            Headers.of("Content-Digest", ContentDigest.of(CONTENT)),
                            CONTENT),
                    NOW,
                    Components.ANSWER);

    private static SignatureEvidence evidence() {
        SignatureEvidence evidence = MessageVerifier.of(KEYS, SignatureRequirements.ANSWER)
                .verify(ANSWER, NOW)
                .evidence();
        if (evidence == null) {
            throw new AssertionError("The signature was not verified");
        }
        return evidence;
    }

    @Test
    void evidence_ofAVerifiedAnswer_verifiesAgainByItsBytesAlone() throws MalformedFieldException {
        SignatureEvidence evidence = evidence();
        SignedBase again = SignedBase.parse(evidence.base());

        assertThat(again.verify(evidence.signature(), KEYS).reason()).isEmpty();
        assertThat(again.value("@status")).contains("200");
        assertThat(again.value("@target-uri;req")).contains("https://share.example.gov/odata/set");
        assertThat(again.value("content-digest")).contains(ContentDigest.of(CONTENT));
        assertThat(again.value("@target-uri")).isEmpty();
        assertThat(again.covered()).hasToString(Components.ANSWER.toString());
        assertThat(again.parameters().created()).isEqualTo(NOW);
        assertThat(again.parameters().keyId()).isEqualTo("platform-1");
        assertThat(again.parameters().tag()).isEqualTo("govshare");
        assertThat(evidence.key().keyId()).isEqualTo("platform-1");
    }

    @Test
    void verify_anyByteOfBaseOrSignatureChanged_fails() {
        SignatureEvidence evidence = evidence();
        for (int i = 0; i < evidence.base().length; i++) {
            byte[] changed = evidence.base().clone();
            changed[i] ^= 1;
            assertThat(holds(changed, evidence.signature())).isFalse();
        }
        for (int i = 0; i < evidence.signature().length; i++) {
            byte[] changed = evidence.signature().clone();
            changed[i] ^= 1;
            assertThat(holds(evidence.base(), changed)).isFalse();
        }
    }

    private static boolean holds(byte[] base, byte[] signature) {
        try {
            return SignedBase.parse(base).verify(signature, KEYS).isVerified();
        } catch (MalformedFieldException malformed) {
            return false;
        }
    }

    @Test
    void verify_keyNotAmongThoseGiven_saysSo() throws MalformedFieldException {
        SignatureCheck check =
                SignedBase.parse(evidence().base()).verify(evidence().signature(), id -> Optional.empty());

        assertThat(check.result()).isEqualTo(Result.UNKNOWN_KEY);
        assertThat(check.reason()).contains("platform-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"@status\": 200",
                "\"@signature-params\": 1",
                "\"@signature-params\": (), base=()",
                "\"@signature-params\":  ();created=1",
                "\"@signature-params\": ();created=1\n",
                "\"@status\": 200\n\"@signature-params\": ();created=1",
                "\"@signature-params\": (\"@status\");created=1",
                "\"@method\": GET\n\"@signature-params\": (\"@status\");created=1",
                "\"@status\": 200\n\"x\": 1\n\"@signature-params\": (\"@status\");created=1",
                "\"@status\": 200\n\"@signature-params\": (\"@status\");created=\"1\"",
                "\"@status\": 200\n\"@status\": 200\n\"@signature-params\": (\"@status\" \"@status\");created=1",
                "\"x\": 1\n\"@signature-params\": (\"x\";bs);created=1"
            })
    void parse_noSignatureBase_isRefused(String base) {
        assertThatThrownBy(() -> SignedBase.parse(base.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MalformedFieldException.class);
    }
}
