package io.govshare.usage;

import io.govshare.http.TimeSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of a spool: appends frames, begins a new segment when one is full, and forces to disk. Safe for
 * concurrent use; appending never waits for the disk.
 */
final class SpoolWriter implements Closeable {

    private final Path folder;
    private final TimeSource time;

    /** Numbers of the segments, and the length of those that are full. */
    private final NavigableMap<Long, Integer> segments = new ConcurrentSkipListMap<>();

    /** Guards what follows; held for one write. */
    private final ReentrantLock writing = new ReentrantLock();

    private final AtomicLong events;
    private final List<Segment> retired = new ArrayList<>();
    private final Map<UUID, Long> open = new HashMap<>();
    private @Nullable Segment active;
    private long last;
    private long written;
    private boolean folderChanged;
    private boolean closed;

    /** Held while forcing, so that those who wait for it find the work done; always taken before {@link #writing}. */
    private final ReentrantLock forcing = new ReentrantLock();

    private volatile long forced;

    /**
     * The end of the spool.
     *
     * @param position place behind the last frame
     * @param events events appended so far, those found at opening included
     */
    record End(Position position, long events) {}

    SpoolWriter(Path folder, Recovery found, TimeSource time) throws IOException {
        this.folder = folder;
        this.time = time;
        this.last = found.last();
        this.events = new AtomicLong(found.pending());
        segments.putAll(found.segments());
        @Nullable Integer length = found.segments().get(last);
        if (length != null) {
            active = Segment.resume(folder, last, length);
        }
    }

    /**
     * Appends a frame; it is with the operating system when this returns.
     *
     * @return the mark to be given to {@link #force(long)}
     * @throws SpoolClosedException if the spool is closed
     * @throws IOException if it cannot be written; nothing of it remains then
     */
    long append(byte type, UUID id, byte[] json) throws IOException {
        byte[] frame = Frame.bytes(type, id, json);
        writing.lock();
        try {
            Segment segment = segmentFor(frame);
            segment.write(frame);
            written += frame.length;
            if (type == Frame.EVENT) {
                events.incrementAndGet();
                open.remove(id);
            } else {
                open.putIfAbsent(id, segment.number());
            }
            return written;
        } finally {
            writing.unlock();
        }
    }

    private Segment segmentFor(byte[] frame) throws IOException {
        if (closed) {
            throw new SpoolClosedException();
        }
        if (active == null || active.isFullFor(frame)) {
            Segment next = Segment.create(folder, last + 1, time.now());
            if (active != null) {
                segments.put(active.number(), active.length());
                retired.add(active);
            }
            last = next.number();
            segments.put(last, next.length());
            folderChanged = true;
            active = next;
        }
        return active;
    }

    /** Has all that was appended up to this mark on the disk when it returns; callers that come together share one forcing. */
    void force(long mark) throws IOException {
        if (forced >= mark) {
            return;
        }
        forcing.lock();
        try {
            if (forced < mark) {
                forceAll();
            }
        } finally {
            forcing.unlock();
        }
    }

    private void forceAll() throws IOException {
        List<Segment> full;
        @Nullable Segment current;
        long upTo;
        boolean newNames;
        writing.lock();
        try {
            full = List.copyOf(retired);
            retired.clear();
            current = active;
            upTo = written;
            newNames = folderChanged;
            folderChanged = false;
        } finally {
            writing.unlock();
        }
        try {
            forceAndClose(full);
            if (current != null) {
                current.force();
            }
            if (newNames) {
                Uninterrupted.run(() -> {
                    PrivateFiles.force(folder);
                    return true;
                });
            }
        } catch (IOException e) {
            giveUp(current);
            throw e;
        }
        forced = upTo;
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

    /** After a failed forcing the system may forget what was not written and report success next time: go on elsewhere. */
    private void giveUp(@Nullable Segment segment) {
        writing.lock();
        try {
            folderChanged = true;
            if (segment != null) {
                segment.giveUp();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Events appended so far, those found at opening included. */
    long events() {
        return events.get();
    }

    /** The mark of the latest frame. */
    long written() {
        writing.lock();
        try {
            return written;
        } finally {
            writing.unlock();
        }
    }

    /** The mark up to which all is on the disk. */
    long forced() {
        return forced;
    }

    End end() {
        writing.lock();
        try {
            Position position = active == null ? new Position(last, 0) : new Position(active.number(), active.length());
            return new End(position, events.get());
        } finally {
            writing.unlock();
        }
    }

    /**
     * Numbers of the segments that can be read, with the length of all but the one that is written; those acknowledged are
     * taken away by the reader.
     */
    NavigableMap<Long, Integer> segments() {
        return segments;
    }

    /** The first segment that a use not yet ended needs; {@code Long.MAX_VALUE} if there is none. */
    long firstOpen() {
        writing.lock();
        try {
            return open.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        } finally {
            writing.unlock();
        }
    }

    /** Forces all and closes the files; only the first time counts. */
    @Override
    public void close() throws IOException {
        forcing.lock();
        try {
            writing.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
            } finally {
                writing.unlock();
            }
            try {
                if (forced < written) {
                    forceAll();
                }
            } finally {
                if (active != null) {
                    active.close();
                }
            }
        } finally {
            forcing.unlock();
        }
    }
}
