package io.govshare.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The links that the events of one segment state, to be looked up by the number of the event. Not safe for concurrent use. */
final class LinksOfSegment {

    private long[] numbers = new long[64];
    private byte[] links = new byte[64 * Chain.LINK];
    private int size;

    /** Those of a segment on the disk. */
    static LinksOfSegment read(Path folder, long number) throws IOException {
        LinksOfSegment links = new LinksOfSegment();
        SegmentView segment = SegmentView.of(folder, number, false);
        for (Frame frame = segment.next(); frame != null; frame = segment.next()) {
            if (frame.isEvent()) {
                links.add(frame.count(), frame.link());
            }
        }
        return links;
    }

    /** Adds the link of an event, unless one of its number or a higher one is there. */
    void add(long number, byte[] link) {
        if (size > 0 && number <= numbers[size - 1]) {
            return;
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            links = Arrays.copyOf(links, 2 * size * Chain.LINK);
        }
        numbers[size] = number;
        System.arraycopy(link, 0, links, size * Chain.LINK, Chain.LINK);
        size++;
    }

    /** The link of the event of this number; null if it is not here. */
    byte @Nullable [] find(long number) {
        int at = Arrays.binarySearch(numbers, 0, size, number);
        return at < 0 ? null : Arrays.copyOfRange(links, at * Chain.LINK, (at + 1) * Chain.LINK);
    }
}
