package io.govshare.usage;

import org.jspecify.annotations.Nullable;

/**
 * Reads frames one after the other. A damaged stretch that whole frames follow is passed over and counted; what is not
 * followed by a whole frame is left as the tail, and so are the zeros of space that was taken and not used. Not safe for
 * concurrent use.
 */
final class FrameReader {

    private final byte[] bytes;
    private final int end;

    /** Behind it there are only zeros. */
    private final int used;

    private int position;
    private int damaged;

    FrameReader(byte[] bytes, int begin, int end) {
        this.bytes = bytes;
        this.position = begin;
        this.end = end;
        this.used = used(bytes, begin, end);
    }

    private static int used(byte[] bytes, int begin, int end) {
        int used = end;
        while (used > begin && bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /** The next frame; null when only the tail is left. */
    @Nullable
    Frame next() {
        for (int at = position; at < used; at++) {
            @Nullable Frame frame = Frame.at(bytes, at, end);
            if (frame != null) {
                damaged += at - position;
                position = at + frame.size();
                return frame;
            }
        }
        return null;
    }

    /** Where the frame read last ends, or reading began. */
    int position() {
        return position;
    }

    /** How many bytes of the tail are no mere zeros. */
    int torn() {
        return Math.max(0, used - position);
    }

    /** How many bytes of damage were passed over. */
    int damaged() {
        return damaged;
    }
}
