package io.govshare.usage;

import io.govshare.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How uses are kept on record and reported, given to {@code .usage(…)}. Immutable.
 *
 * @param recording whether uses are on record, and whether they are reported
 * @param folder folder that holds the spools of all applications; null for {@code usage} in the folder named by the
 *     system property {@code govshare.home}, else by the environment variable {@code GOVSHARE_HOME}, else in
 *     {@code ~/.govshare}
 * @param durability what a record outlives
 * @param interval how long an event waits at most for others to share its batch; 100 ms to 1 hour
 * @param batchEvents how many events a batch has at most; 1 to 10,000. So many waiting events are sent at once
 * @param batchBytes how many bytes of events a batch has at most (a single larger event goes alone); 4 KiB to 16 MiB
 * @param closeTimeout how long {@code close()} may take to report what waits; 0 to 1 minute
 */
public record UsageOptions(
        Recording recording,
        @Nullable Path folder,
        Durability durability,
        Duration interval,
        int batchEvents,
        int batchBytes,
        Duration closeTimeout) {

    /** Whether uses are on record. */
    public enum Recording {
        /** In the spool, and reported to the platform if it takes reports. */
        REPORTED,
        /** In the spool only. */
        SPOOLED,
        /** Not at all. */
        NOT_RECORDED
    }

    /** What a record outlives. */
    public enum Durability {
        /** The end of the process, however it ends; it is forced to disk 50 ms later. */
        FAST,
        /** The loss of power: it is forced to disk before the call returns. Concurrent calls share one forcing. */
        DURABLE
    }

    private static final UsageOptions DEFAULTS = new UsageOptions(
            Recording.REPORTED, null, Durability.FAST, Duration.ofSeconds(5), 500, 512 * 1024, Duration.ofSeconds(5));

    /** @throws ConfigurationException if a setting is outside its range */
    public UsageOptions {
        Objects.requireNonNull(recording, "recording");
        Objects.requireNonNull(durability, "durability");
        within("interval", interval, Duration.ofMillis(100), Duration.ofHours(1));
        within("batchEvents", batchEvents, 1, 10_000);
        within("batchBytes", batchBytes, 4 * 1024, 16 * 1024 * 1024);
        within("closeTimeout", closeTimeout, Duration.ZERO, Duration.ofMinutes(1));
    }

    private static <V extends Comparable<V>> void within(String setting, V value, V least, V most) {
        Objects.requireNonNull(value, setting);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ConfigurationException(
                    "Usage setting " + setting + " is " + shown(value) + ", outside " + shown(least) + " to "
                            + shown(most),
                    "Give UsageOptions." + setting + "(…) a value in that range in .usage(…).");
        }
    }

    /** Numbers are grouped, since messages mask long runs of digits. */
    private static String shown(Object value) {
        return value instanceof Integer number ? String.format(Locale.ROOT, "%,d", number) : value.toString();
    }

    /**
     * Reported to the platform in batches of at most 500 events and 512 KiB, every 5 s; spooled {@link Durability#FAST}
     * in the default folder; up to 5 s for closing.
     */
    public static UsageOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults, with the spool below this folder. */
    public static UsageOptions in(Path folder) {
        return DEFAULTS.folder(folder);
    }

    /**
     * No use is on record and none is reported, with a warning at {@code build()}: for tests, and for applications that
     * keep the record by other means. Most platforms demand a record of each use.
     */
    public static UsageOptions notRecorded() {
        return DEFAULTS.recording(Recording.NOT_RECORDED);
    }

    /** These options with events that stay in the spool, even if the platform takes reports. */
    public UsageOptions spooledOnly() {
        return recording(Recording.SPOOLED);
    }

    private UsageOptions recording(Recording newRecording) {
        return new UsageOptions(newRecording, folder, durability, interval, batchEvents, batchBytes, closeTimeout);
    }

    /** These options with the spool below this folder; created if missing, readable by its owner only. */
    public UsageOptions folder(Path newFolder) {
        Objects.requireNonNull(newFolder, "folder");
        return new UsageOptions(recording, newFolder, durability, interval, batchEvents, batchBytes, closeTimeout);
    }

    /** These options with records that outlive the loss of power, at the price of one forcing to disk for each call. */
    public UsageOptions durable() {
        return new UsageOptions(recording, folder, Durability.DURABLE, interval, batchEvents, batchBytes, closeTimeout);
    }

    /** These options with another longest wait of an event for its batch. */
    public UsageOptions interval(Duration newInterval) {
        return new UsageOptions(recording, folder, durability, newInterval, batchEvents, batchBytes, closeTimeout);
    }

    /** These options with another largest number of events in a batch. */
    public UsageOptions batchEvents(int newBatchEvents) {
        return new UsageOptions(recording, folder, durability, interval, newBatchEvents, batchBytes, closeTimeout);
    }

    /** These options with another largest size of a batch in bytes. */
    public UsageOptions batchBytes(int newBatchBytes) {
        return new UsageOptions(recording, folder, durability, interval, batchEvents, newBatchBytes, closeTimeout);
    }

    /** These options with another bound on the time that closing may take. */
    public UsageOptions closeTimeout(Duration newCloseTimeout) {
        return new UsageOptions(recording, folder, durability, interval, batchEvents, batchBytes, newCloseTimeout);
    }
}
