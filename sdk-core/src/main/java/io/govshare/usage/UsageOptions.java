package io.govshare.usage;

import io.govshare.error.ConfigurationException;
import io.govshare.platform.UsageSink;
import io.govshare.signing.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How uses are kept on record and reported, given to {@code .usage(…)}. By default: reported to the platform in batches of at
 * most 500 events and 512 KiB, every 5 s; spooled {@link Durability#FAST} in the default folder, in at most 1 GiB, with
 * 64 MiB left free on the disk; acknowledged events are kept for 180 days and others for a year; a full spool sheds and
 * counts; up to 5 s for closing. Immutable.
 */
public final class UsageOptions {

    /** Whether uses are on record. */
    public enum Recording {
        /** In the spool, and reported to the platform if it takes reports, or to the sink. */
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
        DURABLE,
        /** As {@link #DURABLE}, and no request leaves before the beginning of its use is on the disk: no record, no call. */
        REQUIRED
    }

    /** What becomes of uses while the spool has no room, since the platform has not taken reports for long. */
    public enum WhenFull {
        /** They go on, and their number is put on record as soon as there is room. */
        SHED_AND_COUNT,
        /** They wait for room before their first request, within their deadline and for 30 s at most, and go on then. */
        BLOCK,
        /** They fail before their first request, with a {@code PlatformUnavailableException}. */
        FAIL_CALL
    }

    private static final int SHORTEST_KEY = 16;
    private static final long MIB = 1024 * 1024;
    private static final UsageOptions DEFAULTS = new UsageOptions();

    private Recording recording = Recording.REPORTED;
    private @Nullable Path folder;
    private Durability durability = Durability.FAST;
    private Duration interval = Duration.ofSeconds(5);
    private int batchEvents = 500;
    private int batchBytes = 512 * 1024;
    private Duration closeTimeout = Duration.ofSeconds(5);
    private long maxBytes = 1024 * MIB;
    private long freeBytes = 64 * MIB;
    private WhenFull whenFull = WhenFull.SHED_AND_COUNT;
    private Duration retention = Duration.ofDays(180);
    private Duration pendingAge = Duration.ofDays(365);
    private @Nullable Secret pseudonymKey;
    private @Nullable UsageSink sink;

    private UsageOptions() {}

    private UsageOptions copy() {
        UsageOptions copy = new UsageOptions();
        copy.recording = recording;
        copy.folder = folder;
        copy.durability = durability;
        copy.interval = interval;
        copy.batchEvents = batchEvents;
        copy.batchBytes = batchBytes;
        copy.closeTimeout = closeTimeout;
        copy.maxBytes = maxBytes;
        copy.freeBytes = freeBytes;
        copy.whenFull = whenFull;
        copy.retention = retention;
        copy.pendingAge = pendingAge;
        copy.pseudonymKey = pseudonymKey;
        copy.sink = sink;
        return copy;
    }

    /** The defaults. */
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
        UsageOptions changed = DEFAULTS.copy();
        changed.recording = Recording.NOT_RECORDED;
        return changed;
    }

    /** These options with events that stay in the spool, even if the platform takes reports. */
    public UsageOptions spooledOnly() {
        UsageOptions changed = copy();
        changed.recording = Recording.SPOOLED;
        return changed;
    }

    /**
     * These options with the spool below this folder; created if missing, readable by its owner only. By default
     * {@code usage} in the folder named by the system property {@code govshare.home}, else by the environment variable
     * {@code GOVSHARE_HOME}, else in {@code ~/.govshare}.
     */
    public UsageOptions folder(Path newFolder) {
        UsageOptions changed = copy();
        changed.folder = given("folder", newFolder);
        return changed;
    }

    /** These options with records that outlive the loss of power, at the price of one forcing to disk for each call. */
    public UsageOptions durable() {
        return durability(Durability.DURABLE);
    }

    /** These options with calls that fail before their first request if their use cannot be put on record. */
    public UsageOptions required() {
        return durability(Durability.REQUIRED);
    }

    /** These options with records that outlive something else. */
    public UsageOptions durability(Durability newDurability) {
        UsageOptions changed = copy();
        changed.durability = given("durability", newDurability);
        return changed;
    }

    /** These options with another longest wait of an event for its batch; 100 ms to 1 hour. */
    public UsageOptions interval(Duration newInterval) {
        UsageOptions changed = copy();
        changed.interval = within("interval", newInterval, Duration.ofMillis(100), Duration.ofHours(1));
        return changed;
    }

    /** These options with another largest number of events in a batch; 1 to 10,000. So many are sent at once. */
    public UsageOptions batchEvents(int newBatchEvents) {
        UsageOptions changed = copy();
        changed.batchEvents = within("batchEvents", newBatchEvents, 1, 10_000);
        return changed;
    }

    /** These options with another largest size of a batch in bytes, 4 KiB to 16 MiB; a single larger event goes alone. */
    public UsageOptions batchBytes(long newBatchBytes) {
        UsageOptions changed = copy();
        changed.batchBytes = Math.toIntExact(within("batchBytes", newBatchBytes, 4 * 1024L, 16 * MIB));
        return changed;
    }

    /** These options with another bound on the time that {@code close()} may take to report what waits; 0 to 1 minute. */
    public UsageOptions closeTimeout(Duration newCloseTimeout) {
        UsageOptions changed = copy();
        changed.closeTimeout = within("closeTimeout", newCloseTimeout, Duration.ZERO, Duration.ofMinutes(1));
        return changed;
    }

    /**
     * These options with another bound on the bytes that the segments of the spool take of the disk, beside which there is less
     * than a KiB; 16 MiB to 1 TiB. What the platform has
     * acknowledged makes room first, the oldest before the others; {@link #whenFull} says what happens then.
     */
    public UsageOptions maxBytes(long newMaxBytes) {
        UsageOptions changed = copy();
        changed.maxBytes = within("maxBytes", newMaxBytes, 16 * MIB, 1024 * 1024 * MIB);
        return changed;
    }

    /** These options with other space in bytes that is left free on the disk, 0 to 1 TiB; less is as if the spool were full. */
    public UsageOptions freeBytes(long newFreeBytes) {
        UsageOptions changed = copy();
        changed.freeBytes = within("freeBytes", newFreeBytes, 0L, 1024 * 1024 * MIB);
        return changed;
    }

    /** These options with something else that becomes of uses while the spool is full. */
    public UsageOptions whenFull(WhenFull newWhenFull) {
        UsageOptions changed = copy();
        changed.whenFull = given("whenFull", newWhenFull);
        return changed;
    }

    /** These options with another time for which events are kept once they are acknowledged; 0 to 10 years. */
    public UsageOptions retention(Duration newRetention) {
        UsageOptions changed = copy();
        changed.retention = within("retention", newRetention, Duration.ZERO, Duration.ofDays(3653));
        return changed;
    }

    /**
     * These options with another time after which events that could not be delivered are given up, with their number on
     * record; 1 day to 10 years.
     */
    public UsageOptions pendingAge(Duration newPendingAge) {
        UsageOptions changed = copy();
        changed.pendingAge = within("pendingAge", newPendingAge, Duration.ofDays(1), Duration.ofDays(3653));
        return changed;
    }

    /**
     * These options with operator and case on record, as HMAC-SHA256 (RFC 2104) under this key: who has the key can tell which
     * uses are one person's, and nobody else. Without a key they are not on record at all, with one warning. At least
     * {@value #SHORTEST_KEY} bytes, better 32 (RFC 2104 §3), that nobody can guess: a date or a word is found by trying.
     */
    public UsageOptions pseudonymKey(Secret key) {
        UsageOptions changed = copy();
        if (given("pseudonymKey", key).reveal().length < SHORTEST_KEY) {
            throw new ConfigurationException(
                    "UsageOptions.pseudonymKey(…) got a key of fewer than " + SHORTEST_KEY + " bytes",
                    "Give 32 random bytes, such as what 'openssl rand -base64 32' prints.");
        }
        changed.pseudonymKey = key;
        return changed;
    }

    /** These options with events that are delivered here, and not to the platform. It is not closed with the client. */
    public UsageOptions sink(UsageSink newSink) {
        UsageOptions changed = copy();
        changed.sink = given("sink", newSink);
        return changed;
    }

    private static <V> V given(String setting, @Nullable V value) {
        if (value == null) {
            throw new ConfigurationException(
                    "UsageOptions." + setting + "(…) got null", "Give a value, or leave the setting out in .usage(…).");
        }
        return value;
    }

    private static <V extends Comparable<V>> V within(String setting, @Nullable V value, V least, V most) {
        V chosen = given(setting, value);
        if (chosen.compareTo(least) < 0 || chosen.compareTo(most) > 0) {
            throw new ConfigurationException(
                    "Usage setting " + setting + " is " + shown(chosen) + ", outside " + shown(least) + " to "
                            + shown(most),
                    "Give UsageOptions." + setting + "(…) a value in that range in .usage(…).");
        }
        return chosen;
    }

    /** Numbers are grouped, since messages mask long runs of digits. */
    private static String shown(Object value) {
        return value instanceof Number number
                ? String.format(Locale.ROOT, "%,d", number.longValue())
                : value.toString();
    }

    /** Whether uses are on record, and whether they are reported. */
    public Recording recording() {
        return recording;
    }

    /** Folder that holds the spools of all applications; empty for the default. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /** What a record outlives. */
    public Durability durability() {
        return durability;
    }

    /** How long an event waits at most for others to share its batch. */
    public Duration interval() {
        return interval;
    }

    /** How many events a batch has at most. */
    public int batchEvents() {
        return batchEvents;
    }

    /** How many bytes of events a batch has at most. */
    public int batchBytes() {
        return batchBytes;
    }

    /** How long {@code close()} may take to report what waits. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** How many bytes the spool takes of the disk at most. */
    public long maxBytes() {
        return maxBytes;
    }

    /** How many bytes are left free on the disk. */
    public long freeBytes() {
        return freeBytes;
    }

    /** What becomes of uses while the spool has no room. */
    public WhenFull whenFull() {
        return whenFull;
    }

    /** How long events are kept that are acknowledged. */
    public Duration retention() {
        return retention;
    }

    /** How long events are kept that cannot be delivered. */
    public Duration pendingAge() {
        return pendingAge;
    }

    SpoolLimits limits() {
        return new SpoolLimits(maxBytes, freeBytes, retention, pendingAge);
    }

    Optional<Secret> pseudonymKey() {
        return Optional.ofNullable(pseudonymKey);
    }

    Optional<UsageSink> sink() {
        return Optional.ofNullable(sink);
    }

    /** Whether a spool that is opened with these options may be used with the others. */
    boolean keepsLike(UsageOptions other) {
        return spool().equals(other.spool()) && Objects.equals(sink, other.sink);
    }

    private List<Object> spool() {
        return List.of(durability, interval, batchEvents, batchBytes, limits());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageOptions options
                && spool().equals(options.spool())
                && recording == options.recording
                && Objects.equals(folder, options.folder)
                && closeTimeout.equals(options.closeTimeout)
                && whenFull == options.whenFull
                && Objects.equals(pseudonymKey, options.pseudonymKey)
                && Objects.equals(sink, options.sink);
    }

    @Override
    public int hashCode() {
        return Objects.hash(recording, folder, whenFull, spool());
    }

    /** The settings, but for the key. */
    @Override
    public String toString() {
        return "UsageOptions[" + recording + ", " + durability + ", " + whenFull + ", folder " + folder + ", interval "
                + interval + ", batchEvents " + batchEvents + ", batchBytes " + batchBytes + ", closeTimeout "
                + closeTimeout
                + ", " + limits()
                + (pseudonymKey == null ? "" : ", pseudonyms") + (sink == null ? "" : ", sink " + sink) + "]";
    }
}
