package io.govshare.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of one spool: which there are, how much room they take, and which of them may go. Safe for concurrent use.
 */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private final Path folder;
    private final SpoolLimits limits;
    private final ConcurrentNavigableMap<Long, Known> known = new ConcurrentSkipListMap<>();

    /** The lengths of all known together. */
    private final AtomicLong bytes = new AtomicLong();

    /** Files that the system did not let go yet, and those after them. */
    private final NavigableSet<Long> unwanted = new ConcurrentSkipListSet<>();

    /** Segments before this one are acknowledged and hold no use that has not ended. */
    private volatile long needed;

    private boolean retentionCut;

    /**
     * One segment.
     *
     * @param length bytes that can be read; of the one that is written, those when it was begun or resumed
     * @param created when it was begun
     * @param before how many events the chain had before it
     */
    record Known(int length, Instant created, long before) {}

    Segments(Path folder, SpoolLimits limits, Map<Long, Known> found) {
        this.folder = folder;
        this.limits = limits;
        known.putAll(found);
        bytes.set(found.values().stream().mapToLong(Known::length).sum());
    }

    /** A segment is there now. */
    void begun(SegmentHeader header) {
        Known begun =
                new Known(SegmentHeader.SIZE, header.created(), header.head().count());
        bytes.addAndGet(begun.length() - lengthOf(known.put(header.number(), begun)));
    }

    /** A segment was taken away by somebody else. */
    void forget(long number) {
        bytes.addAndGet(-lengthOf(known.remove(number)));
    }

    private static long lengthOf(@Nullable Known segment) {
        return segment == null ? 0 : segment.length();
    }

    /** Forgets those that were taken away by somebody else. */
    void forgetMissing() {
        for (long number : known.keySet()) {
            if (!Files.exists(Segment.path(folder, number))) {
                forget(number);
            }
        }
    }

    /** A segment takes no more frames. */
    void ended(long number, int length) {
        @Nullable Known begun = known.get(number);
        if (begun != null && known.replace(number, begun, new Known(length, begun.created(), begun.before()))) {
            bytes.addAndGet(length - begun.length());
        }
    }

    @Nullable
    Known get(long number) {
        return known.get(number);
    }

    /** The number after this one; null if it is the last. */
    @Nullable
    Long after(long number) {
        return known.higherKey(number);
    }

    /** What comes before this segment may go when its time has come, or its room is needed. */
    void neededFrom(long number) {
        needed = number;
    }

    /** Deletes what may go, as far as it is older than it must be kept. */
    void expire(Instant now) {
        // What is not kept at all does not depend on what the clock says.
        Instant keptFrom = limits.retention().isZero() ? Instant.MAX : minus(now, limits.retention());
        for (Map.Entry<Long, Known> segment : known.headMap(needed).entrySet()) {
            @Nullable Long next = known.higherKey(segment.getKey());
            @Nullable Known following = next == null ? null : known.get(next);
            if (following == null || following.created().isAfter(keptFrom)) {
                break;
            }
            drop(segment.getKey());
        }
        deleteUnwanted();
    }

    /**
     * The number of the segment before which all events are too old to be delivered; 0 if there are none.
     */
    long pendingFrom(Instant now) {
        Instant oldest = minus(now, limits.pendingAge());
        long from = 0;
        for (Map.Entry<Long, Known> segment : known.entrySet()) {
            if (segment.getValue().created().isAfter(oldest)) {
                break;
            }
            from = segment.getKey();
        }
        return from;
    }

    private static Instant minus(Instant now, Duration time) {
        return time.compareTo(Duration.between(Instant.EPOCH, now)) > 0 ? Instant.EPOCH : now.minus(time);
    }

    /** Whether there is room for one more; what may go is deleted for it, the oldest first, however short it was kept. */
    boolean makeRoom() throws IOException {
        while (!hasRoom()) {
            @Nullable Long first = known.isEmpty() ? null : known.firstKey();
            if (first == null || first >= needed) {
                return false;
            }
            if (!retentionCut) {
                retentionCut = true;
                LOG.warn(
                        "Acknowledged usage events in {} make room for new ones before their {} are over",
                        folder,
                        limits.retention());
            }
            drop(first);
        }
        return true;
    }

    private boolean hasRoom() throws IOException {
        Map.@Nullable Entry<Long, Known> last = known.lastEntry();
        long more = last == null ? 0 : Segment.CAPACITY - last.getValue().length();
        return bytes.get() + more + Segment.CAPACITY <= limits.bytes()
                && Files.getFileStore(folder).getUsableSpace() >= limits.free() + Segment.CAPACITY;
    }

    /** Deletes all, if nothing is kept once it is acknowledged. */
    void dropAll() {
        if (limits.retention().isZero()) {
            known.keySet().forEach(this::drop);
            deleteUnwanted();
        }
    }

    private void drop(long number) {
        forget(number);
        unwanted.add(number);
        deleteUnwanted();
    }

    /** Oldest first, and none before those older than it: a hole would look as if somebody had taken something out. */
    private void deleteUnwanted() {
        @Nullable Long first = unwanted.ceiling(0L);
        while (first != null && isDeleted(first)) {
            unwanted.remove(first);
            first = unwanted.ceiling(0L);
        }
    }

    /** What cannot be deleted now, as long as the system holds it or a virus scanner reads it, is tried again. */
    private boolean isDeleted(long number) {
        Path path = Segment.path(folder, number);
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException e) {
            LOG.debug("Cannot delete {} yet, all of which is reported", path, e);
            return false;
        }
    }

    /** How many files are still there that should not be. */
    int unwanted() {
        return unwanted.size();
    }
}
