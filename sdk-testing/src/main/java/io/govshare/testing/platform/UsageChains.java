package io.govshare.testing.platform;

import io.govshare.testing.platform.StructuredFields.Item;
import io.govshare.testing.platform.StructuredFields.MalformedException;
import io.govshare.testing.platform.StructuredFields.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What clients said of the chains of their usage events ({@code GovShare-Usage-Chain}), checked against the events that came:
 * a chain that was acknowledged once cannot become another. Safe for concurrent use.
 */
final class UsageChains {

    static final String FIELD = "GovShare-Usage-Chain";

    /** Links that are kept of a chain, so that batches that come again can be checked. */
    private static final int KEPT = 20_000;

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Map<String, Known> chains = new LinkedHashMap<>();

    /** What the field says. */
    private record Place(String chain, long count, ByteString head) {}

    /** One chain. */
    private static final class Known {

        /** By how many events come before and with it. */
        private final NavigableMap<Long, ByteString> links = new TreeMap<>();

        /** First and last of each run of events that never came. */
        private final NavigableMap<Long, Long> missing = new TreeMap<>();

        private long count;
        private ByteString head;

        Known(ByteString beginning) {
            head = beginning;
            links.put(0L, beginning);
        }
    }

    /** Where each chain stands. */
    List<UsageIntake.Anchor> anchors() {
        synchronized (chains) {
            List<UsageIntake.Anchor> anchors = new ArrayList<>();
            chains.forEach((id, known) -> anchors.add(new UsageIntake.Anchor(
                    id,
                    known.count,
                    known.head.hex(),
                    known.missing.entrySet().stream()
                            .mapToLong(run -> run.getValue() - run.getKey() + 1)
                            .sum())));
            return anchors;
        }
    }

    /**
     * Takes these events as the latest of the chain that the request names; of a request that names none, nothing is known.
     *
     * @param events each event as its bytes came
     * @throws Refused if they cannot be what the chain has at that place
     */
    void take(Incoming request, List<ByteString> events) {
        String field = request.field(FIELD).orElse(null);
        if (field == null) {
            return;
        }
        Place place = place(field);
        long before = place.count() - events.size();
        if (before < 0) {
            throw invalid("count is " + place.count() + ", but the batch has " + events.size() + " events");
        }
        synchronized (chains) {
            @Nullable Known seen = chains.get(place.chain());
            Known known = seen != null ? seen : new Known(beginning(place.chain()));
            NavigableMap<Long, ByteString> links = links(known, place, before, events);
            chains.put(place.chain(), known);
            came(known, before, place.count());
            known.links.putAll(links);
            if (place.count() >= known.count) {
                known.count = place.count();
                known.head = place.head();
            }
            while (known.links.size() > KEPT) {
                known.links.pollFirstEntry();
            }
        }
    }

    /** The links of these events, as far as they can be made; those that are known already must be the same. */
    private static NavigableMap<Long, ByteString> links(
            Known known, Place place, long before, List<ByteString> events) {
        NavigableMap<Long, ByteString> links = new TreeMap<>();
        @Nullable ByteString link = known.links.get(before);
        if (link != null) {
            long at = before;
            for (ByteString event : events) {
                link = link(link, event);
                links.put(++at, link);
            }
            if (!link.equals(place.head())) {
                throw broken(
                        place,
                        "head is not the link of the last of these " + events.size() + " events behind event "
                                + before);
            }
        }
        links.put(place.count(), place.head());
        links.forEach((at, made) -> {
            @Nullable ByteString acknowledged = known.links.get(at);
            if (acknowledged != null && !acknowledged.equals(made)) {
                throw broken(place, "event " + at + " was another one when it was acknowledged");
            }
        });
        return links;
    }

    /** Events from behind {@code before} up to {@code count} have come. */
    private static void came(Known known, long before, long count) {
        if (before > known.count) {
            known.missing.put(known.count + 1, before);
            return;
        }
        for (Map.Entry<Long, Long> run :
                List.copyOf(known.missing.subMap(0L, true, count, true).entrySet())) {
            long first = run.getKey();
            long last = run.getValue();
            if (last > before) {
                known.missing.remove(first);
                if (first <= before) {
                    known.missing.put(first, before);
                }
                if (last > count) {
                    known.missing.put(count + 1, last);
                }
            }
        }
    }

    private static ByteString beginning(String chain) {
        UUID id = UUID.fromString(chain);
        return ByteString.of(ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array())
                .sha256();
    }

    private static ByteString link(ByteString before, ByteString event) {
        return ByteString.of(ByteBuffer.allocate(64)
                        .put(before.toByteArray())
                        .put(event.sha256().toByteArray())
                        .array())
                .sha256();
    }

    private static Place place(String field) {
        Map<String, Member> members;
        try {
            members = StructuredFields.dictionary(field);
        } catch (MalformedException e) {
            throw invalid("it is no RFC 9651 dictionary: " + e.getMessage());
        }
        if (!(value(members, "chain") instanceof String chain)
                || !UUID_TEXT.matcher(chain).matches()) {
            throw invalid("member chain is no UUID in a string");
        }
        if (!(value(members, "count") instanceof Long count) || count < 1) {
            throw invalid("member count is no integer from 1");
        }
        if (!(value(members, "head") instanceof ByteString head) || head.size() != 32) {
            throw invalid("member head is no byte sequence of 32 bytes");
        }
        if (members.size() != 3) {
            throw invalid("it has other members than chain, count and head: " + members.keySet());
        }
        return new Place(chain, count, head);
    }

    private static @Nullable Object value(Map<String, Member> members, String name) {
        return members.get(name) instanceof Item item ? item.value() : null;
    }

    private static Refused invalid(String detail) {
        return Refused.of(400, "chain-invalid", FIELD + ": " + detail);
    }

    private static Refused broken(Place place, String detail) {
        return Refused.of(
                409, "chain-broken", "chain " + place.chain() + ", up to event " + place.count() + ": " + detail);
    }
}
