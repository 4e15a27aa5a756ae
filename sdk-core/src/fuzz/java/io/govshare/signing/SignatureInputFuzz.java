package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.time.Instant;

/** Nothing that comes in the fields of a signature makes the verifier fail, or believe what the key did not sign. */
class SignatureInputFuzz {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_420_800);
    private static final SigningKey KEY = SigningKey.hmac("key-1", Secret.of("canary-of-the-fuzzed-signatures!"));
    private static final byte[] CONTENT = {'{', '}'};
    private static final Request REQUEST = Request.get("https://share.example.gov/odata/x?a=1")
            .with(Headers.of("Content-Digest", ContentDigest.of(CONTENT)));
    private static final Answer ANSWER =
            Answer.whole(REQUEST, 200, Headers.of("Content-Digest", ContentDigest.of(CONTENT)), CONTENT);

    private final MessageVerifier ofRequests =
            MessageVerifier.of(VerificationKeys.of(KEY.verificationKey()), SignatureRequirements.REQUEST);
    private final MessageVerifier ofAnswers =
            MessageVerifier.of(VerificationKeys.of(KEY.verificationKey()), SignatureRequirements.ANSWER);

    @DictionaryEntries({
        "sig1=(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req)",
        "sig1=(\"@method\" \"@target-uri\" \"content-digest\")",
        ";created=1795420800;expires=1795420860;nonce=\"0123456789abcdef\";alg=\"hmac-sha256\";keyid=\"key-1\";tag=\"govshare\"",
        "sig1=:AAAA:",
        ";key=\"a\"",
        ";sf",
        ";bs",
        ";tr",
        "\"@query-param\";name=\"a\""
    })
    @FuzzTest
    void verify_anyFields_givesAResult(FuzzedDataProvider data) {
        String input = data.consumeString(600);
        String signature = data.consumeString(200);
        String other = data.consumeRemainingAsString();
        Headers fields = Headers.none();
        for (String[] field : new String[][] {
            {"Signature-Input", input}, {"Signature", signature}, {"Content-Type", other}, {"GovShare-Context", other}
        }) {
            try {
                fields = fields.and(field[0], field[1]);
            } catch (RuntimeException noFieldOnTheWire) {
                return;
            }
        }
        Headers signed = fields;
        Request request = REQUEST.with(REQUEST.headers().with(signed));
        Answer answer = ANSWER.with(ANSWER.headers().with(signed));

        assertThat(ofRequests.verify(request, NOW).isVerified()).isFalse();
        assertThat(ofAnswers.verify(answer, NOW).isVerified()).isFalse();
    }
}
