package io.govshare.usage;

import io.govshare.error.ConfigurationException;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A spool and its reporter, shared by the clients of this JVM that report for the same application to the same platform: it
 * opens with the first of them and closes with the last. Safe for concurrent use.
 */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Guards who uses which outbox; held while one is opened or closed. */
    private static final ReentrantLock SHARING = new ReentrantLock();

    private static final long LOOK_AT_ALL = Duration.ofDays(1).toNanos();

    private static final Map<Path, Outbox> OPEN = new HashMap<>();

    private final Path parent;
    private final UsageOptions options;
    private final Spool.Settings settings;
    private final TimeSource time;
    private final ThrottledWarning warning;
    private final Spool spool;
    private final List<UsageSink> ways = new CopyOnWriteArrayList<>();
    private final List<Runnable> chores = new CopyOnWriteArrayList<>();

    /**
     * Segments that nothing can be reported from, such as those of another version and those that are kept; looked at again
     * once a day, since they are not kept for ever. The reporter's own, as the next.
     */
    private final Map<Path, Set<Long>> leftAlone = new HashMap<>();

    private long lookedAtAll;

    private int users;
    private volatile @Nullable UsageReporter reporter;

    /** Knows what became of the events when nobody reports any more. */
    private volatile @Nullable UsageReporter ended;

    private Outbox(Path parent, UsageOptions options, UsageJson.Source source, TimeSource time) throws IOException {
        this.parent = parent;
        this.options = options;
        this.settings = new Spool.Settings(
                options.durability() != UsageOptions.Durability.FAST,
                options.limits(),
                (id, shed, reason) -> UsageJson.gap(id, source, time.now(), shed, reason),
                Disk.REAL);
        this.time = time;
        this.lookedAtAll = time.nanoTime();
        this.warning = new ThrottledWarning(LOG, time::nanoTime);
        this.spool = Uninterrupted.run(() -> spool(parent, settings, time));
    }

    /**
     * Opens the outbox of this folder, or joins those who have it open; then the settings of the first count.
     *
     * @param parent the folder of application and platform
     * @param source whose uses it holds
     * @param way how this client reports; null if it does not
     * @throws ConfigurationException if the folder cannot be used
     */
    static Outbox open(
            Path parent, UsageJson.Source source, UsageOptions options, @Nullable UsageSink way, TimeSource time) {
        Path key = parent.toAbsolutePath().normalize();
        SHARING.lock();
        try {
            @Nullable Outbox outbox = OPEN.get(key);
            if (outbox == null) {
                outbox = new Outbox(key, options, source, time);
                OPEN.put(key, outbox);
            } else if (!outbox.options.keepsLike(options)) {
                LOG.warn("Another client has the usage spool in {} open with other settings; those are used", key);
            }
            outbox.users++;
            outbox.add(way);
            return outbox;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Usage cannot be recorded in " + key + " (" + ThrottledWarning.describe(e) + ")",
                    "Name a writable folder with .usage(u -> u.folder(…)), or set the system property"
                            + " govshare.home or the environment variable GOVSHARE_HOME.");
        } finally {
            SHARING.unlock();
        }
    }

    private static Spool spool(Path parent, Spool.Settings settings, TimeSource time) throws IOException {
        SpoolFolder folder = SpoolFolder.claim(parent);
        boolean opened = false;
        try {
            Spool spool = Spool.open(folder, settings, time);
            opened = true;
            return spool;
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }

    private void add(@Nullable UsageSink way) {
        if (way != null) {
            ways.add(way);
            if (reporter == null) {
                UsageReporter starting = new UsageReporter(
                        spool,
                        this::way,
                        this::lookAround,
                        options,
                        time,
                        () -> ThreadLocalRandom.current().nextDouble());
                starting.start();
                reporter = starting;
            }
        }
    }

    /** The way of any client that is still open. */
    private @Nullable UsageSink way() {
        for (UsageSink way : ways) {
            return way;
        }
        return null;
    }

    /** Has this done about once a minute on the reporter's thread, as long as there is one. */
    void add(Runnable chore) {
        chores.add(chore);
    }

    void remove(Runnable chore) {
        chores.remove(chore);
    }

    /** What fails of it keeps nothing else from being done. */
    private List<Spool> lookAround() throws IOException {
        for (Runnable chore : chores) {
            try {
                chore.run();
            } catch (RuntimeException e) {
                warning.warn("A chore beside the reports of " + spool + " failed", e);
            }
        }
        try {
            spool.tidy();
        } catch (IOException e) {
            warning.warn("Cannot tidy " + spool, e);
        }
        if (time.nanoTime() - lookedAtAll >= LOOK_AT_ALL) {
            lookedAtAll = time.nanoTime();
            leftAlone.clear();
        }
        return orphans();
    }

    /** Spools of processes that are gone, with something to report. */
    private List<Spool> orphans() throws IOException {
        List<Spool> orphans = new ArrayList<>();
        for (SpoolFolder folder : SpoolFolder.claimOrphans(parent, leftAlone)) {
            try {
                Spool spool = Spool.open(folder, settings, time);
                if (spool.pending() > 0) {
                    orphans.add(spool);
                } else {
                    spool.close();
                    leftAlone.put(folder.path(), Segment.numbers(folder.path()));
                }
            } catch (IOException e) {
                LOG.warn("Cannot take over the usage events in {}: {}", folder, ThrottledWarning.describe(e));
                folder.close();
            }
        }
        return orphans;
    }

    /**
     * Appends a frame; it outlives this process when this returns.
     *
     * @throws SpoolClosedException if the outbox is closed
     */
    void append(byte type, UUID id, byte[] json) throws IOException {
        spool.append(type, id, json);
    }

    /** Whether uses that begin now will find room when they end. */
    boolean hasRoom() throws IOException {
        return spool.writer().hasRoom();
    }

    UsageLog.Status status() {
        @Nullable UsageReporter running = reporter;
        @Nullable UsageReporter latest = running == null ? ended : running;
        if (latest != null) {
            return latest.status();
        }
        long shed = spool.shedEvents();
        try {
            return new UsageLog.Status(spool.pending(), 0, 0, shed, spool.oldestPending(), Optional.empty());
        } catch (IOException e) {
            return new UsageLog.Status(
                    spool.pending(), 0, 0, shed, Optional.empty(), Optional.of(ThrottledWarning.describe(e)));
        }
    }

    boolean flush(Duration timeout) {
        @Nullable UsageReporter running = reporter;
        return running == null ? spool.pending() == 0 : running.flush(timeout, false);
    }

    Path folder() {
        return spool.path();
    }

    /**
     * Leaves the outbox, after an attempt to report what is in it; the last one out closes it.
     *
     * @param way what was given at opening
     */
    void leave(@Nullable UsageSink way, Duration timeout) {
        @Nullable UsageReporter running = reporter;
        if (way != null && running != null) {
            running.flush(timeout, true);
        }
        SHARING.lock();
        try {
            users--;
            if (way != null) {
                ways.remove(way);
            }
            if (running != null && ways.isEmpty()) {
                running.close();
                ended = running;
                reporter = null;
            }
            if (users == 0) {
                OPEN.remove(parent);
                spool.close();
            }
        } catch (IOException e) {
            LOG.warn("Cannot close the usage spool in {}: {}", spool, ThrottledWarning.describe(e));
        } finally {
            SHARING.unlock();
        }
    }
}
