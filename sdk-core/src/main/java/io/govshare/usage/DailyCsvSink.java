package io.govshare.usage;

import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes uses to a CSV file (RFC 4180, UTF-8) for each day, {@code usage-2026-11-23.csv}, instead of reporting them to the
 * platform: {@code .usage(u -> u.sink(DailyCsvSink.in(folder)))}. The day is that of the event's time, in UTC unless
 * {@link #zone} says otherwise. Each event has one line, also if it is delivered twice or a crash came in between; those that
 * say how many uses are not on record are among them. Lines are forced to disk before a batch counts as delivered. A value that
 * a spreadsheet would take for a formula has an apostrophe before it.
 *
 * <p>Files are readable by their owner only (POSIX: 0600), and so is the folder if it is created. Several sinks and processes
 * may write into one folder on a local disk. The ids of the last four days that were written to are kept in memory, 32 to 64 bytes
 * each. Safe for concurrent use.
 */
public final class DailyCsvSink implements UsageSink {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LOCK = "usage.lock";
    private static final int DAYS = 4;

    /** Held while writing: the lock of a file keeps out other processes, but not other sinks in this one. */
    private static final ReentrantLock WRITING = new ReentrantLock();

    private final Path folder;
    private final ZoneId zone;
    private final Map<LocalDate, DailyCsv> days = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LocalDate, DailyCsv> eldest) {
            return size() > DAYS;
        }
    };

    private DailyCsvSink(Path folder, ZoneId zone) {
        this.folder = folder;
        this.zone = zone;
    }

    /** Files in this folder, which is created if it is missing. */
    public static DailyCsvSink in(Path folder) {
        return new DailyCsvSink(Objects.requireNonNull(folder, "folder").toAbsolutePath(), ZoneOffset.UTC);
    }

    /** Such files with days that begin at midnight in this zone. Choose it before the first file is written. */
    public DailyCsvSink zone(ZoneId newZone) {
        return new DailyCsvSink(folder, Objects.requireNonNull(newZone, "newZone"));
    }

    /** Events that have no UUID or no time are rejected. */
    @Override
    public Receipt deliver(UsageBatch batch) throws IOException {
        Map<LocalDate, List<DailyCsv.Entry>> byDay = new TreeMap<>();
        Map<String, String> rejected = new HashMap<>();
        for (UsageBatch.Event event : batch.events()) {
            try {
                DailyCsv.Entry entry = read(event);
                byDay.computeIfAbsent(dayOf(entry), day -> new ArrayList<>()).add(entry);
            } catch (DateTimeException | IllegalArgumentException | JacksonException e) {
                rejected.put(
                        event.id(),
                        "no event with a UUID and a time (" + e.getClass().getSimpleName() + ")");
            }
        }
        WRITING.lock();
        try {
            if (Files.isRegularFile(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
            if (!Files.isDirectory(folder)) {
                PrivateFiles.createFolder(folder);
            }
            write(byDay);
        } finally {
            WRITING.unlock();
        }
        return new Receipt(rejected);
    }

    private static DailyCsv.Entry read(UsageBatch.Event event) {
        UUID id = UUID.fromString(event.id());
        if (!id.toString().equals(event.id())) {
            throw new IllegalArgumentException("not written as a UUID is");
        }
        return new DailyCsv.Entry(id, JSON.readTree(event.json()));
    }

    private LocalDate dayOf(DailyCsv.Entry entry) {
        Instant time = Instant.parse(entry.event().path("time").asString(""));
        return LocalDate.ofInstant(time, zone);
    }

    private void write(Map<LocalDate, List<DailyCsv.Entry>> byDay) throws IOException {
        Path lock = folder.resolve(LOCK);
        PrivateFiles.create(lock);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            // Given free with the channel.
            channel.lock();
            for (Map.Entry<LocalDate, List<DailyCsv.Entry>> day : byDay.entrySet()) {
                DailyCsv file = days.remove(day.getKey());
                if (file == null || !file.isAsLeft()) {
                    file = DailyCsv.open(folder, "usage-" + day.getKey() + ".csv");
                }
                file.append(day.getValue());
                // Only now: after a failure the file is read anew.
                days.put(day.getKey(), file);
            }
        }
    }

    /** Whether it writes the same files. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DailyCsvSink sink && folder.equals(sink.folder) && zone.equals(sink.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(folder, zone);
    }

    @Override
    public String toString() {
        return "DailyCsvSink[" + folder + ", " + zone + "]";
    }
}
