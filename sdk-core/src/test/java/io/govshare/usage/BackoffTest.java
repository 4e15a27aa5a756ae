package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.PlatformUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Exception failure = new IOException("gone");

    @Test
    void failed_againAndAgain_doublesToFiveMinutes() {
        Backoff backoff = new Backoff(() -> 1.0);

        assertThat(IntStream.range(0, 12).mapToObj(i -> backoff.failed(failure).toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    }

    @Test
    void failed_afterSuccess_beginsAnew() {
        Backoff backoff = new Backoff(() -> 1.0);
        backoff.failed(failure);
        backoff.failed(failure);

        backoff.succeeded();

        assertThat(backoff.failed(failure)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void failed_platformAsksForPatience_waitsAsLong() {
        Backoff backoff = new Backoff(() -> 0.5);

        assertThat(backoff.failed(busy(Duration.ofSeconds(40)))).isEqualTo(Duration.ofSeconds(40));
        assertThat(backoff.failed(busy(Duration.ofMillis(1)))).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.failed(busy(Duration.ofDays(3)))).isEqualTo(Duration.ofHours(1));
    }

    private static PlatformUnavailableException busy(Duration wish) {
        return new PlatformUnavailableException(
                ErrorDetails.of(Diagnosis.of("busy", "")).retryAfter(wish), null);
    }
}
