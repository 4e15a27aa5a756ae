package io.govshare.usage;

import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events and spools for tests. */
final class Events {

    private Events() {}

    static UsageEvent of(UUID id) {
        return new UsageEvent(
                id,
                EventIds.timeOf(id),
                "residence-permits",
                "1.4.0",
                "share.example.gov",
                "cn.stats.counties",
                "2023-06-30",
                "G-0001",
                "residence-permit",
                "residence",
                "query",
                UseOutcome.MATCHED,
                50,
                50,
                4211,
                "miss",
                1,
                12,
                "provinceCode is ? order by code limit 50",
                null,
                null);
    }

    static UsageEvent decoded(String json) {
        return UsageJson.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    static Spool spool(Path parent) throws IOException {
        return spool(parent, false);
    }

    static Spool spool(Path parent, boolean durable) throws IOException {
        return Spool.open(SpoolFolder.claim(parent), durable, new TurnableClock());
    }

    /** Appends one event. @return its id */
    static UUID append(Spool spool) throws IOException {
        UUID id = EventIds.ofProcess().next(new TurnableClock());
        spool.append(Frame.EVENT, id, UsageJson.encode(of(id)));
        return id;
    }

    static List<UUID> append(Spool spool, int count) throws IOException {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(append(spool));
        }
        return ids;
    }

    /** The ids of all events that are not acknowledged, read in small batches; nothing is acknowledged. */
    static List<UUID> pending(Spool spool) throws IOException {
        return ids(spool.read(Integer.MAX_VALUE, 16 * 1024 * 1024));
    }

    static List<UUID> ids(Spool.Batch batch) {
        return batch.events().stream().map(event -> UUID.fromString(event.id())).toList();
    }
}
