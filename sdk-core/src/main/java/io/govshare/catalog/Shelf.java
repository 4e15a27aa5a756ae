package io.govshare.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.govshare.http.Kept;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Keeps what was read under an id; empty is an answer too, but kept for a short time only. Safe for concurrent use. */
final class Shelf<V> {

    /** Reads what stands under this id. */
    @FunctionalInterface
    interface Reader<V> {
        Optional<V> read(String id) throws IOException;
    }

    /** Told of each value that took the place of another. */
    @FunctionalInterface
    interface Observer<V> {
        void replaced(String id, Optional<V> old, Optional<V> fresh);
    }

    /** How long the answer that there is nothing is kept. */
    static final Duration NOTHING_KEPT = Duration.ofMinutes(1);

    /** Ids come from the application, perhaps from what its users type: only so many are remembered. */
    private static final int MOST_IDS = 10_000;

    private static final Kept.Ages OF_NOTHING = Kept.Ages.notBeyond(NOTHING_KEPT);

    private final String what;
    private final Reader<V> reader;
    private final Kept.Ages ages;
    private final TimeSource time;
    private final Executor background;
    private final Observer<V> observer;
    private final ThrottledWarning warning;
    private final Cache<String, Kept<Optional<V>>> slots =
            Caffeine.newBuilder().maximumSize(MOST_IDS).executor(Runnable::run).build();

    /** @param what what is read, for messages, such as {@code the grants for} */
    Shelf(
            String what,
            Reader<V> reader,
            Duration kept,
            TimeSource time,
            Executor background,
            Observer<V> observer,
            ThrottledWarning warning) {
        this.what = what;
        this.reader = reader;
        this.ages = Kept.Ages.of(kept);
        this.time = time;
        this.background = background;
        this.observer = observer;
        this.warning = warning;
    }

    /** What stands under this id, as far as is known. */
    Optional<V> get(String id) throws IOException {
        return slot(id).get();
    }

    /** What stands under this id, read anew unless that was tried less than this long ago. */
    Kept.Reread<Optional<V>> reread(String id, Duration atMostEvery) throws IOException {
        return slot(id).again(atMostEvery);
    }

    private Kept<Optional<V>> slot(String id) {
        return slots.get(
                id,
                absent -> new Kept<>(
                        what + " " + id,
                        () -> reader.read(id),
                        value -> value.isPresent() ? ages : OF_NOTHING,
                        time::nanoTime,
                        background,
                        new OfId(id)));
    }

    /** Says whose value it is. */
    private final class OfId implements Kept.Listener<Optional<V>> {

        private final String id;

        OfId(String id) {
            this.id = id;
        }

        @Override
        public void replaced(Optional<V> old, Optional<V> fresh) {
            observer.replaced(id, old, fresh);
        }

        @Override
        public void unreadable(Throwable why) {
            warning.warn(what + " " + id + " cannot be read again; the last known stays in use", why);
        }
    }
}
