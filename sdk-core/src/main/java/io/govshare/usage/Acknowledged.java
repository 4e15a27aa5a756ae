package io.govshare.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says up to where the platform has acknowledged the spool. Without it, or when it is damaged, everything is
 * reported again, which the ids of the events make harmless.
 */
final class Acknowledged {

    private static final String NAME = "acknowledged";
    private static final int MAGIC = 0x47565341; // GVSA
    private static final byte VERSION = 1;
    private static final int SIZE = 28;
    private static final Logger LOG = LoggerFactory.getLogger(Acknowledged.class);

    private Acknowledged() {}

    static Position read(Path folder) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(folder.resolve(NAME));
        } catch (NoSuchFileException nothingYet) {
            return Position.BEGIN;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length != SIZE || buffer.getInt() != MAGIC || buffer.getInt(SIZE - 4) != crc(bytes)) {
            LOG.warn("{} is damaged; the usage events beside it are reported again", folder.resolve(NAME));
            return Position.BEGIN;
        }
        return new Position(buffer.getLong(8), buffer.getLong(16));
    }

    static void write(Path folder, Position position) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(SIZE);
        buffer.putInt(MAGIC).put(VERSION).put(new byte[3]);
        buffer.putLong(position.segment()).putLong(position.offset());
        buffer.putInt(crc(buffer.array()));
        PrivateFiles.replace(folder.resolve(NAME), buffer.array());
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, SIZE - 4);
        return (int) crc.getValue();
    }
}
