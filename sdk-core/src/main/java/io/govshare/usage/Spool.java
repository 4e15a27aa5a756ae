package io.govshare.usage;

import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import io.govshare.platform.UsageDelivery;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on disk, in the order in which they were appended, until the platform has acknowledged them. Any thread may append;
 * one thread at a time reads and acknowledges.
 */
final class Spool implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final SpoolFolder folder;
    private final boolean durable;
    private final SpoolWriter writer;
    private final Forcer forcer;

    /** Held while reading or acknowledging, never while events are on their way. */
    private final ReentrantLock reading = new ReentrantLock();

    private boolean closed;
    private Position acknowledged;

    /** Segments that the platform has and that are still to be deleted. */
    private final Set<Long> reported = new TreeSet<>();

    private volatile long acknowledgedEvents;
    private volatile Runnable listener = () -> {};

    /** Uses that were reported as interrupted when the spool was opened, though their end may still come. */
    private final Set<UUID> interrupted;

    /**
     * The next events to be reported.
     *
     * @param events the events, none if nothing is left
     * @param end the place behind them
     * @param countAfter how many events will have been acknowledged with them
     */
    record Batch(List<UsageDelivery.Event> events, Position end, long countAfter) {}

    private Spool(SpoolFolder folder, boolean durable, SpoolWriter writer, Recovery found, TimeSource time) {
        this.folder = folder;
        this.durable = durable;
        this.writer = writer;
        this.acknowledged = found.acknowledged();
        this.interrupted = Set.copyOf(found.unfinished().keySet());
        this.forcer = new Forcer(writer, new ThrottledWarning(LOG, time::nanoTime));
    }

    /**
     * Opens the spool in a folder that is held, and takes it over: torn tails are cut off, uses that never ended become
     * events. Closing the spool gives the folder free.
     *
     * @param durable whether an append returns only when it is on the disk
     */
    static Spool open(SpoolFolder folder, boolean durable, TimeSource time) throws IOException {
        Recovery found = Recovery.of(folder.path());
        SpoolWriter writer = new SpoolWriter(folder.path(), found, time);
        Spool spool = new Spool(folder, durable, writer, found, time);
        try {
            for (Map.Entry<UUID, byte[]> use : found.unfinished().entrySet()) {
                spool.write(Frame.EVENT, use.getKey(), use.getValue());
            }
            spool.deleteAcknowledged();
        } catch (IOException e) {
            spool.forcer.close();
            writer.close();
            throw e;
        }
        return spool;
    }

    /** Calls this when the first event is pending, and again when there are more than before; on the appending thread. */
    void onPending(Runnable newListener) {
        listener = newListener;
    }

    /**
     * Appends a frame. When it returns, the frame outlives this process, and the loss of power if the spool is durable. A
     * use that was reported as interrupted when the spool was opened is not reported a second time.
     *
     * @throws SpoolClosedException if the spool is closed
     * @throws IOException if it cannot be written, or not forced to a disk it must be forced to
     */
    void append(byte type, UUID id, byte[] json) throws IOException {
        if (!interrupted.contains(id)) {
            write(type, id, json);
        }
    }

    private void write(byte type, UUID id, byte[] json) throws IOException {
        long mark = writer.append(type, id, json);
        if (type == Frame.EVENT) {
            listener.run();
        }
        if (durable) {
            writer.force(mark);
        } else {
            forcer.wrote();
        }
    }

    /** The next events, at most so many, with JSON of at most so many bytes unless the first alone is larger. */
    Batch read(int most, int mostBytes) throws IOException {
        reading.lock();
        try {
            return readHeld(most, mostBytes);
        } finally {
            reading.unlock();
        }
    }

    private Batch readHeld(int most, int mostBytes) throws IOException {
        SpoolWriter.End end = writer.end();
        List<UsageDelivery.Event> events = new ArrayList<>();
        Position at = acknowledged;
        int bytes = 0;
        while (at.compareTo(end.position()) < 0) {
            long limit = limit(at.segment(), end.position());
            if (at.offset() >= limit) {
                at = next(at.segment(), end.position());
                continue;
            }
            byte[] chunk = chunk(at, limit, (long) mostBytes + Frame.PREFIX + Frame.LONGEST);
            FrameReader frames = new FrameReader(chunk, 0, chunk.length);
            int read = 0;
            for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
                if (frame.type() == Frame.EVENT && frame.hasId()) {
                    boolean full = events.size() == most || (!events.isEmpty() && bytes + frame.jsonSize() > mostBytes);
                    if (full) {
                        return batch(events, new Position(at.segment(), at.offset() + read), end);
                    }
                    events.add(frame.event());
                    bytes += frame.jsonSize();
                }
                read = frames.position();
            }
            boolean whole = at.offset() + chunk.length == limit;
            at = new Position(at.segment(), whole ? limit : at.offset() + read);
        }
        return batch(events, at, end);
    }

    private Batch batch(List<UsageDelivery.Event> events, Position at, SpoolWriter.End end) {
        boolean reachedEnd = at.compareTo(end.position()) >= 0;
        return new Batch(events, at, reachedEnd ? end.events() : acknowledgedEvents + events.size());
    }

    /** Up to where a segment can be read; 0 if it is not there. */
    private long limit(long segment, Position end) {
        @Nullable Integer length = writer.segments().get(segment);
        return length == null ? 0 : segment == end.segment() ? end.offset() : length;
    }

    private Position next(long segment, Position end) {
        @Nullable Long next = writer.segments().higherKey(segment);
        return next == null || next > end.segment() ? end : new Position(next, Segment.HEADER);
    }

    /** Bytes up to the limit, but not many more than asked for, unless damage makes it necessary to look further. */
    private byte[] chunk(Position at, long limit, long wanted) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(Segment.path(folder.path(), at.segment()).toFile(), "r")) {
            byte[] chunk = new byte[(int) Math.min(limit - at.offset(), wanted)];
            file.seek(at.offset());
            file.readFully(chunk);
            if (at.offset() + chunk.length == limit || new FrameReader(chunk, 0, chunk.length).next() != null) {
                return chunk;
            }
            chunk = new byte[(int) (limit - at.offset())];
            file.seek(at.offset());
            file.readFully(chunk);
            return chunk;
        }
    }

    /**
     * Notes that the platform has the batch, and deletes the segments that hold nothing else.
     *
     * @throws SpoolClosedException if the spool is closed: the folder may be someone else's by now
     */
    void acknowledge(Batch batch) throws IOException {
        reading.lock();
        try {
            if (closed) {
                throw new SpoolClosedException();
            }
            Acknowledged.write(folder.path(), batch.end());
            acknowledged = batch.end();
            acknowledgedEvents = batch.countAfter();
            deleteAcknowledged();
        } finally {
            reading.unlock();
        }
    }

    private void deleteAcknowledged() {
        long needed = Math.min(acknowledged.segment(), writer.firstOpen());
        NavigableMap<Long, Integer> unneeded = writer.segments().headMap(needed, false);
        reported.addAll(unneeded.keySet());
        unneeded.clear();
        reported.removeIf(this::isDeleted);
    }

    /** What cannot be deleted now, as long as the system holds it or a virus scanner reads it, is tried again. */
    private boolean isDeleted(long number) {
        Path path = Segment.path(folder.path(), number);
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException e) {
            LOG.debug("Cannot delete {} yet, all of which is reported", path, e);
            return false;
        }
    }

    /** How many events were ever appended, those found at opening included. */
    long appendedEvents() {
        return writer.events();
    }

    /** How many of them the platform has. */
    long acknowledgedEvents() {
        return acknowledgedEvents;
    }

    long pending() {
        return Math.max(0, appendedEvents() - acknowledgedEvents);
    }

    /** When the use of the oldest pending event began. */
    Optional<Instant> oldestPending() throws IOException {
        return read(1, 1).events().stream()
                .map(event -> EventIds.timeOf(UUID.fromString(event.id())))
                .findFirst();
    }

    Path path() {
        return folder.path();
    }

    SpoolWriter writer() {
        return writer;
    }

    /** Forces all to disk, takes away what the platform has, and gives the folder free. */
    @Override
    public void close() throws IOException {
        forcer.close();
        reading.lock();
        try {
            if (!closed) {
                closed = true;
                closeHeld();
            }
        } finally {
            reading.unlock();
        }
    }

    private void closeHeld() throws IOException {
        try {
            writer.close();
            if (acknowledged.compareTo(writer.end().position()) >= 0 && writer.firstOpen() == Long.MAX_VALUE) {
                reported.addAll(writer.segments().keySet());
            }
            reported.removeIf(this::isDeleted);
            if (!reported.isEmpty()) {
                LOG.warn(
                        "Cannot delete {} segments in {}, all of which is reported; they go when it is opened again",
                        reported.size(),
                        folder.path());
            }
        } finally {
            folder.close();
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
