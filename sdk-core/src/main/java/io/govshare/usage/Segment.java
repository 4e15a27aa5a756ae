package io.govshare.usage;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of frames that grows at its end. Written through {@link RandomAccessFile}, since the channels of {@code
 * java.nio} are closed for everyone when one writer is interrupted. Not safe for concurrent use, but for {@link #force()}.
 */
final class Segment implements Closeable {

    /** A segment that is as long takes no more frames. */
    static final int FULL = 4 * 1024 * 1024;

    /** Magic, version, three bytes of zero, number, time of creation. */
    static final int HEADER = 24;

    static final byte VERSION = 1;

    private static final int MAGIC = 0x47565355; // GVSU
    private static final String SUFFIX = ".spool";
    private static final int DIGITS = 12;
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final long number;
    private final RandomAccessFile file;
    private long length;
    private boolean broken;

    private Segment(long number, RandomAccessFile file, long length) {
        this.number = number;
        this.file = file;
        this.length = length;
    }

    /** A new segment. */
    static Segment create(Path folder, long number, Instant now) throws IOException {
        Path path = path(folder, number);
        PrivateFiles.create(path);
        byte[] header = ByteBuffer.allocate(HEADER)
                .putInt(MAGIC)
                .put(VERSION)
                .put(new byte[3])
                .putLong(number)
                .putLong(now.toEpochMilli())
                .array();
        Segment segment = new Segment(number, new RandomAccessFile(path.toFile(), "rw"), 0);
        try {
            segment.write(header);
        } catch (IOException e) {
            segment.close();
            Files.deleteIfExists(path);
            throw e;
        }
        return segment;
    }

    /** A segment of a process before, to be continued at its end. */
    static Segment resume(Path folder, long number, long length) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path(folder, number).toFile(), "rw");
        try {
            file.seek(length);
            return new Segment(number, file, length);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    static Path path(Path folder, long number) {
        return folder.resolve(("%0" + DIGITS + "d" + SUFFIX).formatted(number));
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

    /** Whether these bytes begin with a header that can be read here. */
    static Beginning beginning(byte[] bytes) {
        if (bytes.length < HEADER) {
            return Beginning.TORN;
        }
        if (ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            return Beginning.FOREIGN;
        }
        return bytes[4] == VERSION ? Beginning.YES : Beginning.OTHER_VERSION;
    }

    /** What the beginning of a file says. */
    enum Beginning {
        YES,
        /** Shorter than a header: its creation was cut off. */
        TORN,
        /** No segment at all, or damaged. */
        FOREIGN,
        /** Of another version of the SDK. */
        OTHER_VERSION
    }

    long number() {
        return number;
    }

    long length() {
        return length;
    }

    /** Takes no more frames. */
    void giveUp() {
        broken = true;
    }

    /** Whether no more can be written to it. */
    boolean isFull() {
        return broken || length >= FULL;
    }

    /**
     * Writes at the end, and has the bytes with the operating system when it returns; a failed write leaves the segment as
     * it was, or full if that cannot be had.
     */
    void write(byte[] bytes) throws IOException {
        try {
            file.write(bytes);
            length += bytes.length;
        } catch (IOException e) {
            try {
                file.setLength(length);
                file.seek(length);
            } catch (IOException cannotGoBack) {
                broken = true;
                e.addSuppressed(cannotGoBack);
                LOG.debug("Segment {} ends in a torn frame and takes no more", number, cannotGoBack);
            }
            throw e;
        }
    }

    /** Has all bytes written so far on the disk when it returns. */
    void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
