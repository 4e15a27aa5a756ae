package io.govshare.http;

import io.govshare.error.Internal;

/** How the body of an answer will be read; a note on an exchange that decides how its time is bounded. */
@Internal
public enum Reading {
    /** At once and whole: the attempt timeout covers everything up to the last byte. Without a note this is meant. */
    WHOLE,
    /** Bit by bit as the application consumes it: only a stall, a read that brings nothing, ends at the attempt timeout. */
    STREAMED
}
