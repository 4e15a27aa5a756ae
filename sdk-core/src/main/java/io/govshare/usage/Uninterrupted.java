package io.govshare.usage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Runs file operations that an interrupt would cut off as if the interrupt came after them. */
final class Uninterrupted {

    private Uninterrupted() {}

    /** An operation on files that may be run again from its beginning. */
    @FunctionalInterface
    interface Operation<V> {
        V run() throws IOException;
    }

    /** Runs it, again if an interrupt closed its channel, and leaves the thread interrupted if it was in between. */
    static <V> V run(Operation<V> operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return operation.run();
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
