package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallOptionsTest {

    @Test
    void defaults_leaveEverythingOpen() {
        CallOptions options = CallOptions.defaults();

        assertThat(options.timeout()).isEmpty();
        assertThat(options.deadline()).isEmpty();
        assertThat(options.isFresh()).isFalse();
        assertThat(options.attempts()).isEmpty();
        assertThat(options.correlationId()).isEmpty();
    }

    @Test
    void methods_setOneOptionEach() {
        CallOptions options = CallOptions.defaults()
                .timeout(Duration.ofSeconds(5))
                .deadline(Instant.EPOCH)
                .fresh()
                .attempts(1)
                .correlationId("order-17");

        assertThat(options.timeout()).contains(Duration.ofSeconds(5));
        assertThat(options.deadline()).contains(Instant.EPOCH);
        assertThat(options.isFresh()).isTrue();
        assertThat(options.attempts()).hasValue(1);
        assertThat(options.correlationId()).contains("order-17");
        assertThat(options)
                .hasToString(
                        "CallOptions[timeout PT5S deadline 1970-01-01T00:00:00Z fresh attempts 1 correlationId order-17]");
        assertThat(CallOptions.defaults()).isNotEqualTo(options);
    }

    @Test
    void over_takesWhatIsOpenFromTheWider() {
        CallOptions wider = CallOptions.defaults()
                .timeout(Duration.ofSeconds(5))
                .deadline(Instant.EPOCH)
                .attempts(2);

        assertThat(CallOptions.defaults().attempts(1).fresh().over(wider))
                .isEqualTo(CallOptions.defaults()
                        .timeout(Duration.ofSeconds(5))
                        .deadline(Instant.EPOCH)
                        .fresh()
                        .attempts(1));
    }

    @Test
    void timeout_notLongerThanZero_isRefused() {
        assertThatThrownBy(() -> CallOptions.defaults().timeout(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CallOptions.timeout(…) got PT0S")
                .hasMessageContaining("longer than zero");
        assertThatThrownBy(() -> CallOptions.defaults().timeout(null)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void deadline_null_isRefused() {
        assertThatThrownBy(() -> CallOptions.defaults().deadline(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CallOptions.deadline(…) got null");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 11})
    void attempts_outOfRange_isRefused(int attempts) {
        assertThatThrownBy(() -> CallOptions.defaults().attempts(attempts))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CallOptions.attempts(…) got " + attempts)
                .hasMessageContaining("from 1 to 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX-Evil: 1", "张"})
    void correlationId_thatCannotBeSent_isRefused(String id) {
        assertThatThrownBy(() -> CallOptions.defaults().correlationId(id))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CallOptions.correlationId(…)")
                .hasMessageContaining("visible ASCII");
    }
}
