package io.govshare.usage;

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

    /** Has all up to this mark on the disk when it returns. */
    void force(long mark) throws IOException {
        if (forced >= mark) {
            return;
        }
        forcing.lock();
        try {
            if (forced < mark) {
                Unforced now = unforced.get();
                try {
                    force(now);
                } catch (IOException e) {
                    giveUp.accept(now);
                    throw e;
                }
                forced = now.mark();
            }
        } finally {
            forcing.unlock();
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
