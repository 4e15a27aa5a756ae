package io.govshare.usage;

import io.govshare.platform.UsageBatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading end of a spool: makes batches of the frames that are on disk, damaged stretches passed over. */
final class SpoolReader {

    private final Path folder;
    private final Segments segments;

    SpoolReader(Path folder, Segments segments) {
        this.folder = folder;
        this.segments = segments;
    }

    /**
     * The events between what is acknowledged and the end, without the first so many: at most {@code most}, with JSON of at most
     * so many bytes unless the first alone is larger.
     */
    Spool.Batch read(Acknowledged acknowledged, SpoolEnd end, int passed, int most, int mostBytes) throws IOException {
        List<UsageBatch.Event> events = new ArrayList<>();
        Position at = acknowledged.position();
        Chain.Head head = acknowledged.head();
        int bytes = 0;
        int toPass = passed;
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
                if (frame.isEvent()) {
                    boolean ends = bytes + frame.jsonSize() > mostBytes || frame.count() != head.count() + 1;
                    if (events.size() == most || (!events.isEmpty() && ends)) {
                        return new Spool.Batch(events, new Position(at.segment(), at.offset() + read), head);
                    }
                    if (toPass > 0) {
                        toPass--;
                    } else {
                        events.add(frame.event());
                        bytes += frame.jsonSize();
                    }
                    head = Chain.Head.of(end.head().chain(), frame.count(), frame.link());
                }
                read = frames.position();
            }
            boolean whole = at.offset() + chunk.length == limit;
            at = new Position(at.segment(), whole ? limit : at.offset() + read);
        }
        // At the end even if the latest events are damaged, so that they are not waited for.
        return new Spool.Batch(events, at, events.isEmpty() ? end.head() : head);
    }

    /** Up to where a segment can be read; 0 if it is not there. */
    private long limit(long segment, Position end) {
        Segments.@Nullable Known known = segments.get(segment);
        return known == null ? 0 : segment == end.segment() ? end.offset() : known.length();
    }

    private Position next(long segment, Position end) {
        @Nullable Long next = segments.after(segment);
        return next == null || next > end.segment() ? end : new Position(next, SegmentHeader.SIZE);
    }

    /** Bytes up to the limit, but not many more than asked for, unless damage makes it necessary to look further. */
    private byte[] chunk(Position at, long limit, long wanted) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(Segment.path(folder, at.segment()).toFile(), "r")) {
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
}
