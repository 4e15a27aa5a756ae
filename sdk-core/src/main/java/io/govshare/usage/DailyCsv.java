package io.govshare.usage;

import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The file of one day, in which each event has one line. Not safe for concurrent use. */
final class DailyCsv {

    private static final Logger LOG = LoggerFactory.getLogger(DailyCsv.class);
    private static final byte[] HEADER = UsageCsv.header().getBytes(StandardCharsets.UTF_8);
    private static final int ID = 36;

    private final Path file;
    private final IdSet ids;
    private long length;

    private DailyCsv(Path file, IdSet ids, long length) {
        this.file = file;
        this.ids = ids;
        this.length = length;
    }

    /**
     * Opens the file, or begins it; cuts off what a crash left of a line.
     *
     * @throws IOException if it cannot be read or written, or was begun with other columns
     */
    static DailyCsv open(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        PrivateFiles.create(file);
        requireHeader(file);
        Lines lines = new Lines();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                lines.next(b);
            }
        }
        long torn = lines.position - lines.end;
        if (torn > 0) {
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(lines.end);
            }
            LOG.warn("Cut {} bytes of a torn line off {}; it is written again", torn, file);
        }
        DailyCsv day = new DailyCsv(file, lines.ids, lines.end);
        if (day.length == 0) {
            day.write(HEADER);
            PrivateFiles.force(folder);
        }
        return day;
    }

    /** A part of the header, if a crash cut it off, is a torn line like others. */
    private static void requireHeader(Path file) throws IOException {
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(HEADER.length);
        }
        if (!new String(HEADER, StandardCharsets.UTF_8).startsWith(new String(begin, StandardCharsets.UTF_8))) {
            throw new IOException(
                    file + " has other columns than usage events have; move it away, and a new one is begun");
        }
    }

    /** Whether nobody else has written to the file, or taken it away. */
    boolean isAsLeft() throws IOException {
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** An event that was read. */
    record Entry(UUID id, JsonNode event) {}

    /**
     * Appends a line for each event that has none yet; they are on the disk when this returns. After a failure the file must
     * be opened again.
     */
    void append(List<Entry> entries) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Entry entry : entries) {
            if (ids.add(entry.id())) {
                lines.append(UsageCsv.line(entry.event()));
            }
        }
        if (lines.length() > 0) {
            write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void write(byte[] bytes) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(bytes);
            out.getFD().sync();
        }
        length += bytes.length;
    }

    /** Finds the ids at the beginnings of lines, and where the last whole line ends. */
    private static final class Lines {

        private final IdSet ids = new IdSet();
        private final byte[] begin = new byte[ID];
        private long position;
        private long end;
        private boolean quoted;

        void next(int b) {
            long inLine = position - end;
            if (inLine < ID) {
                begin[(int) inLine] = (byte) b;
            }
            position++;
            // A quote within quotes is doubled, which leaves and enters again.
            quoted ^= b == '"';
            if (b == '\n' && !quoted) {
                if (inLine >= ID) {
                    add(new String(begin, StandardCharsets.ISO_8859_1));
                }
                end = position;
            }
        }

        private void add(String id) {
            try {
                ids.add(UUID.fromString(id));
            } catch (IllegalArgumentException header) {
                LOG.trace("A line does not begin with an id: {}", header.getMessage());
            }
        }
    }
}
