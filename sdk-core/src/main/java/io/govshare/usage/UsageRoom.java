package io.govshare.usage;

import io.govshare.error.Internal;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that one client needs to have its uses on record and reported: the stage that records, the log that tells, and the
 * end of it. Safe for concurrent use.
 */
@Internal
public final class UsageRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageRoom.class);

    private final UseStage stage;
    private final UsageLog log;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    private UsageRoom(UseStage stage, UsageLog log, Runnable end) {
        this.stage = stage;
        this.log = log;
        this.end = end;
    }

    /**
     * Opens the spool of this application and platform, and starts to report what is in it.
     *
     * @param version version of the application; empty if not given
     * @param platformSink how the platform takes reports; empty if it takes none, then events stay in the spool
     * @param chore done about once a minute, on the thread that reports; never if nothing is reported
     * @throws io.govshare.error.ConfigurationException if the folder cannot be used
     */
    public static UsageRoom open(
            UsageOptions options,
            String application,
            String version,
            String platform,
            Optional<UsageSink> platformSink,
            TimeSource time,
            Sleeper sleeper,
            Runnable chore) {
        UsageJson.Source source = new UsageJson.Source(application, version.isEmpty() ? null : version, platform);
        if (options.recording() == UsageOptions.Recording.NOT_RECORDED) {
            LOG.warn(
                    "Uses of {} by {} are not on record and not reported, since .usage(UsageOptions.notRecorded()) says so",
                    source.platform(),
                    source.application());
            return new UsageRoom(new UseStage(null, call -> {}, false), new NoRecord(), () -> {});
        }
        @Nullable
        UsageSink way = options.recording() == UsageOptions.Recording.REPORTED
                ? options.sink().or(() -> platformSink).orElse(null)
                : null;
        Path folder = base(options).resolve(FileName.of(source.application())).resolve(FileName.of(source.platform()));
        Outbox outbox = Outbox.open(folder, source, options, way, time);
        outbox.add(chore);
        UseRecorder recorder = new UseRecorder(
                source, options.pseudonymKey(), time, new Frames(outbox, folder, source, options, time));
        UseStage.Admission admission = new RoomForUses(options.whenFull(), outbox::hasRoom, sleeper, time);
        boolean required = options.durability() == UsageOptions.Durability.REQUIRED;
        return new UsageRoom(new UseStage(recorder, admission, required), new OutboxLog(outbox, folder), () -> {
            outbox.remove(chore);
            outbox.leave(way, options.closeTimeout());
        });
    }

    private static Path base(UsageOptions options) {
        if (options.folder().isPresent()) {
            return options.folder().get();
        }
        @Nullable String home = System.getProperty("govshare.home", System.getenv("GOVSHARE_HOME"));
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home", ""), ".govshare", "usage")
                : Path.of(home, "usage");
    }

    /** The stage that records; the first of all. */
    public UseStage stage() {
        return stage;
    }

    /** What has become of the records. */
    public UsageLog log() {
        return log;
    }

    /**
     * Reports what waits, within the time that the options give, unless the platform does not take it; what is left stays on
     * disk for the next process. Calls that end later are still put on record. Only the first time counts.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.run();
        }
    }

    /** Frames into the outbox, opened once more for a call that ends after its client was closed. */
    private record Frames(Outbox outbox, Path folder, UsageJson.Source source, UsageOptions options, TimeSource time)
            implements UseRecorder.Out {

        @Override
        public void append(byte type, UUID id, byte[] json) throws IOException {
            try {
                outbox.append(type, id, json);
            } catch (SpoolClosedException late) {
                Outbox again = Outbox.open(folder, source, options, null, time);
                try {
                    again.append(type, id, json);
                } finally {
                    again.leave(null, Duration.ZERO);
                }
            }
        }
    }

    private record OutboxLog(Outbox outbox, Path folder) implements UsageLog {

        @Override
        public Status status() {
            return outbox.status();
        }

        @Override
        public boolean flush(Duration timeout) {
            return outbox.flush(timeout);
        }

        @Override
        public Optional<UsageArchive> archive() {
            return Optional.of(UsageArchive.at(folder));
        }
    }

    private record NoRecord() implements UsageLog {

        @Override
        public Status status() {
            return new Status(0, 0, 0, 0, Optional.empty(), Optional.empty());
        }

        @Override
        public boolean flush(Duration timeout) {
            return true;
        }

        @Override
        public Optional<UsageArchive> archive() {
            return Optional.empty();
        }
    }
}
