package io.govshare.usage;

/**
 * The end of a spool.
 *
 * @param position place behind the last frame
 * @param head where the chain stands there
 */
record SpoolEnd(Position position, Chain.Head head) {}
