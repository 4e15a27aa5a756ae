package io.govshare.usage;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The beginning of a segment, as {@code docs/spool-format.md} lays it out.
 *
 * @param number number of the segment
 * @param created when it was begun
 * @param head where the chain stood then
 * @param isIntact whether what it says so far can be relied on; if not, the frames that follow it still can
 * @param shed events that found no room while this segment was the last
 */
record SegmentHeader(long number, Instant created, Chain.Head head, boolean isIntact, Shed shed) {

    /**
     * Events that are not on record.
     *
     * @param count how many
     * @param since when the first of them came
     * @param at how many events the chain had then
     */
    record Shed(long count, Instant since, long at) {
        static final Shed NONE = new Shed(0, Instant.EPOCH, 0);

        /** With one more. */
        Shed more(Instant now, long chain) {
            return count == 0 ? new Shed(1, now, chain) : new Shed(count + 1, since, chain);
        }
    }

    /** Bytes of a header. */
    static final int SIZE = 112;

    static final byte VERSION = 2;

    /** Where the version stands. */
    static final int VERSION_AT = 4;

    /** How many events found no room; this and what follows it changes while the segment is the last. */
    static final int SHED = 88;

    /** When the first of them came. */
    static final int SHED_SINCE = 96;

    /** How many events the chain had then; if it has more by now, those that found no room are on record. */
    static final int SHED_AT = 104;

    private static final byte[] MAGIC = {'G', 'V', 'S', 'U'};
    private static final int FIXED = 80;
    private static final byte[] ZEROS = new byte[SIZE];

    /** The header of a new segment. */
    static SegmentHeader of(long number, Instant created, Chain.Head head) {
        return new SegmentHeader(number, created, head, true, Shed.NONE);
    }

    /** What the beginning of a file says. */
    enum Beginning {
        YES,
        /** Shorter than a header, or nothing but space: its creation was cut off. */
        TORN,
        /** No segment at all, or damaged. */
        FOREIGN,
        /** Of another version of the SDK. */
        OTHER_VERSION
    }

    /** Whether these bytes begin with a header that can be read here. */
    static Beginning beginning(byte[] bytes) {
        if (isSoundButForItsName(bytes)) {
            return Beginning.YES;
        }
        int there = Math.min(bytes.length, SIZE);
        if (Arrays.equals(bytes, 0, there, ZEROS, 0, there)) {
            return Beginning.TORN;
        }
        int magic = Math.min(there, MAGIC.length);
        if (!Arrays.equals(bytes, 0, magic, MAGIC, 0, magic)) {
            return Beginning.FOREIGN;
        }
        if (there > VERSION_AT && bytes[VERSION_AT] != VERSION) {
            return Beginning.OTHER_VERSION;
        }
        return there < SIZE ? Beginning.TORN : Beginning.YES;
    }

    /** Whether only the bytes are damaged that say what file it is; the rest would not fit by chance. */
    private static boolean isSoundButForItsName(byte[] bytes) {
        if (bytes.length < SIZE || of(bytes).isIntact()) {
            return false;
        }
        byte[] named = Arrays.copyOf(bytes, SIZE);
        ByteBuffer.wrap(named).put(MAGIC).put(VERSION);
        return of(named).isIntact();
    }

    /** The header that these bytes begin with. */
    static SegmentHeader of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, SIZE);
        long number = buffer.getLong(8);
        Instant created = Instant.ofEpochMilli(buffer.getLong(16));
        UUID chain = new UUID(buffer.getLong(24), buffer.getLong(32));
        Chain.Head head = Chain.Head.of(chain, buffer.getLong(40), Arrays.copyOfRange(bytes, 48, FIXED));
        Shed shed = new Shed(
                buffer.getLong(SHED), Instant.ofEpochMilli(buffer.getLong(SHED_SINCE)), buffer.getLong(SHED_AT));
        return new SegmentHeader(number, created, head, buffer.getInt(FIXED) == crc(bytes), shed);
    }

    byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.put(MAGIC).put(VERSION).put(new byte[3]).putLong(number).putLong(created.toEpochMilli());
        buffer.putLong(head.chain().getMostSignificantBits())
                .putLong(head.chain().getLeastSignificantBits());
        buffer.putLong(head.count()).put(head.bytes());
        buffer.putInt(crc(bytes));
        return bytes;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, FIXED);
        return (int) crc.getValue();
    }
}
