package io.govshare.usage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One segment as an inspector reads it: nothing is repaired, and its writer may be at work on it. What looks damaged in a
 * segment that may still grow is read once more, since it may have been half written. Not safe for concurrent use.
 */
final class SegmentView {

    /** What kind of file it is. */
    enum Kind {
        /** Its header can be relied on. */
        SOUND,
        /** Its header cannot be relied on, but whole frames follow it. */
        DAMAGED,
        /** Of the version that had no chain. */
        UNCHAINED,
        /** Neither header nor frames can be read. */
        UNREADABLE
    }

    private static final int UNUSED = 84;
    private static final byte UNCHAINED = 1;

    private final Path path;
    private final boolean mayGrow;
    private byte[] bytes;
    private FrameReader frames;
    private boolean lookedAgain;
    private int begin;
    private int damagedBefore;
    private long damaged;

    private SegmentView(Path path, boolean mayGrow) throws IOException {
        this.path = path;
        this.mayGrow = mayGrow;
        this.bytes = load();
        this.frames = from(SegmentHeader.SIZE);
    }

    /**
     * Reads a segment; at most 4 MiB of it.
     *
     * @param mayGrow whether it was the last one when it was found
     */
    static SegmentView of(Path folder, long number, boolean mayGrow) throws IOException {
        return new SegmentView(Segment.path(folder, number), mayGrow);
    }

    private byte[] load() throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            return file.readNBytes(Segment.CAPACITY);
        }
    }

    private FrameReader from(int position) {
        return new FrameReader(bytes, Math.min(position, bytes.length), bytes.length);
    }

    /** What kind of file it is; to be asked before frames are read. */
    Kind kind() throws IOException {
        if (isSound()) {
            return Kind.SOUND;
        }
        if (bytes.length > SegmentHeader.VERSION_AT
                && SegmentHeader.beginning(bytes) == SegmentHeader.Beginning.OTHER_VERSION
                && bytes[SegmentHeader.VERSION_AT] == UNCHAINED) {
            return Kind.UNCHAINED;
        }
        if (from(SegmentHeader.SIZE).next() == null) {
            return Kind.UNREADABLE;
        }
        if (mayGrow && !lookedAgain) {
            // A frame is there, so its header is complete by now.
            lookedAgain = true;
            lookAgain(SegmentHeader.SIZE);
            return kind();
        }
        return Kind.DAMAGED;
    }

    private boolean isSound() {
        return SegmentHeader.beginning(bytes) == SegmentHeader.Beginning.YES
                && SegmentHeader.of(bytes).isIntact()
                && Arrays.equals(bytes, UNUSED, SegmentHeader.SHED, new byte[4], 0, 4);
    }

    /** The header, of a segment whose kind is SOUND or DAMAGED; of the latter it says what cannot be relied on. */
    SegmentHeader header() {
        return SegmentHeader.of(bytes);
    }

    /** The next whole frame; null when there is none. */
    @Nullable
    Frame next() throws IOException {
        int expected = frames.position();
        @Nullable Frame frame = frames.next();
        boolean halfWritten = frame == null ? frames.torn() > 0 && !lookedAgain : begins(frame) > expected;
        if (mayGrow && halfWritten) {
            lookedAgain = true;
            lookAgain(expected);
            frame = frames.next();
        }
        if (frame != null) {
            begin = begins(frame);
            damagedBefore = begin - expected;
            damaged += damagedBefore;
        }
        return frame;
    }

    private int begins(Frame frame) {
        return frames.position() - frame.size();
    }

    private void lookAgain(int position) throws IOException {
        try {
            bytes = load();
        } catch (NoSuchFileException keptLongEnough) {
            // Deleted by its owner, after what there was of it was read.
        }
        frames = from(position);
    }

    /** Where the frame read last begins. */
    int begin() {
        return begin;
    }

    /** How many bytes before the frame read last are damaged. */
    int damagedBefore() {
        return damagedBefore;
    }

    /** How many damaged bytes were passed over. */
    long damaged() {
        return damaged;
    }

    /** How many bytes at the end are no whole frame. */
    long torn() {
        return frames.torn();
    }
}
