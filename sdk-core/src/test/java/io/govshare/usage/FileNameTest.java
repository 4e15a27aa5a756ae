package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @Test
    void of_plainName_isKept() {
        assertThat(FileName.of("share.example-gov_1")).isEqualTo("share.example-gov_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../../etc", "a/b", "a\\b", "C:", "居住证", "a\u0000b", "*"})
    void of_awkwardName_isOnePlainElementOfAPath(String name) {
        assertThat(FileName.of(name)).matches("[A-Za-z0-9%_-][A-Za-z0-9%._-]*");
    }

    @Test
    void of_longNames_areShortAndStillDifferent() {
        String one = FileName.of("居住证".repeat(50) + "1");
        String other = FileName.of("居住证".repeat(50) + "2");

        assertThat(one).hasSizeLessThanOrEqualTo(100).isNotEqualTo(other);
    }
}
