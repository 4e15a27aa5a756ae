package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FlightTest {

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void run_manyTimes_worksOnce() throws IOException {
        Flight<Integer> flight = new Flight<>("a number", runs::incrementAndGet);

        flight.run();
        flight.run();

        assertThat(flight.await()).isEqualTo(1);
    }

    @Test
    void await_nobodyBegins_doesTheWorkItself() throws IOException {
        Flight<Integer> flight = new Flight<>("a number", runs::incrementAndGet);

        assertThat(flight.await()).isEqualTo(1);
    }

    @Test
    void await_workFails_givesEachWaiterAnExceptionOfItsOwn() {
        Flight<Integer> flight = new Flight<>("a number", () -> {
            throw new IOException("connection refused");
        });
        flight.run();

        assertThatThrownBy(() -> flight.await()).isInstanceOf(IOException.class).hasMessage("connection refused");
        assertThatThrownBy(() -> flight.await()).isInstanceOf(IOException.class).hasMessage("connection refused");
        assertThat(flight.isLeftToOthers()).isFalse();
    }

    @Test
    void await_timeOfTheCallIsOver_saysWhatWasAwaited() throws IOException {
        Flight<Integer> flight = new Flight<>("a number", runs::incrementAndGet);
        Call call = new Call("d", "find", TimeSource.SYSTEM, Duration.ofNanos(1));

        assertThatThrownBy(() -> call.serve(flight::await))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("a number");
        assertThat(runs).hasValue(0);
    }

    @Test
    void await_callIsCancelled_leavesAlone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Flight<Integer> flight = new Flight<>("a number", () -> {
            begun.countDown();
            return waited(go);
        });
        FutureTask<Void> working = started(flight::run);
        begun.await();
        Call call = new Call("d", "find", TimeSource.SYSTEM, null);
        FutureTask<Void> leaving = started(
                () -> assertThatThrownBy(() -> call.serve(flight::await)).isInstanceOf(CallCancelledException.class));

        call.cancel();
        leaving.get(5, TimeUnit.SECONDS);
        go.countDown();

        assertThat(flight.await()).isEqualTo(1);
        working.get(5, TimeUnit.SECONDS);
    }

    @Test
    void run_interrupted_isLeftToOthers() throws Exception {
        Flight<Integer> flight = new Flight<>("a number", () -> {
            throw new InterruptedIOException("interrupted");
        });
        started(() -> {
                    Thread.currentThread().interrupt();
                    flight.run();
                    assertThat(Thread.interrupted()).isTrue();
                    assertThat(flight.isLeftToOthers()).as("to itself").isFalse();
                })
                .get(5, TimeUnit.SECONDS);

        assertThat(flight.isLeftToOthers()).isTrue();
    }

    @Test
    void run_forACallThatIsGivenUp_isLeftToOthersWhoAreNot() throws Exception {
        Flight<Integer> flight = new Flight<>("a number", () -> {
            throw new IOException("cut off");
        });
        Call cancelled = new Call("d", "find", TimeSource.SYSTEM, null);
        cancelled.cancel();
        started(() -> serve(cancelled, flight)).get(5, TimeUnit.SECONDS);

        assertThat(flight.isLeftToOthers()).isTrue();
        Call late = new Call("d", "find", TimeSource.SYSTEM, Duration.ofNanos(1));
        assertThat(late.<Boolean>serve(flight::isLeftToOthers)).isFalse();
    }

    @Test
    void run_timedOut_isLeftToNobody() throws Exception {
        Flight<Integer> flight = new Flight<>("a number", () -> {
            throw new InterruptedIOException("timeout");
        });

        started(flight::run).get(5, TimeUnit.SECONDS);

        assertThat(flight.isLeftToOthers()).isFalse();
    }

    private static void serve(Call call, Flight<?> flight) {
        try {
            call.serve(() -> {
                flight.run();
                return true;
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FutureTask<Void> started(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        new Thread(task).start();
        return task;
    }

    private static int waited(CountDownLatch latch) {
        try {
            latch.await();
            return 1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
