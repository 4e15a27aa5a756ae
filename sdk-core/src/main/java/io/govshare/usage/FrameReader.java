package io.govshare.usage;

import org.jspecify.annotations.Nullable;

/**
 * Reads frames one after the other. A damaged stretch that whole frames follow is passed over and counted; what is not
 * followed by a whole frame is left as the tail. Not safe for concurrent use.
 */
final class FrameReader {

    private final byte[] bytes;
    private final int end;
    private int position;
    private int damaged;

    FrameReader(byte[] bytes, int begin, int end) {
        this.bytes = bytes;
        this.position = begin;
        this.end = end;
    }

    /** The next frame; null when only the tail is left. */
    @Nullable
    Frame next() {
        for (int at = position; at < end; at++) {
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

    /** How many bytes of damage were passed over. */
    int damaged() {
        return damaged;
    }
}
