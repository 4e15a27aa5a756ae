package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRateTest {

    @ParameterizedTest
    @CsvSource({
        "1000, PT1H, 1000 calls in 1 h",
        "5, PT1S, 5 calls in 1 s",
        "0.25, PT1S, 0.25 calls in 1 s",
        "60, PT1M, 60 calls in 1 min",
        "1, PT0.5S, 1 calls in PT0.5S",
        "20000, P1D, 20000 calls in 24 h"
    })
    void toString_rate_isAsAPersonReadsIt(double calls, Duration period, String words) {
        assertThat(new CallRate(calls, period)).hasToString(words);
    }

    @Test
    void perSecond_rateOfASecond_comesBackAsItWas() {
        for (double calls : new double[] {12.5, 0.1, 1.0 / 3, 1.2345678901234567e19}) {
            assertThat(CallRate.perSecond(calls).perSecond()).isEqualTo(calls);
        }
        assertThat(new CallRate(3_600, Duration.ofHours(1)).perSecond()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void perSecond_noNumberAboveZero_isRefused(double calls) {
        assertThatThrownBy(() -> CallRate.perSecond(calls))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("are no calls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "P367D"})
    void callRate_noTimeToCountIn_isRefused(Duration period) {
        assertThatThrownBy(() -> new CallRate(1, period))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Give a time longer than zero, of 366 days at most");
    }
}
