package io.govshare.usage;

/**
 * A place in the spool.
 *
 * @param segment number of the segment, from 1; 0 before the first
 * @param offset bytes from the beginning of the segment
 */
record Position(long segment, long offset) implements Comparable<Position> {

    static final Position BEGIN = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
        return segment != other.segment ? Long.compare(segment, other.segment) : Long.compare(offset, other.offset);
    }
}
