package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.ContentDigest.Check.Result;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {

    /** The content of RFC 9530 Appendix D, with its line break. */
    private static final byte[] HELLO = "{\"hello\": \"world\"}\n".getBytes(StandardCharsets.UTF_8);

    private static final String SHA_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    private static final String SHA_512 =
            "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";

    private static Result result(String field) {
        return ContentDigest.verify(field, HELLO).result();
    }

    @Test
    void of_exampleOfTheRfc_isItsDigest() {
        assertThat(ContentDigest.of(HELLO)).isEqualTo(SHA_256);
        assertThat(result(ContentDigest.of(HELLO))).isEqualTo(Result.VERIFIED);
    }

    @Test
    void verify_membersThatAgree_areVerified() {
        assertThat(result(SHA_256)).isEqualTo(Result.VERIFIED);
        assertThat(result(SHA_512)).isEqualTo(Result.VERIFIED);
        assertThat(result(SHA_512 + ", " + SHA_256)).isEqualTo(Result.VERIFIED);
        assertThat(result("unixsum=:AAAA:, " + SHA_256)).isEqualTo(Result.VERIFIED);
    }

    @Test
    void verify_oneMemberThatDisagrees_isRejectedByName() {
        String wrong = SHA_512.replace("YMAa", "YMAb");

        assertThat(ContentDigest.verify(SHA_256 + "," + wrong, HELLO).reason())
                .isEqualTo(
                        "The sha-512 digest in Content-Digest does not match the content of 19 bytes: it was changed or"
                                + " cut on the way.");
        assertThat(ContentDigest.verify(SHA_256, new byte[0]).result()).isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_noneThatWeKnow_isAbsent() {
        assertThat(ContentDigest.verify(null, HELLO).result()).isEqualTo(Result.ABSENT);
        assertThat(result("")).isEqualTo(Result.ABSENT);
        assertThat(result("md5=:AAAA:, sha-999=1")).isEqualTo(Result.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-256=RK/0qy18",
                "sha-256",
                "sha-256=\"x\"",
                "sha-256=(:AAAA:)",
                "SHA-256=:AAAA:",
                "sha-256=:A!:",
                "sha-256=:AAAA",
                "é",
                ","
            })
    void verify_malformed_isRejectedWithAReason(String field) {
        ContentDigest.Check check = ContentDigest.verify(field, HELLO);

        assertThat(check.result()).isEqualTo(Result.REJECTED);
        assertThat(check.reason()).startsWith("Content-Digest is malformed");
    }

    @Test
    void running_contentInParts_isVerifiedAtItsEnd() {
        ContentDigest.Running running = ContentDigest.begin(SHA_256 + ", " + SHA_512);
        for (int i = 0; i < HELLO.length; i++) {
            running.update(HELLO, i, 1);
        }
        assertThat(running.end().result()).isEqualTo(Result.VERIFIED);

        ContentDigest.Running cut = ContentDigest.begin(SHA_256);
        cut.update(HELLO, 0, HELLO.length - 1);
        assertThat(cut.end().reason()).contains("18 bytes");
    }

    @Test
    void verify_keyThatStandsTwice_mustHoldBothTimes() {
        String wrong = SHA_256.replace("RK/0", "RK/1");

        assertThat(result(SHA_256 + ", " + SHA_256)).isEqualTo(Result.VERIFIED);
        assertThat(result(wrong + ", " + SHA_256)).isEqualTo(Result.REJECTED);
        assertThat(result(SHA_256 + ", " + wrong)).isEqualTo(Result.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "md5=:5lGxhdRHtPTOhuH+4mAc3A==:",
                "sha=:AAAA:",
                "unixsum=:AAAA:",
                "unixcksum=:AAAA:",
                "crc32c=:AAAA:"
            })
    void verify_weakAlgorithm_provesNothing(String field) {
        assertThat(result(field)).isEqualTo(Result.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256=:RK/0:", "sha-256=::", "sha-512=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"})
    void verify_digestOfTheWrongLength_isRejected(String field) {
        assertThat(result(field)).isEqualTo(Result.REJECTED);
    }

    private static Answer answer(String method, int status, String... headers) {
        return Answer.whole(
                Request.of(method, "https://share.example.gov/x", null), status, Headers.of(headers), HELLO);
    }

    private static ContentDigest.Check check(String... headers) {
        return ContentDigest.verify(answer("GET", 200, headers), false);
    }

    @Test
    void verify_answer_checksReprDigestToo() {
        String wrong = ContentDigest.of(new byte[0]);

        assertThat(check("Content-Digest", SHA_256, "Repr-Digest", SHA_512).result())
                .isEqualTo(Result.VERIFIED);
        assertThat(check("Content-Digest", SHA_256, "Repr-Digest", wrong).reason())
                .startsWith("The sha-256 digest in Repr-Digest does not match");
        assertThat(check("Content-Digest", wrong, "Repr-Digest", SHA_256).reason())
                .startsWith("The sha-256 digest in Content-Digest does not match");
        assertThat(check("Repr-Digest", "sha-256=1").reason()).startsWith("Repr-Digest is malformed");
    }

    @Test
    void verify_reprDigestAlone_isNoProofOfTheContentDigestThatSignaturesCover() {
        assertThat(check("Repr-Digest", SHA_256).result()).isEqualTo(Result.ABSENT);
        assertThat(check("Content-Digest", "sha-999=:AAAA:", "Repr-Digest", SHA_256)
                        .result())
                .isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_answerWithAPartOnly_checksItsContentDigestOnly() {
        String whole = ContentDigest.of(new byte[0]);
        Answer part = answer("GET", 206, "Content-Digest", SHA_256, "Repr-Digest", whole, "Digest", "SHA-256=AAAA");
        Answer range = answer("GET", 200, "Content-Range", "bytes 0-18/47", "Repr-Digest", whole);

        assertThat(ContentDigest.verify(part, true).result()).isEqualTo(Result.VERIFIED);
        assertThat(ContentDigest.verify(range, true).result()).isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_answerWithoutContent_hasNothingToCheck() {
        String other = ContentDigest.of(new byte[0]);

        assertThat(ContentDigest.verify(answer("HEAD", 200, "Content-Digest", other, "Repr-Digest", other), true)
                        .result())
                .isEqualTo(Result.ABSENT);
        assertThat(ContentDigest.verify(answer("GET", 304, "Repr-Digest", other), true)
                        .result())
                .isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_severalLinesOfAField_areOneDictionary() {
        Headers lines = Headers.of("Content-Digest", SHA_256).and("Content-Digest", ContentDigest.of(new byte[0]));
        Answer answer = Answer.whole(Request.get("https://share.example.gov/x"), 200, lines, HELLO);

        assertThat(ContentDigest.verify(answer, false).result()).isEqualTo(Result.REJECTED);
    }

    private static ContentDigest.Check older(String value) {
        return ContentDigest.verify(answer("GET", 200, "Content-Digest", SHA_256, "Digest", value), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHA-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
                "sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
                "unixsum=30637 , Sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=,",
                "MD5=AAAA",
                ""
            })
    void verify_olderDigestThatHolds_changesNothing(String value) {
        assertThat(older(value).result()).isEqualTo(Result.VERIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256=AAAA", "SHA-256", "sha-256=:AAAA:", "SHA-512=!"})
    void verify_olderDigestThatDoesNotHold_isRejectedWhereItIsInUse(String value) {
        assertThat(older(value).reason()).contains("Digest");
        assertThat(check("Content-Digest", SHA_256, "Digest", value).result()).isEqualTo(Result.VERIFIED);
    }

    @Test
    void value_ofEachField_isInItsOwnForm() {
        assertThat(DigestField.CONTENT_DIGEST.value(HELLO)).isEqualTo(SHA_256);
        assertThat(DigestField.REPR_DIGEST.sha512().value(HELLO)).isEqualTo(SHA_512);
        assertThat(DigestField.DIGEST.value(HELLO)).isEqualTo("SHA-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=");
        assertThat(DigestField.DIGEST.sha512().value(HELLO))
                .startsWith("SHA-512=YMAam51J")
                .endsWith("==");
        assertThat(DigestField.DIGEST.sha512())
                .isEqualTo(DigestField.DIGEST.sha512())
                .isNotEqualTo(DigestField.DIGEST);
    }

    @Test
    void preference_parsed_choosesWhatIsWantedMost() throws MalformedFieldException {
        assertThat(DigestPreference.parse("sha-256=1, sha-512=10;q=2").best(DigestField.REPR_DIGEST))
                .contains(DigestField.REPR_DIGEST.sha512());
        assertThat(DigestPreference.parse("md5=10, sha-256=3, sha-512=0").best(DigestField.CONTENT_DIGEST))
                .contains(DigestField.CONTENT_DIGEST);
        assertThat(DigestPreference.parse("sha-256=0, unixsum=1").best(DigestField.CONTENT_DIGEST))
                .isEmpty();
        assertThat(DigestPreference.parse(DigestPreference.OURS).accepts("sha-512"))
                .isTrue();
        assertThat(DigestPreference.parse("sha-512=0").accepts("sha-512")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sha-256=11", "sha-256=-1", "sha-256=1.0", "sha-256", "sha-256=(1)", "sha-256=?1", "sha-256;q=1"
            })
    void preference_malformed_isRefused(String field) {
        assertThatThrownBy(() -> DigestPreference.parse(field)).isInstanceOf(MalformedFieldException.class);
    }
}
