package io.govshare.http;

import io.govshare.error.Internal;
import java.time.Instant;

/** The only clock of the SDK, so that tests can turn it. Safe for concurrent use. */
@Internal
public interface TimeSource {

    /** Wall-clock time of this machine, uncorrected. */
    Instant now();

    /** Monotonic time in nanoseconds, for durations and deadlines; the origin is arbitrary. */
    long nanoTime();

    /** The clock of this machine. */
    TimeSource SYSTEM = new TimeSource() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };
}
