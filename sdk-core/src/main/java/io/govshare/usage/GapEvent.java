package io.govshare.usage;

import java.util.UUID;

/** Makes the event that says how many events are not on record, and why. */
@FunctionalInterface
interface GapEvent {
    byte[] json(UUID id, SegmentHeader.Shed shed, GapReason reason);
}
