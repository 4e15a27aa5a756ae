package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallTest {

    private final TurnableClock time = new TurnableClock();
    private final List<String> done = new ArrayList<>();

    private Call call(Duration total) {
        return new Call("d", "find", time, total);
    }

    @Test
    void remaining_total_countsDownBelowZero() {
        Call call = call(Duration.ofSeconds(60));
        time.turn(Duration.ofSeconds(61));

        assertThat(call.remaining()).isEqualTo(Duration.ofSeconds(-1));
        assertThat(call.elapsed()).isEqualTo(Duration.ofSeconds(61));
        assertThat(call(null).remaining()).isGreaterThan(Duration.ofDays(300));
    }

    @Test
    void cancel_hooks_runOnceAndAtOnceAfterwards() {
        Call call = call(null);
        Runnable removed = () -> done.add("removed");
        call.onCancel(() -> done.add("first"));
        call.onCancel(removed);
        call.offCancel(removed);
        call.cancel();
        call.cancel();
        call.onCancel(() -> done.add("late"));

        assertThat(done).containsExactly("first", "late");
        assertThat(call.isCancelled()).isTrue();
    }

    @Test
    void close_hooks_runOnceLastAddedFirst() {
        Call call = call(null);
        call.onEnd(() -> done.add("a"));
        call.onEnd(() -> done.add("b"));
        call.close();
        call.close();
        call.onEnd(() -> done.add("late"));

        assertThat(done).containsExactly("b", "a", "late");
    }

    @Test
    void close_hookThrows_othersStillRun() {
        Call call = call(null);
        call.onEnd(() -> done.add("a"));
        call.onEnd(() -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(call::close).hasMessage("broken");
        assertThat(done).containsExactly("a");
    }

    @Test
    void failed_twice_theFirstReasonStays() {
        Call call = call(null);
        call.failed(new IllegalStateException("first"));
        call.failed(new IllegalStateException("second"));

        assertThat(call.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("first"));
    }

    @Test
    void sleep_cancelled_endsAtOnce() throws Exception {
        Call call = call(null);
        CompletableFuture<Void> slept = CompletableFuture.runAsync(() -> {
            try {
                Sleeper.SYSTEM.sleep(call, Duration.ofMinutes(5));
            } catch (java.io.InterruptedIOException e) {
                throw new IllegalStateException(e);
            }
        });
        call.cancel();

        assertThat(slept.orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void sleep_interrupted_saysSoAndKeepsTheFlag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Sleeper.SYSTEM.sleep(call(null), Duration.ofMinutes(5)))
                .isInstanceOf(java.io.InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void end_onlyTheFirstTimeCounts() {
        Call call = new Call("d", "find", TimeSource.SYSTEM, null);
        assertThat(call.end()).isTrue();
        assertThat(call.end()).isFalse();
        call.close();
    }

    @Test
    void serve_oneCallWithinAnother_isServedUntilItsWorkIsDone() throws IOException {
        Call outer = new Call("d", "find", TimeSource.SYSTEM, null);
        Call inner = new Call("e", "find", TimeSource.SYSTEM, null);
        assertThat(Call.served()).isEmpty();
        outer.<Boolean>serve(() -> {
            assertThat(Call.served()).containsSame(outer);
            assertThatThrownBy(() -> inner.serve(() -> {
                        assertThat(Call.served()).containsSame(inner);
                        throw new IOException("cut off");
                    }))
                    .hasMessage("cut off");
            assertThat(Call.served()).containsSame(outer);
            return true;
        });
        assertThat(Call.served()).isEmpty();
    }

    @Test
    void isGivenUp_cancelledOrOutOfTime_isTrue() {
        TurnableClock time = new TurnableClock();
        Call cancelled = new Call("d", "find", time, null);
        Call late = new Call("d", "find", time, Duration.ofSeconds(1));
        assertThat(cancelled.isGivenUp()).isFalse();
        assertThat(late.isGivenUp()).isFalse();
        cancelled.cancel();
        time.turn(Duration.ofSeconds(1));
        assertThat(cancelled.isGivenUp()).isTrue();
        assertThat(late.isGivenUp()).isTrue();
    }

    @Test
    void own_isAboutNoDatasetThatAnErrorCouldName() {
        assertThat(Call.own("token", TimeSource.SYSTEM, Duration.ofSeconds(1)).subject())
                .isNull();
        assertThat(new Call("d", "find", TimeSource.SYSTEM, null).subject()).isEqualTo("d");
    }
}
