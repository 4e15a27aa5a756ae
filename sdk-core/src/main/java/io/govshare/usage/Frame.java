package io.govshare.usage;

import io.govshare.platform.UsageBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a segment, as {@code docs/spool-format.md} lays it out: length, CRC-32C, type, payload.
 * Types that are not known here are passed over, so that a newer version may add some. Immutable.
 */
final class Frame {

    /** An event to be reported: its id, its place in the chain, then its JSON. */
    static final byte EVENT = 1;

    /**
     * A use has begun: its id, then the JSON of the event that reports it as interrupted, in case its end never comes. A
     * later one of the same id stands in the place of the earlier.
     */
    static final byte OPENED = 2;

    /** The platform has acknowledged the chain up to a place: the place, then when it did. */
    static final byte ANCHOR = 3;

    /** Length and CRC. */
    static final int PREFIX = 8;

    /** Longest type and payload; what claims to be longer is damage. */
    static final int LONGEST = 256 * 1024;

    private static final int TYPE = PREFIX;
    private static final int PAYLOAD = TYPE + 1;
    private static final int ID = 16;
    private static final int PLACE = Long.BYTES + Chain.LINK;

    private final byte type;
    private final byte[] payload;

    private Frame(byte type, byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    /**
     * A frame that is whole but for the place in the chain.
     *
     * @throws IllegalArgumentException if it is longer than {@link #LONGEST}
     */
    static byte[] event(UUID id, byte[] json) {
        byte[] frame = begun(EVENT, ID + PLACE + json.length);
        id(frame, id);
        System.arraycopy(json, 0, frame, PAYLOAD + ID + PLACE, json.length);
        return frame;
    }

    /** Makes the frame of an event whole. */
    static void place(byte[] event, long count, byte[] link) {
        ByteBuffer.wrap(event).position(PAYLOAD + ID).putLong(count).put(link);
        seal(event);
    }

    /** A whole frame. @throws IllegalArgumentException if it is longer than {@link #LONGEST} */
    static byte[] opened(UUID id, byte[] json) {
        byte[] frame = begun(OPENED, ID + json.length);
        id(frame, id);
        System.arraycopy(json, 0, frame, PAYLOAD + ID, json.length);
        return seal(frame);
    }

    /** A whole frame. */
    static byte[] anchor(Chain.Head head, Instant acknowledged) {
        byte[] frame = begun(ANCHOR, PLACE + Long.BYTES);
        ByteBuffer.wrap(frame)
                .position(PAYLOAD)
                .putLong(head.count())
                .put(head.bytes())
                .putLong(acknowledged.toEpochMilli());
        return seal(frame);
    }

    private static byte[] begun(byte type, int payload) {
        int length = 1 + payload;
        if (length > LONGEST) {
            throw new IllegalArgumentException("A frame of " + length + " bytes is too long for the spool");
        }
        byte[] frame = new byte[PREFIX + length];
        ByteBuffer.wrap(frame).putInt(length).put(TYPE, type);
        return frame;
    }

    private static void id(byte[] frame, UUID id) {
        ByteBuffer.wrap(frame)
                .putLong(PAYLOAD, id.getMostSignificantBits())
                .putLong(PAYLOAD + Long.BYTES, id.getLeastSignificantBits());
    }

    private static byte[] seal(byte[] frame) {
        ByteBuffer.wrap(frame).putInt(4, crc(frame, 0, frame.length - PREFIX));
        return frame;
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
        int payload = position + PAYLOAD;
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

    boolean isEvent() {
        return type == EVENT && payload.length > ID + PLACE;
    }

    boolean isOpened() {
        return type == OPENED && payload.length > ID;
    }

    boolean isAnchor() {
        return type == ANCHOR && payload.length == PLACE + Long.BYTES;
    }

    /** Bytes that the frame takes in the segment. */
    int size() {
        return PAYLOAD + payload.length;
    }

    /** Of an event, or of a use that began. */
    UUID id() {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /** How many events the chain has up to this one, or up to the anchored one. */
    long count() {
        return ByteBuffer.wrap(payload).getLong(isAnchor() ? 0 : ID);
    }

    /** The link of the chain at this event, or at the anchored one. */
    byte[] link() {
        int begin = (isAnchor() ? 0 : ID) + Long.BYTES;
        return Arrays.copyOfRange(payload, begin, begin + Chain.LINK);
    }

    /** When the platform acknowledged what is anchored. */
    Instant acknowledged() {
        return Instant.ofEpochMilli(ByteBuffer.wrap(payload).getLong(PLACE));
    }

    byte[] json() {
        return Arrays.copyOfRange(payload, json0(), payload.length);
    }

    /** Bytes of JSON. */
    int jsonSize() {
        return payload.length - json0();
    }

    private int json0() {
        return type == EVENT ? ID + PLACE : ID;
    }

    /** The event in this frame, as it is delivered. */
    UsageBatch.Event event() {
        return new UsageBatch.Event(id().toString(), new String(payload, json0(), jsonSize(), StandardCharsets.UTF_8));
    }
}
