package io.govshare.dialect.standard;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time by which the age of signatures is told: the platform's, but never behind what a signature that held has shown.
 * The SDK learns the platform's time from {@code Date}, which nobody signs: who sends an old answer again with its old date
 * would make it young. For an hour after a signature held time cannot be turned back; then it can, so that a platform whose
 * clock ran ahead and was put right is not refused for ever. Safe for concurrent use.
 */
final class AnswerTime {

    static final Duration HELD = Duration.ofHours(1);

    /** {@code created} has whole seconds. */
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final Supplier<Instant> told;
    private final LongSupplier nanoTime;
    private volatile @Nullable Shown shown;

    /** @param nanoTime when it was shown */
    private record Shown(Instant created, long nanoTime) {}

    /** @param told the platform's time as far as its answers tell it */
    AnswerTime(Supplier<Instant> told, LongSupplier nanoTime) {
        this.told = told;
        this.nanoTime = nanoTime;
    }

    Instant now() {
        Instant now = told.get();
        @Nullable Instant least = least();
        return least != null && least.isAfter(now) ? least : now;
    }

    /** Takes notice of a signature that held; one from the future says nothing about the time. */
    void shown(Instant created) {
        @Nullable Shown last = shown;
        if (last != null && nanoTime.getAsLong() - last.nanoTime() < OFTEN.toNanos()) {
            return;
        }
        @Nullable Instant least = least();
        boolean current = least == null || created.isAfter(least.minus(GRAIN));
        if (current && !created.isAfter(told.get())) {
            shown = new Shown(least != null && least.isAfter(created) ? least : created, nanoTime.getAsLong());
        }
    }

    private @Nullable Instant least() {
        @Nullable Shown last = shown;
        if (last == null) {
            return null;
        }
        long passed = nanoTime.getAsLong() - last.nanoTime();
        return passed > HELD.toNanos() ? null : last.created().plusNanos(passed);
    }
}
