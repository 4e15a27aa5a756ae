package io.govshare.usage;

import java.util.Locale;

/** Why uses are not on record. */
enum GapReason {
    /** The spool was as large as it may be, the disk was full, or it failed. */
    NO_ROOM,
    /** They waited longer for the platform than they are kept. */
    TOO_OLD,
    /** Their files were taken away, and what they had was no longer in memory. */
    TAKEN_AWAY;

    /** The word on the wire. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
