package io.govshare.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturePolicyTest {

    @Test
    void require_byDefault_asksForWhatTheDocumentationSays() {
        assertThat(SignaturePolicy.REQUIRE)
                .hasToString("SignaturePolicy[REQUIRE, at most PT5M old, covering @status content-digest @method;req"
                        + " @target-uri;req, tag govshare]");
        assertThat(SignaturePolicy.REQUIRE.isRequired()).isTrue();
        assertThat(SignaturePolicy.AUTO.isRequired()).isFalse();
        assertThat(SignaturePolicy.AUTO.isOff()).isFalse();
        assertThat(SignaturePolicy.OFF.isOff()).isTrue();
    }

    @Test
    void covering_more_keepsWhatIsAlwaysCovered_once() {
        SignaturePolicy policy = SignaturePolicy.AUTO
                .covering("content-type", "@status")
                .requiringNonce()
                .keepingProofs();

        assertThat(policy)
                .hasToString("SignaturePolicy[AUTO, at most PT5M old, covering @status content-digest @method;req"
                        + " @target-uri;req content-type, tag govshare, with nonce, keeping proofs]");
    }

    @Test
    void changes_leaveThePolicyTheyBeganWith() {
        SignaturePolicy policy = SignaturePolicy.AUTO
                .maxAge(Duration.ofHours(1))
                .tolerance(Duration.ZERO)
                .tag("registry");

        assertThat(policy.maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(policy.tolerance()).isZero();
        assertThat(policy.tag()).isEqualTo("registry");
        assertThat(SignaturePolicy.AUTO.maxAge()).isEqualTo(Duration.ofMinutes(SignaturePolicy.MINUTES));
        assertThat(SignaturePolicy.AUTO.tag()).isEqualTo("govshare");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S", "PT0.999S", "P366D"})
    void maxAge_outsideOfItsRange_isRefused(Duration age) {
        assertThatThrownBy(() -> SignaturePolicy.AUTO.maxAge(age))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SignaturePolicy.maxAge");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1S", "PT24H1S"})
    void tolerance_outsideOfItsRange_isRefused(Duration ahead) {
        assertThatThrownBy(() -> SignaturePolicy.AUTO.tolerance(ahead))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SignaturePolicy.tolerance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Type", "@made-up", "@status;req"})
    void covering_whatCannotBeSigned_isRefused(String component) {
        assertThatThrownBy(() -> SignaturePolicy.AUTO.covering(component))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SignaturePolicy.covering");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "标记"})
    void tag_thatNoSignatureCanHave_isRefused(String tag) {
        assertThatThrownBy(() -> SignaturePolicy.AUTO.tag(tag))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SignaturePolicy.tag");
    }
}
