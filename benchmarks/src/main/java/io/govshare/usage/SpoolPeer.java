package io.govshare.usage;

import io.govshare.http.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** The spool as its writers see it: an event that is encoded already goes on record. Safe for concurrent use. */
public final class SpoolPeer implements AutoCloseable {

    private final Spool spool;

    private SpoolPeer(Spool spool) {
        this.spool = spool;
    }

    /** Opens an empty spool below this folder; durable if a record is to outlive the loss of power. */
    public static SpoolPeer open(Path folder, boolean durable) throws IOException {
        SpoolLimits limits = new SpoolLimits(Long.MAX_VALUE / 2, 0, Duration.ZERO, Duration.ofDays(365));
        Spool.Settings settings = new Spool.Settings(
                durable, limits, (id, shed, reason) -> "{}".getBytes(StandardCharsets.UTF_8), Disk.REAL);
        return new SpoolPeer(Spool.open(SpoolFolder.claim(folder), settings, TimeSource.SYSTEM));
    }

    /** Puts an event on record. @return its id */
    public UUID append(byte[] json) throws IOException {
        UUID id = EventIds.ofProcess().next(TimeSource.SYSTEM);
        spool.append(Frame.EVENT, id, json);
        return id;
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
