package io.govshare.usage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what is in a spool when it is opened, and cuts off torn tails. What is acknowledged and only kept for inspection is not
 * read, but for the headers of its segments.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Path folder;
    private final @Nullable Acknowledged acknowledged;
    private final SortedMap<Long, Segments.Known> segments = new TreeMap<>();
    private final Map<UUID, byte[]> unfinished = new LinkedHashMap<>();
    private long last;
    private Chain.@Nullable Head first;
    private Chain.@Nullable Head head;
    private SegmentHeader.Shed shed = SegmentHeader.Shed.NONE;
    private Instant latest = Instant.MIN;

    /**
     * What is found.
     *
     * @param segments number and length of each segment that can be read
     * @param last highest number that was ever used
     * @param acknowledged up to where the platform has it
     * @param head where the chain stands at the end
     * @param shed events that are not on record, and of which the record does not say so yet
     * @param latest the latest time on record; {@link Instant#MAX} if there is none
     * @param unfinished uses that began and whose end was never written, with the JSON that reports them as interrupted
     */
    record Found(
            SortedMap<Long, Segments.Known> segments,
            long last,
            Acknowledged acknowledged,
            Chain.Head head,
            SegmentHeader.Shed shed,
            Instant latest,
            Map<UUID, byte[]> unfinished) {}

    private Recovery(Path folder) throws IOException {
        this.folder = folder;
        acknowledged = Acknowledged.read(folder);
    }

    /** Reads what has to be read of the segments of the folder, and repairs their tails. */
    static Found in(Path folder) throws IOException {
        Recovery recovery = new Recovery(folder);
        for (long number : Segment.numbers(folder)) {
            recovery.look(number);
        }
        return recovery.found();
    }

    private void look(long number) throws IOException {
        last = Math.max(last, number);
        Path path = Segment.path(folder, number);
        boolean kept = acknowledged != null
                && number < Math.min(acknowledged.position().segment(), acknowledged.needed());
        byte[] bytes = kept ? Segment.beginningOf(path) : Files.readAllBytes(path);
        if (!isReadable(path, bytes, kept)) {
            return;
        }
        SegmentHeader header = SegmentHeader.of(bytes);
        Instant created = header.created();
        if (header.isIntact()) {
            head = header.head();
            onRecord(created);
        } else {
            LOG.warn("The header of {} is damaged; its events are reported, but its chain cannot be verified", path);
            created = Files.getLastModifiedTime(path).toInstant();
            head = head == null && acknowledged != null ? acknowledged.head() : head;
            head = head == null ? header.head() : head;
        }
        // A later segment may have been begun before the number was put on record.
        shed = header.shed().count() > 0 ? header.shed() : shed;
        first = first == null ? head : first;
        long before = head.count();
        int length = kept ? (int) Files.size(path) : read(path, bytes);
        segments.put(number, new Segments.Known(length, created, before));
    }

    private int read(Path path, byte[] bytes) throws IOException {
        FrameReader frames = new FrameReader(bytes, SegmentHeader.SIZE, bytes.length);
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            timeOf(frame);
            if (frame.isOpened()) {
                unfinished.put(frame.id(), frame.json());
            } else if (frame.isEvent()) {
                unfinished.remove(frame.id());
                head = Chain.Head.of(chain(), frame.count(), frame.link());
            }
        }
        cut(path, frames, bytes.length);
        return frames.position();
    }

    private void timeOf(Frame frame) {
        if (frame.isAnchor()) {
            onRecord(frame.acknowledged());
        } else if (frame.isOpened() || frame.isEvent()) {
            onRecord(EventIds.timeOf(frame.id()));
        }
    }

    private void onRecord(Instant time) {
        latest = time.isAfter(latest) ? time : latest;
    }

    private UUID chain() {
        return head == null ? UUID.randomUUID() : head.chain();
    }

    private Found found() {
        Chain.Head end = head == null ? Chain.Head.beginning(UUID.randomUUID()) : head;
        Acknowledged known = acknowledged;
        if (known == null) {
            known = new Acknowledged(Position.BEGIN, 0, first == null ? end : first);
        } else if (head == null || known.head().count() > end.count()) {
            // All that was acknowledged is gone, or the latest was lost with the power: the chain goes on behind it.
            end = known.head();
        }
        known = new Acknowledged(within(known.position()), known.needed(), known.head());
        last = Math.max(last, known.position().segment());
        return new Found(
                segments,
                last,
                known,
                end,
                shed.at() == end.count() ? shed : SegmentHeader.Shed.NONE,
                latest.equals(Instant.MIN) ? Instant.MAX : latest,
                unfinished);
    }

    /**
     * A segment may be shorter now than what was acknowledged of it, be it only by the beginning of a use; what comes there
     * next is new.
     */
    private Position within(Position position) {
        Segments.@Nullable Known known = segments.get(position.segment());
        return known == null || known.length() >= position.offset()
                ? position
                : new Position(position.segment(), known.length());
    }

    private static boolean isReadable(Path path, byte[] bytes, boolean kept) throws IOException {
        switch (isHalfAHeader(bytes) && !kept ? SegmentHeader.Beginning.TORN : SegmentHeader.beginning(bytes)) {
            case YES -> {
                return true;
            }
            case TORN -> {
                Files.delete(path);
                LOG.warn("Cut {} bytes off {}: its creation was interrupted", bytes.length, path);
            }
            case FOREIGN -> {
                Path aside = path.resolveSibling(path.getFileName() + ".damaged");
                Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
                LOG.warn("{} does not begin like a usage spool; it was set aside as {}", path, aside.getFileName());
            }
            case OTHER_VERSION ->
                LOG.warn("{} was written by another version of the SDK; it stays until that version reports it", path);
        }
        return false;
    }

    /** Whether the process ended while the header was written. */
    private static boolean isHalfAHeader(byte[] bytes) {
        boolean ours = switch (SegmentHeader.beginning(bytes)) {
            case YES -> !SegmentHeader.of(bytes).isIntact();
            case OTHER_VERSION -> bytes.length >= SegmentHeader.SIZE && bytes[SegmentHeader.VERSION_AT] == 0;
            case TORN, FOREIGN -> false;
        };
        return ours && new FrameReader(bytes, SegmentHeader.SIZE, bytes.length).torn() == 0;
    }

    private static void cut(Path path, FrameReader frames, int length) throws IOException {
        if (frames.damaged() > 0) {
            LOG.warn("{} bytes of {} are damaged; the usage events in them are lost", frames.damaged(), path);
        }
        if (frames.position() < length) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(frames.position());
            }
        }
        // A segment that was not closed has the space behind its frames still; one that was ends with them.
        int torn = length == Segment.CAPACITY ? frames.torn() : length - frames.position();
        if (torn > 0) {
            LOG.warn("Cut {} bytes of a torn frame off {}", torn, path);
        }
    }
}
