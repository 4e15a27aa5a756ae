package io.govshare.usage;

import io.govshare.http.ThrottledWarning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Forces what was appended to the disk. Callers that come while one forces wait, and then mostly find their work done by the
 * next: the first of them forces for all. Safe for concurrent use.
 */
final class GroupCommit {

    private final Supplier<Unforced> unforced;
    private final Consumer<Unforced> giveUp;
    private final ReentrantLock forcing = new ReentrantLock();
    private volatile long forced;
    private volatile @Nullable Lost lost;

    /** Marks behind {@code after}, up to {@code upTo}, that a disk failed to take. */
    private record Lost(long after, long upTo, IOException why) {

        boolean has(long mark) {
            return mark > after && mark <= upTo;
        }
    }

    /**
     * What is not on the disk yet.
     *
     * @param full segments that take no more frames, to be closed
     * @param current the segment that is written; null if none is
     * @param folder the folder if names in it have changed; null if not
     * @param mark the mark of the latest frame in them
     */
    record Unforced(
            List<Segment> full,
            @Nullable Segment current,
            @Nullable Path folder,
            long mark) {}

    /**
     * @param unforced what is not on the disk at that moment; asked while nobody else forces
     * @param giveUp told what could not be forced
     */
    GroupCommit(Supplier<Unforced> unforced, Consumer<Unforced> giveUp) {
        this.unforced = unforced;
        this.giveUp = giveUp;
    }

    /**
     * Has all up to this mark on the disk when it returns.
     *
     * @throws IOException if the disk fails, or failed for another caller when it was to take this mark too
     */
    void force(long mark) throws IOException {
        if (forced < mark) {
            forcing.lock();
            try {
                refuseLost(mark);
                forceUpTo(mark);
            } finally {
                forcing.unlock();
            }
        }
        refuseLost(mark);
    }

    /** Has all on the disk, up to this mark or more; what a disk failed to take before is tried again. */
    void forceAgain(long mark) throws IOException {
        forcing.lock();
        try {
            forceUpTo(mark);
        } finally {
            forcing.unlock();
        }
    }

    /** The system reports a failure once, and success the next time: who waits must not take that for his own. */
    private void refuseLost(long mark) throws IOException {
        @Nullable Lost failed = lost;
        if (failed != null && failed.has(mark)) {
            throw new IOException(ThrottledWarning.describe(failed.why()), failed.why());
        }
    }

    private void forceUpTo(long mark) throws IOException {
        if (forced < mark) {
            Unforced now = unforced.get();
            try {
                force(now);
            } catch (IOException e) {
                lost = new Lost(forced, now.mark(), e);
                giveUp.accept(now);
                throw e;
            }
            forced = now.mark();
        }
    }

    /** The mark up to which all is on the disk. */
    long forced() {
        return forced;
    }

    private static void force(Unforced now) throws IOException {
        forceAndClose(now.full());
        if (now.current() != null) {
            now.current().force();
        }
        @Nullable Path folder = now.folder();
        if (folder != null) {
            Uninterrupted.run(() -> {
                PrivateFiles.force(folder);
                return true;
            });
        }
    }

    private static void forceAndClose(List<Segment> segments) throws IOException {
        @Nullable IOException failure = null;
        for (Segment segment : segments) {
            try (segment) {
                segment.force();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
