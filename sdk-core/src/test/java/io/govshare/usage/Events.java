package io.govshare.usage;

import io.govshare.http.TimeSource;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events and spools for tests. */
final class Events {

    static final UsageJson.Source SOURCE = new UsageJson.Source("residence-permits", "1.4.0", "share.example.gov");

    /** Nothing is kept once it is acknowledged. */
    static final SpoolLimits LIMITS = new SpoolLimits(1L << 30, 0, Duration.ZERO, Duration.ofDays(365));

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
                null,
                null,
                "query",
                UseOutcome.MATCHED,
                50,
                50,
                4211,
                "miss",
                1,
                12,
                null,
                "provinceCode is ? order by code limit 50",
                null,
                null);
    }

    static UsageEvent decoded(String json) {
        return DecodedEvent.of(json.getBytes(StandardCharsets.UTF_8));
    }

    static Spool spool(Path parent) throws IOException {
        return spool(parent, false);
    }

    static Spool spool(Path parent, boolean durable) throws IOException {
        return spool(parent, durable, LIMITS, new TurnableClock());
    }

    static Spool spool(Path parent, boolean durable, SpoolLimits limits, TimeSource time) throws IOException {
        return Spool.open(SpoolFolder.claim(parent), settings(durable, limits, time), time);
    }

    static Spool.Settings settings(boolean durable, SpoolLimits limits, TimeSource time) {
        return settings(durable, limits, time, Disk.REAL);
    }

    static Spool.Settings settings(boolean durable, SpoolLimits limits, TimeSource time, Disk disk) {
        return new Spool.Settings(
                durable, limits, (id, shed, reason) -> UsageJson.gap(id, SOURCE, time.now(), shed, reason), disk);
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

    /** The ids of all events that are not acknowledged; nothing is acknowledged. */
    static List<UUID> pending(Spool spool) throws IOException {
        List<UUID> ids = new ArrayList<>();
        List<UUID> more;
        do {
            more = ids(spool.read(ids.size(), Integer.MAX_VALUE, 16 * 1024 * 1024));
            ids.addAll(more);
        } while (!more.isEmpty());
        return ids;
    }

    static List<UUID> ids(Spool.Batch batch) {
        return batch.events().stream().map(event -> UUID.fromString(event.id())).toList();
    }
}
