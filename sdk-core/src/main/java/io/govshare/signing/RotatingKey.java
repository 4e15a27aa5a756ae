package io.govshare.signing;

import io.govshare.error.ConfigurationException;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key in a file, read again when the file has changed. Who asks when it is time to look does so for all, the others go on
 * with the key that is known: nobody waits, and there is no thread.
 *
 * <p>The key before is remembered for as long as the platform may not know the new one yet.
 */
final class RotatingKey implements KeySource {

    /** Between two looks at the file. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** How long the key before is used again when the platform has refused the new one. */
    static final Duration STEP_BACK = Duration.ofMinutes(1);

    /** How long the key before is remembered after it was last in use. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger("io.govshare.signing");

    /** What tells one content of a file from the next without reading it; symbolic links are followed. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object file) {}

    /** A key that gave way to another: until when it is remembered, and until when it signs; in monotonic nanoseconds. */
    private record Former(SigningKey key, long remembered, long used) {

        static Former of(SigningKey key, long now) {
            return new Former(key, now + OVERLAP.toNanos(), now);
        }

        Former usedFrom(long now) {
            return new Former(key, now + OVERLAP.toNanos(), now + STEP_BACK.toNanos());
        }

        boolean isRemembered(long now) {
            return now - remembered < 0;
        }

        boolean isUsed(long now) {
            return now - used < 0;
        }
    }

    /** The key of the file, and the one before it. */
    private record Keys(SigningKey newest, @Nullable Former former) {}

    private final Path file;
    private final Function<Path, SigningKey> loader;
    private final TimeSource time;
    private final ThrottledWarning unreadable;
    private final ThrottledWarning refusals;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Keys keys;
    private volatile long looked;
    private @Nullable Stamp read;
    /** Whether it was read twice: a second change within the file system's tick leaves no trace. */
    private boolean settled;

    RotatingKey(Path file, Function<Path, SigningKey> loader, TimeSource time) {
        this.file = file;
        this.loader = loader;
        this.time = time;
        this.unreadable = new ThrottledWarning(LOG, time::nanoTime);
        this.refusals = new ThrottledWarning(LOG, time::nanoTime);
        this.keys = new Keys(loader.apply(file), null);
        this.looked = time.nanoTime();
    }

    @Override
    public SigningKey current() {
        long now = time.nanoTime();
        if (now - looked >= LOOK.toNanos() && looking.compareAndSet(false, true)) {
            try {
                looked = now;
                look(now);
            } finally {
                looking.set(false);
            }
        }
        return inUse(now);
    }

    private SigningKey inUse(long now) {
        Keys known = keys;
        Former former = known.former();
        return former != null && former.isUsed(now) ? former.key() : known.newest();
    }

    /** Only by who holds {@link #looking}. */
    private void look(long now) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey());
            boolean unchanged = stamp.equals(read);
            if (!unchanged || !settled) {
                settled = false;
                take(loader.apply(file), now);
                read = stamp;
                settled = unchanged;
            }
        } catch (IOException | RuntimeException e) {
            settled = false;
            unreadable.warn(
                    "The key file " + file + " is not usable at present, the key before stays in use",
                    e instanceof NoSuchFileException
                            ? new ConfigurationException("There is no such file", "Put the key there again.")
                            : e);
        }
    }

    private synchronized void take(SigningKey found, long now) {
        SigningKey newest = keys.newest();
        Former former = keys.former();
        if (!found.isSameAs(newest)) {
            LOG.debug("{} holds a new key: {}", file, found);
            // What the platform has just refused is nothing to step back to.
            keys = new Keys(found, former != null && former.isUsed(now) ? former : Former.of(newest, now));
        } else if (former != null && !former.isRemembered(now)) {
            keys = new Keys(newest, null);
        }
    }

    @Override
    public synchronized boolean refused(SigningKey key) {
        long now = time.nanoTime();
        SigningKey newest = keys.newest();
        Former former = keys.former();
        if (former != null && key == former.key()) {
            keys = new Keys(newest, null);
            // After a step back the newest was refused just before: that it is unknown is not what is wrong.
            return !former.isUsed(now);
        }
        if (former != null && key == newest && former.isRemembered(now)) {
            keys = new Keys(newest, former.usedFrom(now));
            refusals.warn(
                    "The platform refused the new key " + key.keyId() + " of " + file + ", so the one before it, "
                            + former.key().keyId() + ", signs for another minute",
                    new ConfigurationException(
                            "The new key may not be registered yet", "Register its public half with the platform."));
        }
        return inUse(now) != key;
    }

    @Override
    public String toString() {
        return "RotatingKey[" + file + ", " + keys.newest() + "]";
    }
}
