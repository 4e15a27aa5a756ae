package io.govshare.usage;

import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import io.govshare.platform.UsageBatch;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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
    private final TimeSource time;
    private final AgeClock ages;
    private final Segments segments;
    private final SpoolWriter writer;
    private final SpoolReader reader;
    private final GapEvent gapEvent;
    private final Forcer forcer;

    /** Held while reading or acknowledging, never while events are on their way. */
    private final ReentrantLock reading = new ReentrantLock();

    private boolean closed;
    private volatile Acknowledged acknowledged;
    private final AtomicLong givenUp = new AtomicLong();
    private volatile Runnable listener = () -> {};

    /** Uses that were reported as interrupted when the spool was opened, though their end may still come. */
    private final Set<UUID> interrupted = new HashSet<>();

    /**
     * The next events to be reported.
     *
     * @param events the events, none if nothing is left
     * @param end the place behind them
     * @param head where the chain stands behind them
     */
    record Batch(List<UsageBatch.Event> events, Position end, Chain.Head head) {

        /** As it is delivered. */
        UsageBatch delivered() {
            return new UsageBatch(events, head.chain().toString(), head.count(), head.link());
        }
    }

    /**
     * How a spool is kept.
     *
     * @param durable whether an append returns only when it is on the disk
     * @param gapEvent makes the event that says how many are not on record
     * @param disk where it is kept
     */
    record Settings(boolean durable, SpoolLimits limits, GapEvent gapEvent, Disk disk) {}

    private Spool(SpoolFolder folder, Settings settings, Recovery.Found found, TimeSource time) throws IOException {
        this.folder = folder;
        this.durable = settings.durable();
        this.gapEvent = settings.gapEvent();
        this.time = time;
        this.ages = AgeClock.from(found.latest(), time);
        this.segments = new Segments(folder.path(), settings.limits(), found.segments());
        this.writer = new SpoolWriter(folder.path(), found, segments, settings, time);
        this.reader = new SpoolReader(folder.path(), segments);
        this.acknowledged = found.acknowledged();
        this.forcer = new Forcer(this::force, new ThrottledWarning(LOG, time::nanoTime));
    }

    /**
     * Opens the spool in a folder that is held, and takes it over: torn tails are cut off, uses that never ended become
     * events. Closing the spool gives the folder free.
     */
    static Spool open(SpoolFolder folder, Settings settings, TimeSource time) throws IOException {
        Recovery.Found found = Recovery.in(folder.path());
        Spool spool = new Spool(folder, settings, found, time);
        try {
            long from = Math.min(
                    found.acknowledged().needed(),
                    found.acknowledged().position().segment());
            found.unfinished().keySet().forEach(use -> spool.writer.stillOpen(use, from));
            spool.tidy();
            spool.report(found.unfinished());
        } catch (IOException e) {
            spool.forcer.close();
            spool.writer.close();
            throw e;
        }
        return spool;
    }

    /** Uses that find no room are counted as others are. */
    private void report(Map<UUID, byte[]> unfinished) throws IOException {
        for (Map.Entry<UUID, byte[]> use : unfinished.entrySet()) {
            interrupted.add(use.getKey());
            try {
                write(Frame.EVENT, use.getKey(), use.getValue());
            } catch (IOException counted) {
                LOG.warn(
                        "The end of a use of a process before is only counted: {}", ThrottledWarning.describe(counted));
            }
        }
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
            restoreIfRemoved();
            writer.force(mark);
        } else {
            forcer.wrote();
        }
    }

    /** Has all that was appended so far on the disk when it returns. */
    void force() throws IOException {
        restoreIfRemoved();
        writer.forceAll();
    }

    /** What others took away from under us is put back, as far as it is in memory; the rest goes on record as missing. */
    private void restoreIfRemoved() throws IOException {
        if (!writer.isRemoved()) {
            return;
        }
        reading.lock();
        try {
            folder.restore();
            @Nullable SegmentHeader removed = writer.restore();
            if (removed != null) {
                LOG.warn("{} was taken away; the latest segment was put back", folder);
                segments.forgetMissing();
                afterRestoring(removed);
            }
        } finally {
            reading.unlock();
        }
    }

    private void afterRestoring(SegmentHeader removed) throws IOException {
        long number = writer.end().position().segment();
        Acknowledged before = acknowledged;
        if (before.position().segment() == removed.number()) {
            acknowledged(new Position(number, before.position().offset()), before.head());
            return;
        }
        long missing = removed.head().count() - before.head().count();
        acknowledged(new Position(number, SegmentHeader.SIZE), removed.head());
        if (missing > 0) {
            givenUp.addAndGet(missing);
            gap(missing, removed.created(), GapReason.TAKEN_AWAY);
        }
    }

    /** Puts on record that so many events since then are not there any more, or were not delivered. */
    private void gap(long count, Instant since, GapReason reason) throws IOException {
        UUID id = EventIds.ofProcess().next(time);
        write(Frame.EVENT, id, gapEvent.json(id, new SegmentHeader.Shed(count, since, 0), reason));
    }

    /** The next events, at most so many, with JSON of at most so many bytes unless the first alone is larger. */
    Batch read(int most, int mostBytes) throws IOException {
        return read(0, most, mostBytes);
    }

    /**
     * The events behind the next so many. A batch has no gap, even if damage left one in the spool: its events follow each
     * other in the chain, so that whoever has the link before them can make the head of them.
     */
    Batch read(int passed, int most, int mostBytes) throws IOException {
        reading.lock();
        try {
            return readWhatIsThere(passed, most, mostBytes);
        } finally {
            reading.unlock();
        }
    }

    /** Segments that others took away are passed over; the chain shows that their events are missing. */
    private Batch readWhatIsThere(int passed, int most, int mostBytes) throws IOException {
        try {
            return reader.read(acknowledged, writer.end(), passed, most, mostBytes);
        } catch (FileNotFoundException taken) {
            restoreIfRemoved();
            LOG.warn("Usage events in {} are missing, since a segment was taken away: {}", folder, taken.getMessage());
            segments.forgetMissing();
            return reader.read(acknowledged, writer.end(), passed, most, mostBytes);
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
            acknowledged(batch.end(), batch.head());
            if (!batch.events().isEmpty()) {
                anchor(batch.head());
            }
            tidy();
        } finally {
            reading.unlock();
        }
    }

    private void anchor(Chain.Head head) throws IOException {
        try {
            writer.anchor(head);
            forcer.wrote();
        } catch (SpoolFullException noted) {
            LOG.debug("{} has no room to say what is acknowledged; the file beside the segments says so", this, noted);
        }
    }

    private void acknowledged(Position position, Chain.Head head) throws IOException {
        Acknowledged next = new Acknowledged(position, neededFrom(position), head);
        next.write(folder.path());
        acknowledged = next;
    }

    private long neededFrom(Position position) {
        return Math.min(position.segment(), writer.firstOpen());
    }

    /** Gives up pending events that are too old, and deletes what is kept no longer. */
    void tidy() throws IOException {
        reading.lock();
        try {
            if (!closed) {
                restoreIfRemoved();
                giveUpTooOld();
                segments.neededFrom(neededFrom(acknowledged.position()));
                segments.expire(ages.now());
                writer.roomMayBeFreed();
            }
        } finally {
            reading.unlock();
        }
    }

    private void giveUpTooOld() throws IOException {
        long from = segments.pendingFrom(ages.now());
        Segments.@Nullable Known kept = segments.get(from);
        long given = kept == null ? 0 : kept.before() - acknowledged.head().count();
        if (kept == null || given <= 0) {
            return;
        }
        SegmentHeader header = SegmentHeader.of(Segment.beginningOf(Segment.path(folder.path(), from)));
        // Where the chain stands there is not known if it is damaged; a later segment says so when it is too old.
        if (header.isIntact()) {
            Instant since = oldestPending().orElse(header.created());
            LOG.warn("{} usage events in {} are too old to be delivered and are given up", given, this);
            boolean full = !writer.hasRoom();
            if (full) {
                // Only what is given up makes the room to say so.
                passOver(given, from, header.head());
            }
            gap(given, since, GapReason.TOO_OLD);
            if (!full) {
                passOver(given, from, header.head());
            }
        }
    }

    private void passOver(long given, long segment, Chain.Head head) throws IOException {
        acknowledged(new Position(segment, SegmentHeader.SIZE), head);
        givenUp.addAndGet(given);
        segments.neededFrom(neededFrom(acknowledged.position()));
        writer.roomMayBeFreed();
    }

    /** How many events were ever appended. */
    long appendedEvents() {
        return writer.events();
    }

    /** How many of them are delivered, or need not be any more. */
    long acknowledgedEvents() {
        return acknowledged.head().count();
    }

    long pending() {
        return Math.max(0, appendedEvents() - acknowledgedEvents());
    }

    /** How many uses found no room, or were too old to be delivered, since the spool was opened. */
    long shedEvents() {
        return writer.shedEvents() + givenUp.get();
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
            restoreIfRemoved();
            writer.close();
            if (pending() == 0 && writer.firstOpen() == Long.MAX_VALUE && !writer.owesGap()) {
                segments.dropAll();
            }
            if (segments.unwanted() > 0) {
                LOG.warn(
                        "Cannot delete {} segments in {} that are kept no longer; they go when it is opened again",
                        segments.unwanted(),
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
