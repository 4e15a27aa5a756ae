package io.govshare.usage;

import io.govshare.http.ThrottledWarning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Forces what was appended to the disk, in rounds: callers that come while one round is under way make up the next, which the
 * first of them forces for all (leader and followers). A follower is woken once, when its round is done, and takes no lock
 * then. Safe for concurrent use.
 */
final class GroupCommit {

    private final Supplier<Unforced> unforced;
    private final Consumer<Unforced> giveUp;

    /** Guards which round is next and which under way; held for a moment. */
    private final ReentrantLock turn = new ReentrantLock();

    private Round next = new Round();
    private @Nullable Round underWay;
    private volatile long forced;
    private volatile @Nullable Lost lost;

    /** Callers for whom one of them forces. */
    private static final class Round {

        private final CountDownLatch done = new CountDownLatch(1);
        private boolean hasLeader;

        /** An interrupt does not end the waiting, and stays set. */
        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

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
        while (forced < mark) {
            refuseLost(mark);
            together(mark);
        }
        refuseLost(mark);
    }

    /** Has all on the disk, up to this mark or more; what a disk failed to take before is tried again. */
    void forceAgain(long mark) throws IOException {
        while (forced < mark) {
            together(mark);
        }
    }

    /** Takes part in the next round. @throws IOException if this caller led it and the disk failed */
    private void together(long mark) throws IOException {
        Round mine;
        @Nullable Round before;
        boolean leads;
        turn.lock();
        try {
            if (forced >= mark) {
                return;
            }
            mine = next;
            before = underWay;
            leads = !mine.hasLeader;
            mine.hasLeader = true;
        } finally {
            turn.unlock();
        }
        if (leads) {
            lead(mine, before);
        } else {
            mine.await();
        }
    }

    private void lead(Round mine, @Nullable Round before) throws IOException {
        if (before != null) {
            before.await();
        }
        begin(mine);
        try {
            forceAll();
        } finally {
            end(mine);
        }
    }

    /** Who comes from now on belongs to another round. */
    private void begin(Round round) {
        turn.lock();
        try {
            underWay = round;
            next = new Round();
        } finally {
            turn.unlock();
        }
    }

    private void end(Round round) {
        turn.lock();
        try {
            underWay = null;
        } finally {
            turn.unlock();
        }
        round.done.countDown();
    }

    /** The system reports a failure once, and success the next time: who waits must not take that for his own. */
    private void refuseLost(long mark) throws IOException {
        @Nullable Lost failed = lost;
        if (failed != null && failed.has(mark)) {
            throw new IOException(ThrottledWarning.describe(failed.why()), failed.why());
        }
    }

    private void forceAll() throws IOException {
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
