package io.govshare.platform;

import java.io.IOException;
import java.util.Map;

/**
 * Where usage events are delivered: the platform, by its dialect, or one of the user's own, given to
 * {@code .usage(u -> u.sink(…))}. Called from one thread at a time.
 *
 * <p>A batch is delivered at least once: when {@code deliver} throws, or the process ends before its return is noted, the same
 * events come again, perhaps in other batches. A sink knows them again by their ids.
 */
@FunctionalInterface
public interface UsageSink {

    /**
     * What became of a batch.
     *
     * @param rejected ids of events that will never be taken, with the reason; all others are acknowledged
     */
    record Receipt(Map<String, String> rejected) {
        public Receipt {
            rejected = Map.copyOf(rejected);
        }

        /** All are acknowledged. */
        public static Receipt all() {
            return new Receipt(Map.of());
        }
    }

    /**
     * Delivers a batch. When it returns, the events are safe where they were delivered to.
     *
     * @throws IOException if it could not be delivered; it is delivered again later
     * @throws io.govshare.error.GovShareException if it was not taken; it is delivered again later, in smaller batches if
     *     it was refused for what is in it
     */
    Receipt deliver(UsageBatch batch) throws IOException;
}
