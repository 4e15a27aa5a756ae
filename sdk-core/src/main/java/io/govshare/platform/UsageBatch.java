package io.govshare.platform;

import java.util.List;

/**
 * Usage events that are delivered together, in the order in which they were put on record, and where they stand in the
 * record. Who keeps {@code head} of the latest batch of each chain can tell later whether the record was changed since: the
 * link of an event is the SHA-256 of the link before it and of the SHA-256 of its JSON, the first one after the SHA-256 of the
 * 16 bytes of the chain's id. Immutable.
 *
 * @param events the events; never empty
 * @param chain id of the chain that they belong to, a UUID; each spool on disk has its own
 * @param count how many events the chain has up to the last of these
 * @param head link of the last of these, 64 hexadecimal digits
 */
public record UsageBatch(List<Event> events, String chain, long count, String head) {

    public UsageBatch {
        events = List.copyOf(events);
    }

    /**
     * One event as it is on record.
     *
     * @param id its id, by which it is known again when it is delivered twice
     * @param json the event as one CloudEvents 1.0 JSON object, without line breaks
     */
    public record Event(String id, String json) {}
}
