package io.govshare.usage;

import io.govshare.http.TimeSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of a spool: appends frames, chains events, begins a new segment when one is full, and forces to disk. Events
 * that find no room are counted, and the count is put on record as soon as there is some. Safe for concurrent use; appending
 * never waits for the disk.
 */
final class SpoolWriter implements Closeable {

    /** What is left to uses that have begun when there is no room for another segment. */
    static final int RESERVE = 1024 * 1024;

    private static final long LOOK_AGAIN = Duration.ofSeconds(1).toNanos();

    private final Path folder;
    private final TimeSource time;
    private final Segments segments;
    private final GapEvent gapEvent;
    private final Disk disk;

    /** Guards what follows; held for one write. */
    private final ReentrantLock writing = new ReentrantLock();

    private final List<Segment> retired = new ArrayList<>();
    private final Map<UUID, Long> open = new HashMap<>();
    private final Chain chain;

    /** Null if none is written; those who do not write may look at it. */
    private volatile @Nullable Segment active;

    private SegmentHeader.Shed shed;
    private long last;
    private long written;
    private volatile long looked;

    /** The segment whose reserve has been reached, and which was looked beyond once. */
    private long lookedFor;

    private boolean folderChanged;
    private volatile boolean closed;

    private volatile long events;
    private final AtomicLong shedEvents = new AtomicLong();

    /**
     * Whether there is no room for another segment, and no more than the reserve in the last; taken for granted until it is
     * looked at.
     */
    private volatile boolean full;

    private final GroupCommit commit = new GroupCommit(this::unforced, this::giveUp);

    SpoolWriter(Path folder, Recovery.Found found, Segments segments, Spool.Settings settings, TimeSource time)
            throws IOException {
        this.folder = folder;
        this.time = time;
        this.segments = segments;
        this.gapEvent = settings.gapEvent();
        this.disk = settings.disk();
        this.chain = new Chain(found.head());
        this.events = chain.count();
        this.shed = found.shed();
        this.last = found.last();
        this.looked = time.nanoTime() - LOOK_AGAIN;
        Segments.@Nullable Known latest = segments.get(last);
        if (latest != null) {
            active = Segment.resume(folder, last, latest.length(), disk);
        }
        full = active == null || active.left() < RESERVE;
    }

    /**
     * Appends a frame; it is with the operating system when this returns.
     *
     * @return the mark to be given to {@link #force(long)}
     * @throws SpoolClosedException if the spool is closed
     * @throws SpoolFullException if there is no room; an event is counted then
     * @throws IOException if it cannot be written; nothing of it remains then, and an event is counted
     */
    long append(byte type, UUID id, byte[] json) throws IOException {
        return type == Frame.EVENT ? appendEvent(id, json) : appendOpened(id, json);
    }

    private long appendEvent(UUID id, byte[] json) throws IOException {
        byte[] frame = Frame.event(id, json);
        byte[] digest = Chain.digest(json);
        writing.lock();
        try {
            if (shed.count() == 0) {
                write(segmentFor(frame.length), frame, digest);
            } else {
                writeBehindGap(frame, digest);
            }
            open.remove(id);
            return written;
        } catch (SpoolClosedException notHere) {
            throw notHere;
        } catch (IOException e) {
            countShed();
            open.remove(id);
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private void write(Segment segment, byte[] frame, byte[] digest) throws IOException {
        byte[] link = chain.next(digest);
        Frame.place(frame, chain.count() + 1, link);
        segment.write(frame);
        chain.advance(link);
        events = chain.count();
        written += frame.length;
    }

    private void writeBehindGap(byte[] frame, byte[] digest) throws IOException {
        UUID id = EventIds.ofProcess().next(time);
        byte[] json = gapEvent.json(id, shed, GapReason.NO_ROOM);
        byte[] gap = Frame.event(id, json);
        Segment segment = segmentFor(gap.length + frame.length);
        segment.reserve(gap.length + frame.length);
        write(segment, gap, Chain.digest(json));
        shed = SegmentHeader.Shed.NONE;
        write(segment, frame, digest);
    }

    private void countShed() {
        shed = shed.more(time.now(), chain.count());
        shedEvents.incrementAndGet();
        if (active != null) {
            active.note(shed);
        }
    }

    private long appendOpened(UUID id, byte[] json) throws IOException {
        byte[] frame = Frame.opened(id, json);
        writing.lock();
        try {
            Segment segment = segmentFor(frame.length);
            segment.write(frame);
            written += frame.length;
            open.putIfAbsent(id, segment.number());
            return written;
        } finally {
            writing.unlock();
        }
    }

    /** A use of a process before has not ended on record; it began in this segment or a later one. */
    void stillOpen(UUID use, long segment) {
        writing.lock();
        try {
            open.putIfAbsent(use, segment);
        } finally {
            writing.unlock();
        }
    }

    /** Notes that the platform has the chain up to here, if there is room for the note. */
    void anchor(Chain.Head head) throws IOException {
        byte[] frame = Frame.anchor(head, time.now());
        writing.lock();
        try {
            if (!closed && !full) {
                segmentFor(frame.length).write(frame);
                written += frame.length;
            }
        } finally {
            writing.unlock();
        }
    }

    private Segment segmentFor(int bytes) throws IOException {
        if (closed) {
            throw new SpoolClosedException();
        }
        if (active == null || active.left() < bytes) {
            active = nextSegment();
        }
        if (active.left() - bytes < RESERVE && lookedFor != active.number()) {
            lookedFor = active.number();
            full = !looksRoomy();
        }
        return active;
    }

    private Segment nextSegment() throws IOException {
        if (active != null && active.isRemoved()) {
            throw new IOException("The usage spool in " + folder + " was taken away and is not put back yet");
        }
        boolean tooSoon = full && !isTimeToLook();
        if (tooSoon || !looksRoomy()) {
            full = true;
            throw new SpoolFullException("The usage spool has no room left in " + folder
                    + ", within its largest size and with the free space that is to be left on the disk");
        }
        SegmentHeader header = SegmentHeader.of(last + 1, time.now(), chain.head());
        Segment next = Segment.create(folder, header, disk);
        if (active != null) {
            segments.ended(active.number(), active.length());
            retired.add(active);
        }
        last = next.number();
        segments.begun(header);
        folderChanged = true;
        full = false;
        return next;
    }

    /** Whether the file that is written has been taken away. */
    boolean isRemoved() {
        @Nullable Segment now = active;
        return now != null && !closed && now.isRemoved();
    }

    /**
     * Writes what the file had that was taken away into a new one, from the memory that outlived it.
     *
     * @return the header of the one that was taken away; null if none was
     */
    @Nullable
    SegmentHeader restore() throws IOException {
        writing.lock();
        try {
            if (active == null || !isRemoved()) {
                return null;
            }
            Segment removed = active;
            Segment restored = removed.writtenAgain(folder, last + 1);
            restored.note(shed);
            last = restored.number();
            segments.begun(restored.header());
            segments.forget(removed.number());
            open.replaceAll((use, segment) -> last);
            folderChanged = true;
            active = restored;
            written += restored.length();
            removed.close();
            return removed.header();
        } finally {
            writing.unlock();
        }
    }

    private boolean looksRoomy() throws IOException {
        looked = time.nanoTime();
        return segments.makeRoom();
    }

    /** Something was deleted or acknowledged. */
    void roomMayBeFreed() throws IOException {
        writing.lock();
        try {
            full = full && !looksRoomy();
        } finally {
            writing.unlock();
        }
    }

    /** Whether uses that begin now will find room when they end. */
    boolean hasRoom() throws IOException {
        // One looks for all who wait; the others find what that one saw, or look a moment later.
        if (full && isTimeToLook() && writing.tryLock()) {
            try {
                full = isTimeToLook() ? !looksRoomy() : full;
            } finally {
                writing.unlock();
            }
        }
        return !full;
    }

    private boolean isTimeToLook() {
        return time.nanoTime() - looked >= LOOK_AGAIN;
    }

    /** Whether events found no room of which the record does not say so yet; to be asked once it is closed. */
    boolean owesGap() {
        return shed.count() > 0;
    }

    /** How many events found no room since the spool was opened. */
    long shedEvents() {
        return shedEvents.get();
    }

    /** Has all that was appended up to this mark on the disk when it returns; callers that come together share one forcing. */
    void force(long mark) throws IOException {
        commit.force(mark);
    }

    /** Has all that was appended so far on the disk when it returns. */
    void forceAll() throws IOException {
        commit.forceAgain(written());
    }

    /** What is not on the disk yet. */
    private GroupCommit.Unforced unforced() {
        writing.lock();
        try {
            GroupCommit.Unforced unforced =
                    new GroupCommit.Unforced(List.copyOf(retired), active, folderChanged ? folder : null, written);
            retired.clear();
            folderChanged = false;
            return unforced;
        } finally {
            writing.unlock();
        }
    }

    /** After a failed forcing the system may forget what was not written and report success next time: go on elsewhere. */
    private void giveUp(GroupCommit.Unforced failed) {
        writing.lock();
        try {
            folderChanged = true;
            // What was taken away is put back from memory, and must go on until then.
            if (failed.current() != null && !failed.current().isRemoved()) {
                failed.current().giveUp();
            }
        } finally {
            writing.unlock();
        }
    }

    /** How many events the chain has. */
    long events() {
        return events;
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
        return commit.forced();
    }

    SpoolEnd end() {
        writing.lock();
        try {
            Position position = active == null ? new Position(last, 0) : new Position(active.number(), active.length());
            return new SpoolEnd(position, chain.head());
        } finally {
            writing.unlock();
        }
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
            forceAll();
        } finally {
            if (active != null) {
                active.close();
            }
        }
    }
}
