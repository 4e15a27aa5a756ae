package io.govshare.usage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is found in a spool when it is opened, after torn tails were cut off.
 *
 * @param segments number and length of each segment that can be read
 * @param last highest number that was ever used
 * @param acknowledged up to where the platform has it
 * @param pending events behind that place
 * @param unfinished uses that began and whose end was never written, with the JSON that reports them as interrupted
 */
record Recovery(
        SortedMap<Long, Integer> segments,
        long last,
        Position acknowledged,
        long pending,
        Map<UUID, byte[]> unfinished) {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** Reads all segments of the folder and repairs their tails. */
    static Recovery of(Path folder) throws IOException {
        Position acknowledged = Acknowledged.read(folder);
        SortedMap<Long, Integer> segments = new TreeMap<>();
        Map<UUID, byte[]> unfinished = new LinkedHashMap<>();
        long last = acknowledged.segment();
        long pending = 0;
        for (long number : Segment.numbers(folder)) {
            last = Math.max(last, number);
            Path path = Segment.path(folder, number);
            byte[] bytes = Files.readAllBytes(path);
            if (!isReadable(path, bytes)) {
                continue;
            }
            FrameReader frames = new FrameReader(bytes, Segment.HEADER, bytes.length);
            for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
                note(frame, unfinished);
                Position end = new Position(number, frames.position());
                pending += frame.type() == Frame.EVENT && end.compareTo(acknowledged) > 0 ? 1 : 0;
            }
            cut(path, frames, bytes.length);
            segments.put(number, frames.position());
        }
        return new Recovery(segments, last, within(acknowledged, segments), pending, unfinished);
    }

    private static boolean isReadable(Path path, byte[] bytes) throws IOException {
        switch (Segment.beginning(bytes)) {
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

    private static void note(Frame frame, Map<UUID, byte[]> unfinished) {
        if (frame.hasId() && frame.type() == Frame.OPENED) {
            unfinished.put(frame.id(), frame.json());
        } else if (frame.hasId()) {
            unfinished.remove(frame.id());
        }
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

    /** After a loss of power a segment may be shorter than what was acknowledged of it; what comes there now is new. */
    private static Position within(Position acknowledged, SortedMap<Long, Integer> segments) {
        @Nullable Integer length = segments.get(acknowledged.segment());
        return length == null || length >= acknowledged.offset()
                ? acknowledged
                : new Position(acknowledged.segment(), length);
    }
}
