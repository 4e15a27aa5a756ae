package io.govshare.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.ContentDigest.Check.Result;

/** Nothing in the place of a digest is taken for that of a content which is not its own. */
class DigestFieldFuzz {

    private static final byte[] CONTENT = "{\"hello\": \"world\"}\n".getBytes(UTF_8);
    private static final byte[] OTHER = new byte[] {1};

    @DictionaryEntries({
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
        "SHA-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
        "sha-512=:",
        "md5=:AAAA:",
        ", ",
        "=10"
    })
    @FuzzTest
    void verify_anyField_provesNoOtherContent(FuzzedDataProvider data) {
        String field = data.consumeString(400);
        String second = data.consumeRemainingAsString();
        Headers headers;
        try {
            headers = Headers.of("Content-Digest", field, "Repr-Digest", second, "Digest", second);
        } catch (RuntimeException noFieldOnTheWire) {
            return;
        }
        Request request = Request.get("https://share.example.gov/x");
        Result ofContent =
                ContentDigest.verify(Answer.whole(request, 200, headers, CONTENT), true).result();
        Result ofOther =
                ContentDigest.verify(Answer.whole(request, 200, headers, OTHER), true).result();

        assertThat(ofContent == Result.VERIFIED && ofOther == Result.VERIFIED).isFalse();
        assertThat(ContentDigest.verify(headers.joined("Content-Digest"), OTHER).result() == Result.VERIFIED
                        && ofContent == Result.VERIFIED)
                .isFalse();
        try {
            DigestPreference.parse(field).best(DigestField.DIGEST);
        } catch (MalformedFieldException documented) {
            assertThat(documented.reason()).isNotEmpty();
        }
    }
}
