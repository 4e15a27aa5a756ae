package io.govshare.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where the platform has acknowledged a spool, kept in a file of its own. Without it, or when it is damaged, everything
 * in the spool is reported again, which the ids of the events make harmless.
 *
 * @param position the place behind the last event that the platform has
 * @param needed number of the first segment in which a use that has not ended may have begun
 * @param head where the chain stands there
 */
record Acknowledged(Position position, long needed, Chain.Head head) {

    private static final String NAME = "acknowledged";
    private static final int MAGIC = 0x47565341; // GVSA
    private static final byte VERSION = 2;
    private static final int SIZE = 92;
    private static final Logger LOG = LoggerFactory.getLogger(Acknowledged.class);

    /** What the file in this folder says; null if there is none that can be relied on. */
    static @Nullable Acknowledged read(Path folder) throws IOException {
        byte @Nullable [] bytes = bytes(folder);
        @Nullable Acknowledged acknowledged = bytes == null ? null : of(bytes);
        if (bytes != null && acknowledged == null) {
            LOG.warn("{} is damaged; the usage events beside it are reported again", folder.resolve(NAME));
        }
        return acknowledged;
    }

    /** The same for someone who only looks: nobody is warned. */
    static @Nullable Acknowledged look(Path folder) throws IOException {
        byte @Nullable [] bytes = bytes(folder);
        return bytes == null ? null : of(bytes);
    }

    private static byte @Nullable [] bytes(Path folder) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(NAME));
        } catch (NoSuchFileException nothingYet) {
            return null;
        }
    }

    private static @Nullable Acknowledged of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length != SIZE
                || buffer.getInt() != MAGIC
                || bytes[4] != VERSION
                || buffer.getInt(SIZE - 4) != crc(bytes)) {
            return null;
        }
        buffer.position(8);
        Position position = new Position(buffer.getLong(), buffer.getLong());
        long needed = buffer.getLong();
        UUID chain = new UUID(buffer.getLong(), buffer.getLong());
        long count = buffer.getLong();
        byte[] link = new byte[Chain.LINK];
        buffer.get(link);
        return new Acknowledged(position, needed, Chain.Head.of(chain, count, link));
    }

    /** Whether there is such a file in the folder. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** Replaces the file in this folder. */
    void write(Path folder) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(SIZE);
        buffer.putInt(MAGIC).put(VERSION).put(new byte[3]);
        buffer.putLong(position.segment()).putLong(position.offset()).putLong(needed);
        buffer.putLong(head.chain().getMostSignificantBits())
                .putLong(head.chain().getLeastSignificantBits());
        buffer.putLong(head.count()).put(head.bytes());
        buffer.putInt(crc(buffer.array()));
        PrivateFiles.replace(folder.resolve(NAME), buffer.array());
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, SIZE - 4);
        return (int) crc.getValue();
    }
}
