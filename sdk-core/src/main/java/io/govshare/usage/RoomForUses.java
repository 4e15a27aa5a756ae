package io.govshare.usage;

import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Call;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.time.Duration;

/** What becomes of uses that begin while the spool has no room. */
final class RoomForUses implements UseStage.Admission {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final UsageOptions.WhenFull whenFull;
    private final Look room;
    private final Sleeper sleeper;
    private final TimeSource time;

    /** Looks for room. */
    @FunctionalInterface
    interface Look {
        boolean hasRoom() throws IOException;
    }

    RoomForUses(UsageOptions.WhenFull whenFull, Look room, Sleeper sleeper, TimeSource time) {
        this.whenFull = whenFull;
        this.room = room;
        this.sleeper = sleeper;
        this.time = time;
    }

    @Override
    public void admit(Call call) throws IOException {
        if (!room.hasRoom()) {
            switch (whenFull) {
                case SHED_AND_COUNT -> {}
                case BLOCK -> await(call);
                case FAIL_CALL ->
                    throw new PlatformUnavailableException(
                            "The usage spool is full, and a use of " + call.dataset() + " would not be on record",
                            "Let the platform take the reports that wait (usage().status() says why it does not), allow"
                                    + " more with .usage(u -> u.maxBytes(…)), or choose .usage(u -> u.whenFull(…)).");
            }
        }
    }

    private void await(Call call) throws IOException {
        long begin = time.nanoTime();
        while (!call.isGivenUp() && !room.hasRoom() && time.nanoTime() - begin < LONGEST.toNanos()) {
            sleeper.sleep(call, LOOK);
        }
    }
}
