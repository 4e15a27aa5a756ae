package io.govshare.usage;

import java.time.Duration;

/**
 * What a spool may take.
 *
 * @param bytes of the disk at most
 * @param free bytes that stay free on the disk
 * @param retention how long events are kept that are acknowledged
 * @param pendingAge how long events are kept that are not
 */
record SpoolLimits(long bytes, long free, Duration retention, Duration pendingAge) {}
