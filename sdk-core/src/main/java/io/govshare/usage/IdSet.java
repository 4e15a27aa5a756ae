package io.govshare.usage;

import java.util.UUID;

/** Ids of events in 32 to 64 bytes each, for sets of millions. Not safe for concurrent use. */
final class IdSet {

    private static final int SMALLEST = 256;

    /** Both halves of each id, one after the other; both are 0 where there is none. */
    private long[] table = new long[2 * SMALLEST];

    private int size;

    /** The id of which both halves are 0. */
    private boolean nil;

    /** Adds an id. @return whether it was not there yet */
    boolean add(UUID id) {
        if (isNil(id)) {
            boolean added = !nil;
            nil = true;
            return added;
        }
        int at = find(id.getMostSignificantBits(), id.getLeastSignificantBits());
        if (isTaken(at)) {
            return false;
        }
        place(at, id.getMostSignificantBits(), id.getLeastSignificantBits());
        size++;
        if (4 * size > table.length) {
            grow();
        }
        return true;
    }

    int size() {
        return nil ? size + 1 : size;
    }

    private static boolean isNil(UUID id) {
        return id.getMostSignificantBits() == 0 && id.getLeastSignificantBits() == 0;
    }

    private boolean isTaken(int at) {
        return table[at] != 0 || table[at + 1] != 0;
    }

    private void place(int at, long most, long least) {
        table[at] = most;
        table[at + 1] = least;
    }

    /** Where this id is, or would be. */
    private int find(long most, long least) {
        int mask = table.length - 1;
        long hash = (most ^ Long.rotateLeft(least, 31)) * 0x9E3779B97F4A7C15L;
        int at = ((int) (hash >>> 32) << 1) & mask;
        while (isTaken(at) && (table[at] != most || table[at + 1] != least)) {
            at = (at + 2) & mask;
        }
        return at;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (int at = 0; at < old.length; at += 2) {
            if (old[at] != 0 || old[at + 1] != 0) {
                place(find(old[at], old[at + 1]), old[at], old[at + 1]);
            }
        }
    }
}
