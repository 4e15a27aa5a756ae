package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FlightTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void run_manyTimes_worksOnce() throws IOException {
        Flight<Integer> flight = new Flight<>("a number", runs::incrementAndGet);

        flight.run();
        flight.run();

        assertThat(flight.await(LONG)).isEqualTo(1);
    }

    @Test
    void await_nobodyBegins_doesTheWorkItself() throws IOException {
        Flight<Integer> flight = new Flight<>("a number", runs::incrementAndGet);

        assertThat(flight.await(LONG)).isEqualTo(1);
    }

    @Test
    void await_workFails_givesEachWaiterAnExceptionOfItsOwn() {
        Flight<Integer> flight = new Flight<>("a number", () -> {
            throw new IOException("connection refused");
        });
        flight.run();

        assertThatThrownBy(() -> flight.await(LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("connection refused");
        assertThatThrownBy(() -> flight.await(LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("connection refused");
        assertThat(flight.isAbandoned()).isFalse();
    }

    @Test
    void await_timePasses_saysWhatWasAwaited() {
        Flight<Integer> flight = new Flight<>("a number", runs::incrementAndGet);

        assertThatThrownBy(() -> flight.await(Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a number");
        assertThat(runs).hasValue(0);
    }

    @Test
    void run_interrupted_isAbandoned() {
        Flight<Integer> flight = new Flight<>("a number", () -> {
            throw new InterruptedIOException("interrupted");
        });
        Thread.currentThread().interrupt();

        flight.run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(flight.isAbandoned()).isTrue();
    }

    @Test
    void run_timedOut_isNotAbandoned() {
        Flight<Integer> flight = new Flight<>("a number", () -> {
            throw new InterruptedIOException("timeout");
        });

        flight.run();

        assertThat(flight.isAbandoned()).isFalse();
    }
}
