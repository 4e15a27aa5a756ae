package io.govshare.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ResilienceOptionsTest {

    private final ResilienceOptions options = ResilienceOptions.defaults();

    @Test
    void defaults_areThoseOfTheDocumentation() {
        assertThat(options)
                .hasToString(
                        "ResilienceOptions[attempts 3, totalTimeout PT1M, longestRetryAfter PT30S, concurrentCalls 64,"
                                + " breaker off]");
    }

    @Test
    void changed_oneValue_keepsTheOthers() {
        ResilienceOptions changed = options.attempts(5)
                .totalTimeout(Duration.ofSeconds(10))
                .longestRetryAfter(Duration.ZERO)
                .concurrentCalls(8)
                .breaker(true);

        assertThat(changed.attempts()).isEqualTo(5);
        assertThat(changed.totalTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(changed.longestRetryAfter()).isZero();
        assertThat(changed.concurrentCalls()).isEqualTo(8);
        assertThat(changed.breaker()).isTrue();
        assertThat(options.attempts()).isEqualTo(3);
    }

    @Test
    void values_outOfRange_areRefusedNamingTheMethod() {
        refused("attempts(0)", () -> options.attempts(0));
        refused("attempts(11)", () -> options.attempts(11));
        refused("totalTimeout(PT0S)", () -> options.totalTimeout(Duration.ZERO));
        refused("totalTimeout(PT2H)", () -> options.totalTimeout(Duration.ofHours(2)));
        refused("longestRetryAfter(PT-1S)", () -> options.longestRetryAfter(Duration.ofSeconds(-1)));
        refused("concurrentCalls(0)", () -> options.concurrentCalls(0));
    }

    private static void refused(String words, ThrowingCallable setting) {
        assertThatThrownBy(setting).isInstanceOf(ConfigurationException.class).hasMessageContaining(words);
    }
}
