package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Call;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoomForUsesTest {

    private final TurnableClock clock = new TurnableClock();
    private boolean room;
    private int waits;

    @Test
    void admit_room_asksNothing() throws IOException {
        room = true;
        for (UsageOptions.WhenFull whenFull : UsageOptions.WhenFull.values()) {
            admit(whenFull, call(null));
        }

        assertThat(waits).isZero();
    }

    @Test
    void admit_noRoomAndShed_goesOnAtOnce() throws IOException {
        admit(UsageOptions.WhenFull.SHED_AND_COUNT, call(null));

        assertThat(waits).isZero();
    }

    @Test
    void admit_noRoomAndFail_saysWhyAndWhatToDo() {
        assertThatThrownBy(() -> admit(UsageOptions.WhenFull.FAIL_CALL, call(null)))
                .isInstanceOf(PlatformUnavailableException.class)
                .hasMessageContaining("usage spool is full")
                .hasMessageContaining("cn.stats.counties")
                .hasMessageContaining("maxBytes");
    }

    @Test
    void admit_noRoomAndBlock_waitsUntilThereIsSome() throws IOException {
        Call call = call(null);
        new RoomForUses(UsageOptions.WhenFull.BLOCK, () -> waits == 7, this::sleep, clock).admit(call);

        assertThat(waits).isEqualTo(7);
    }

    @Test
    void admit_noRoomAndBlock_goesOnAfterHalfAMinuteOrAtTheDeadlineOrWhenCancelled() throws IOException {
        admit(UsageOptions.WhenFull.BLOCK, call(null));
        assertThat(waits).isEqualTo(300);

        waits = 0;
        admit(UsageOptions.WhenFull.BLOCK, call(Duration.ofSeconds(2)));
        assertThat(waits).isEqualTo(20);

        waits = 0;
        Call cancelled = call(null);
        cancelled.cancel();
        admit(UsageOptions.WhenFull.BLOCK, cancelled);
        assertThat(waits).isZero();
    }

    private void admit(UsageOptions.WhenFull whenFull, Call call) throws IOException {
        new RoomForUses(whenFull, () -> room, this::sleep, clock).admit(call);
    }

    private void sleep(Call call, Duration time) {
        waits++;
        clock.turn(time);
    }

    private Call call(Duration total) {
        return new Call("cn.stats.counties", "query", clock, total);
    }
}
