package io.govshare.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Outcome.Kind;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff shortest = new Backoff(() -> 0);
    private final Backoff longest = new Backoff(() -> 0.999_999);

    @Test
    void after_leastJitter_isNoWait() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(n -> shortest.after(n, Kind.BUSY, null)))
                .containsOnly(Duration.ZERO);
    }

    @Test
    void after_mostJitter_doublesUpToTheCap() {
        assertThat(IntStream.rangeClosed(1, 7)
                        .mapToObj(n -> longest.after(n, Kind.BUSY, null).toMillis()))
                .containsExactly(999L, 1999L, 3999L, 7999L, 15_999L, 19_999L, 19_999L);
        assertThat(IntStream.rangeClosed(1, 9)
                        .mapToObj(n -> longest.after(n, null, null).toMillis()))
                .containsExactly(99L, 199L, 399L, 799L, 1599L, 3199L, 6399L, 12_799L, 19_999L);
    }

    @Test
    void after_manyAttempts_doesNotOverflow() {
        assertThat(longest.after(1000, Kind.QUOTA, null)).isEqualTo(Duration.ofMillis(19_999));
    }

    @Test
    void after_platformSaysWhen_isNeverLessAndAtMostATenthMore() {
        assertThat(shortest.after(1, Kind.BUSY, Duration.ofSeconds(25))).isEqualTo(Duration.ofSeconds(25));
        assertThat(longest.after(1, Kind.BUSY, Duration.ofSeconds(25)))
                .isBetween(Duration.ofSeconds(25), Duration.ofMillis(27_500));
    }

    @Test
    void after_platformSaysAtOnce_stillSpreadsTheClients() {
        assertThat(longest.after(1, Kind.BUSY, Duration.ZERO)).isEqualTo(Duration.ofMillis(999));
    }
}
