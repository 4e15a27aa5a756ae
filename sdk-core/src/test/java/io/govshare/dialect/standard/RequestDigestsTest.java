package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.FakeLink;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.CallFacts;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.DigestField;
import io.govshare.signing.MessageVerifier;
import io.govshare.signing.SignatureRequirements;
import io.govshare.signing.SigningKey;
import io.govshare.signing.VerificationKeys;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestDigestsTest {

    private static final String BASE = "https://share.example.gov";
    private static final SigningKey KEY = SigningKey.generate().withKeyId("key-1");
    private static final Request POST = Request.post(BASE + "/odata/x/$query", Body.json(Map.of("a", 1)));
    private static final String SHA_256 = "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=";

    private final FakeLink link = new FakeLink();

    private Request signed(StandardPlatform platform, Request request) {
        link.key = KEY;
        return platform.connect(link).signer().sign(request, new Attempt(CallFacts.OWN, null, link.now, 1));
    }

    @Test
    void digest_severalFields_areSentAndCoveredByTheSignature() {
        StandardPlatform platform = StandardPlatform.at(BASE)
                .digest(DigestField.CONTENT_DIGEST.sha512(), DigestField.REPR_DIGEST, DigestField.DIGEST);

        Request signed = signed(platform, POST);

        assertThat(signed.headers().get("Content-Digest")).startsWith("sha-512=:");
        assertThat(signed.headers().get("Repr-Digest")).isEqualTo("sha-256=:" + SHA_256 + ":");
        assertThat(signed.headers().get("Digest")).isEqualTo("SHA-256=" + SHA_256);
        assertThat(signed.headers().get("Signature-Input"))
                .contains("\"content-digest\"", "\"repr-digest\"", "\"digest\"");
        assertThat(verify(signed)).isTrue();
        assertThat(verify(signed.with("Digest", "SHA-256=AAAA"))).isFalse();
    }

    private boolean verify(Request request) {
        return MessageVerifier.of(VerificationKeys.of(KEY.verificationKey()), SignatureRequirements.REQUEST)
                .verify(request, link.now)
                .isVerified();
    }

    @Test
    void digest_olderFieldAlone_replacesTheUsualOne() {
        Request signed = signed(StandardPlatform.at(BASE).digest(DigestField.DIGEST), POST);

        assertThat(signed.headers().get("Digest")).isEqualTo("SHA-256=" + SHA_256);
        assertThat(signed.headers().get("Content-Digest")).isNull();
        assertThat(StandardPlatform.at(BASE)
                        .digest(DigestField.DIGEST.sha512())
                        .connect(link)
                        .usesOlderDigest())
                .isTrue();
        assertThat(StandardPlatform.at(BASE).connect(link).usesOlderDigest()).isFalse();
    }

    @Test
    void digest_noneOrOneTwice_isRefused() {
        assertThatThrownBy(() -> StandardPlatform.at(BASE).digest())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("StandardPlatform.digest");
        assertThatThrownBy(() -> StandardPlatform.at(BASE).digest(DigestField.DIGEST, DigestField.DIGEST.sha512()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Digest by sha-512");
    }

    @Test
    void sign_whereAnswersMustBeSigned_asksForTheirDigest() {
        Request get = Request.get(BASE + "/odata/x");

        assertThat(signed(StandardPlatform.at(BASE).answers(SignaturePolicy.REQUIRE), get)
                        .headers()
                        .get("Want-Content-Digest"))
                .isEqualTo("sha-256=10, sha-512=5");
        assertThat(signed(StandardPlatform.at(BASE), get).headers().get("Want-Content-Digest"))
                .isNull();
    }

    private Outcome refused(StandardPlatform platform, Request request, String... wishes) {
        Answer refusal = Answer.whole(signed(platform, request), 400, Headers.of(wishes), new byte[0]);
        return new StandardClassifier(() -> link.now).classify(refusal);
    }

    @Test
    void classify_refusalThatWantsAnotherDigest_namesIt() {
        StandardPlatform usual = StandardPlatform.at(BASE);

        assertThat(refused(usual, POST, "Want-Repr-Digest", "sha-512=10, sha-256=0")
                        .diagnosis())
                .hasToString(
                        "Diagnosis[cause=The platform wants another digest of the request's content: Repr-Digest by"
                                + " sha-512, evidence=, remedy=Name it in StandardPlatform.digest(…).]");
        assertThat(refused(usual, POST, "Want-Content-Digest", "md5=10").diagnosis())
                .asString()
                .contains("by an algorithm that the SDK does not have");
    }

    @Test
    void classify_refusalWhoseWishWasMetOrMeansNothing_saysNothingOfDigests() {
        StandardPlatform usual = StandardPlatform.at(BASE);

        assertThat(refused(usual, POST, "Want-Content-Digest", "sha-512=10, sha-256=1")
                        .diagnosis())
                .isNull();
        assertThat(refused(usual, POST, "Want-Content-Digest", "sha-512=99").diagnosis())
                .isNull();
        assertThat(refused(usual, Request.get(BASE + "/x"), "Want-Content-Digest", "sha-512=1")
                        .diagnosis())
                .isNull();
    }
}
