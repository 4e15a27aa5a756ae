package io.govshare.usage;

import io.govshare.platform.UsageDelivery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a segment, as {@code docs/spool-format.md} lays it out: length, CRC-32C, type, payload.
 * Types that are not known here are passed over, so that a newer version may add some. Immutable.
 */
final class Frame {

    /** An event to be reported: 16 bytes of id, then its JSON. */
    static final byte EVENT = 1;

    /**
     * A use has begun: its id, then the JSON of the event that reports it as interrupted, in case its end never comes. A
     * later one of the same id stands in the place of the earlier.
     */
    static final byte OPENED = 2;

    /** Length and CRC. */
    static final int PREFIX = 8;

    /** Longest type and payload; what claims to be longer is damage. */
    static final int LONGEST = 256 * 1024;

    private static final int ID = 16;

    private final byte type;
    private final byte[] payload;

    private Frame(byte type, byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    /** The whole frame, ready to be written. @throws IllegalArgumentException if it is longer than {@link #LONGEST} */
    static byte[] bytes(byte type, UUID id, byte[] json) {
        int length = 1 + ID + json.length;
        if (length > LONGEST) {
            throw new IllegalArgumentException("An event of " + json.length + " bytes is too long for the spool");
        }
        ByteBuffer frame = ByteBuffer.allocate(PREFIX + length);
        frame.putInt(length).putInt(0).put(type);
        frame.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        frame.put(json);
        frame.putInt(4, crc(frame.array(), 0, length));
        return frame.array();
    }

    /** The frame of these bytes that begins here; null if there is no whole and undamaged one. */
    static @Nullable Frame at(byte[] bytes, int position, int end) {
        if (end - position <= PREFIX) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int length = buffer.getInt(position);
        if (length < 1 || length > LONGEST || length > end - position - PREFIX) {
            return null;
        }
        if (buffer.getInt(position + 4) != crc(bytes, position, length)) {
            return null;
        }
        int payload = position + PREFIX + 1;
        return new Frame(bytes[payload - 1], Arrays.copyOfRange(bytes, payload, position + PREFIX + length));
    }

    /** Over the length as well, so that a damaged length does not go unseen. */
    private static int crc(byte[] bytes, int position, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, position, 4);
        crc.update(bytes, position + PREFIX, length);
        return (int) crc.getValue();
    }

    byte type() {
        return type;
    }

    /** Whether the payload begins with the id of a use, as it does in all types known here. */
    boolean hasId() {
        return (type == EVENT || type == OPENED) && payload.length > ID;
    }

    /** Bytes that the frame takes in the segment. */
    int size() {
        return PREFIX + 1 + payload.length;
    }

    UUID id() {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    byte[] json() {
        return Arrays.copyOfRange(payload, ID, payload.length);
    }

    /** The event in this frame, as it is delivered. */
    UsageDelivery.Event event() {
        return new UsageDelivery.Event(
                id().toString(), new String(payload, ID, payload.length - ID, StandardCharsets.UTF_8));
    }

    /** Bytes of JSON. */
    int jsonSize() {
        return payload.length - ID;
    }
}
