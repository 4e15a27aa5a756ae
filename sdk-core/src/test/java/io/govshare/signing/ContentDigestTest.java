package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

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
}
