package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptTest {

    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final TurnableClock time = new TurnableClock();
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicReference<@Nullable IOException> failing = new AtomicReference<>();
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();

    private final Kept<Integer> kept = new Kept<>(
            "a number",
            this::read,
            value -> Kept.Ages.of(FRESH),
            time::nanoTime,
            background::add,
            new Kept.Listener<>() {
                @Override
                public void replaced(Integer old, Integer fresh) {
                    told.add(old + " by " + fresh);
                }

                @Override
                public void unreadable(Throwable why) {
                    told.add(String.valueOf(why.getMessage()));
                }
            });

    private int read() throws IOException {
        int number = readings.incrementAndGet();
        IOException failure = failing.get();
        if (failure != null) {
            throw failure;
        }
        return number;
    }

    @Test
    void get_fresh_isReadOnce() throws IOException {
        kept.get();
        time.turn(FRESH.minus(MOMENT));

        assertThat(kept.get()).isEqualTo(1);
        assertThat(background).isEmpty();
    }

    @Test
    void get_stale_isGivenWhileOneReadingInTheBackgroundRenewsIt() throws IOException {
        kept.get();
        time.turn(FRESH);

        assertThat(kept.get()).isEqualTo(1);
        assertThat(kept.get()).isEqualTo(1);
        assertThat(background).hasSize(1);
        background.remove().run();
        assertThat(kept.get()).isEqualTo(2);
        assertThat(told).containsExactly("1 by 2");
    }

    @Test
    void get_expired_isReadByWhoWantsIt() throws IOException {
        kept.get();
        time.turn(FRESH.multipliedBy(2));

        assertThat(kept.get()).isEqualTo(2);
        assertThat(background).isEmpty();
    }

    @Test
    void get_expiredWhileQueuedInTheBackground_isReadByWhoWantsIt_once() throws IOException {
        kept.get();
        time.turn(FRESH);
        kept.get();
        time.turn(FRESH);

        assertThat(kept.get()).isEqualTo(2);
        background.remove().run();
        assertThat(readings).hasValue(2);
    }

    @Test
    void get_cannotBeReadAgain_isGivenOn_andTriedAfterAPauseInTheBackground() throws IOException {
        kept.get();
        failing.set(new IOException("down"));
        time.turn(FRESH.multipliedBy(2));

        assertThat(kept.get()).isEqualTo(1);
        assertThat(kept.get()).isEqualTo(1);
        assertThat(readings).hasValue(2);
        assertThat(told).containsExactly("down");

        failing.set(null);
        time.turn(Kept.PAUSE_AFTER_FAILURE);
        assertThat(kept.get()).as("nobody waits for what is known to be down").isEqualTo(1);
        background.remove().run();
        assertThat(kept.get()).isEqualTo(3);
    }

    @Test
    void get_readerGaveUp_isNoFailureOfWhatIsRead() throws IOException {
        kept.get();
        time.turn(FRESH.multipliedBy(2));
        failing.set(new CallCancelledException("cancelled", null));

        assertThatThrownBy(kept::get).isInstanceOf(CallCancelledException.class);
        assertThat(told).isEmpty();
        failing.set(null);
        assertThat(kept.get()).as("at once").isEqualTo(3);
    }

    @Test
    void get_backgroundTakesNothing_givesWhatIsThere() throws IOException {
        Kept<Integer> closing = new Kept<>(
                "a number",
                this::read,
                value -> Kept.Ages.of(FRESH),
                time::nanoTime,
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                why -> {});
        closing.get();
        time.turn(FRESH);

        assertThat(closing.get()).isEqualTo(1);
        time.turn(FRESH);
        assertThat(closing.get()).as("nothing is stuck").isEqualTo(2);
    }

    @Test
    void again_isReadAnew_butNotTwiceInAShortTime() throws IOException {
        kept.get();
        time.turn(MOMENT.multipliedBy(60));

        assertThat(kept.again(MOMENT)).isEqualTo(new Kept.Reread<>(2, true));
        assertThat(kept.again(MOMENT)).isEqualTo(new Kept.Reread<>(2, true));
        assertThat(readings).hasValue(2);
    }

    @Test
    void again_cannotBeRead_givesWhatIsThereUnconfirmed() throws IOException {
        kept.get();
        failing.set(new IOException("down"));
        time.turn(MOMENT);

        assertThat(kept.again(MOMENT)).isEqualTo(new Kept.Reread<>(1, false));
        assertThat(kept.again(MOMENT)).isEqualTo(new Kept.Reread<>(1, false));
        assertThat(readings).hasValue(2);
    }

    @Test
    void held_nothingRead_asksNobody() throws IOException {
        assertThat(kept.held()).isNull();
        assertThat(readings).hasValue(0);
        kept.get();
        assertThat(kept.held()).isEqualTo(1);
    }
}
