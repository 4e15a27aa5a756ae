package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.signing.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageOptionsTest {

    private final UsageOptions options = UsageOptions.defaults();

    @Test
    void settings_outsideTheirRange_areRefusedByName() {
        assertThatThrownBy(() -> options.interval(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("interval")
                .hasMessageContaining(".usage(");
        assertThatThrownBy(() -> options.batchEvents(0)).hasMessageContaining("batchEvents");
        assertThatThrownBy(() -> options.batchBytes(1)).hasMessageContaining("batchBytes");
        assertThatThrownBy(() -> options.closeTimeout(Duration.ofHours(1))).hasMessageContaining("closeTimeout");
    }

    @Test
    void pseudonymKey_thatCanBeGuessed_isRefusedAndNotShown() {
        assertThatThrownBy(() -> options.pseudonymKey(Secret.of("department-2026")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pseudonymKey")
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining("department-2026");
        assertThat(options.pseudonymKey(Secret.of("0123456789abcdef")).toString())
                .contains("pseudonyms")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void settings_withinTheirRange_areKept() {
        assertThat(options.batchEvents(10).interval(Duration.ofSeconds(1)).durable())
                .extracting(UsageOptions::batchEvents, UsageOptions::interval, UsageOptions::durability)
                .containsExactly(10, Duration.ofSeconds(1), UsageOptions.Durability.DURABLE);
    }
}
