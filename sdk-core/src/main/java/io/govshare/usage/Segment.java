package io.govshare.usage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of frames that grows at its end, behind which it is zero. Frames are written into memory that the system keeps in
 * step with the file: they outlive the process as soon as they are there, and no writer who is interrupted closes a channel
 * for the others. Space is taken from the disk before it is used, so that a full disk is an exception and not a fault. Not safe
 * for concurrent use, but for {@link #force()}.
 */
final class Segment implements Closeable {

    /** Bytes that a segment takes at most. */
    static final int CAPACITY = 4 * 1024 * 1024;

    /** How much space is taken from the disk at a time. */
    private static final int STEP = 256 * 1024;

    private static final String SUFFIX = ".spool";
    private static final int DIGITS = 12;
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final long number;
    private final RandomAccessFile file;
    private final MappedByteBuffer memory;
    private final Disk disk;
    private final Path path;

    /** Which file it is; null on systems that do not tell. */
    private final @Nullable Object identity;

    private int length;

    /** Up to where the file has its space on the disk. */
    private int taken;

    /** Up to where the file was forced to the disk. */
    private int forced;

    /** Whether the header says something new. */
    private volatile boolean noted;

    private volatile boolean broken;

    private Segment(Path path, long number, RandomAccessFile file, MappedByteBuffer memory, int length, Disk disk)
            throws IOException {
        this.path = path;
        this.identity = PrivateFiles.identity(path);
        this.number = number;
        this.file = file;
        this.memory = memory;
        this.disk = disk;
        this.length = length;
        this.taken = length;
        this.forced = length;
    }

    /** A new segment with this header. */
    static Segment create(Path folder, SegmentHeader header, Disk disk) throws IOException {
        Path path = path(folder, header.number());
        PrivateFiles.create(path);
        boolean created = false;
        Segment segment = resume(folder, header.number(), 0, disk);
        try {
            segment.write(header.bytes());
            created = true;
            return segment;
        } finally {
            if (!created) {
                segment.close();
                Files.deleteIfExists(path);
            }
        }
    }

    /** A segment of a process before, to be continued at its end, behind which the file has nothing. */
    static Segment resume(Path folder, long number, int length, Disk disk) throws IOException {
        // Mapping goes through a channel, which an interrupt would close.
        return Uninterrupted.run(() -> map(path(folder, number), number, length, disk));
    }

    private static Segment map(Path path, long number, int length, Disk disk) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        boolean mapped = false;
        try {
            MappedByteBuffer memory = file.getChannel().map(MapMode.READ_WRITE, 0, CAPACITY);
            Segment segment = new Segment(path, number, file, memory, length, disk);
            mapped = true;
            return segment;
        } finally {
            if (!mapped) {
                file.close();
            }
        }
    }

    static Path path(Path folder, long number) {
        return folder.resolve(("%0" + DIGITS + "d" + SUFFIX).formatted(number));
    }

    /** As much of a file as a header takes, or less if there is no more. */
    static byte[] beginningOf(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            return file.readNBytes(SegmentHeader.SIZE);
        }
    }

    /** Numbers of the segments in the folder, in order. */
    static SortedSet<Long> numbers(Path folder) throws IOException {
        SortedSet<Long> numbers = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String digits = name.substring(0, name.length() - SUFFIX.length());
                if (digits.length() == DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    numbers.add(Long.parseLong(digits));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return numbers;
    }

    long number() {
        return number;
    }

    int length() {
        return length;
    }

    /** Whether its file was taken away, or another was put in its place. */
    boolean isRemoved() {
        try {
            return !Objects.equals(PrivateFiles.identity(path), identity) && !isThere();
        } catch (IOException gone) {
            LOG.debug("Segment {} is not where it was", number, gone);
            return true;
        }
    }

    /** Takes no more frames. */
    void giveUp() {
        broken = true;
    }

    /**
     * Writes at the end; when it returns, the bytes are the system's and outlive this process. A failed write leaves the
     * segment as it was, or takes no more after it.
     *
     * @throws IOException if there is no space left, or the disk fails
     */
    void write(byte[] bytes) throws IOException {
        reserve(bytes.length);
        try {
            memory.put(length, bytes);
        } catch (InternalError fault) {
            broken = true;
            throw new IOException("The disk failed under segment " + number, fault);
        }
        length += bytes.length;
    }

    /** Bytes left for frames. */
    int left() {
        return broken ? 0 : CAPACITY - length;
    }

    /** Notes in the header what found no room; it outlives the process as frames do. */
    void note(SegmentHeader.Shed shed) {
        memory.putLong(SegmentHeader.SHED, shed.count());
        memory.putLong(SegmentHeader.SHED_SINCE, shed.since().toEpochMilli());
        memory.putLong(SegmentHeader.SHED_AT, shed.at());
        noted = true;
    }

    /** Takes the space for so many bytes from the disk. */
    void reserve(int bytes) throws IOException {
        while (taken - length < bytes) {
            int more = Math.min(STEP, CAPACITY - taken);
            disk.take(file, taken, more);
            taken += more;
        }
    }

    /** Some network and container file systems number the same file anew from time to time. */
    private boolean isThere() throws IOException {
        byte[] there = Uninterrupted.run(() -> beginningOf(path));
        return there.length == SegmentHeader.SIZE
                && Arrays.equals(there, 0, SegmentHeader.SHED, beginning(), 0, SegmentHeader.SHED);
    }

    private byte[] beginning() {
        byte[] beginning = new byte[SegmentHeader.SIZE];
        memory.get(0, beginning);
        return beginning;
    }

    SegmentHeader header() {
        return SegmentHeader.of(beginning());
    }

    /** All that was written, in a new file, wherever the one of this segment has gone. */
    Segment writtenAgain(Path folder, long newNumber) throws IOException {
        SegmentHeader header = header();
        byte[] frames = new byte[length - SegmentHeader.SIZE];
        memory.get(SegmentHeader.SIZE, frames);
        Segment again = create(folder, SegmentHeader.of(newNumber, header.created(), header.head()), disk);
        boolean written = false;
        try {
            again.write(frames);
            written = true;
            return again;
        } finally {
            if (!written) {
                again.close();
            }
        }
    }

    /** Has all bytes written so far on the disk when it returns; of several callers one at a time. */
    void force() throws IOException {
        int end = length;
        int from = forced;
        if (noted) {
            noted = false;
            from = 0;
        }
        if (end != from) {
            disk.force(memory, from, end - from);
            forced = end;
        }
    }

    /** Cuts off the space that was not used, if the system lets it; readers do not mind. */
    @Override
    public void close() throws IOException {
        try (file) {
            file.setLength(length);
        } catch (IOException mapped) {
            LOG.debug("Segment {} keeps its unused space", number, mapped);
        }
    }
}
