package io.govshare.dialect.gjgxjhpt;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.signing.Secret;
import org.junit.jupiter.api.Test;

/** The golden vectors of dialect A. */
class ExchangeVectorsTest {

    private static String signature(String secret) {
        return ExchangeGateway.signature(Secret.of(secret), "s_TEST_0001", "rid-0001", "1700000000000");
    }

    @Test
    void secretSignature_ofVector_isExpected() {
        assertThat(signature("TEST-APP-KEY-0001")).isEqualTo("lrJUbE1b6G+I5wlUG18ZHmfLmNJSTD7B7S6ssH9VgvQ=");
    }

    @Test
    void callSignature_ofVector_isExpected() {
        assertThat(signature("0123456789abcdef0123456789abcdef"))
                .isEqualTo("6GMcOOnVUi6Xu27p3iCMYQje9yd3+OLLlEG9BsmNjPM=");
    }
}
