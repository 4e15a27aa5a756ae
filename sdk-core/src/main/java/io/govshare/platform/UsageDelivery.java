package io.govshare.platform;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Brings usage events to the platform. Called from one thread at a time; repeated by the SDK until it succeeds. */
@FunctionalInterface
public interface UsageDelivery {

    /**
     * One event as it is in the spool.
     *
     * @param id its id, by which the platform knows it again when it is sent twice
     * @param json the event as one CloudEvents 1.0 JSON object
     */
    record Event(String id, String json) {}

    /**
     * What the platform made of a batch.
     *
     * @param rejected ids of events that it will never take, with its reason; all others are acknowledged
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
     * Delivers a batch.
     *
     * @throws IOException if the network failed
     * @throws io.govshare.error.GovShareException if the platform did not take the batch; it is sent again later
     */
    Receipt deliver(List<Event> batch) throws IOException;
}
