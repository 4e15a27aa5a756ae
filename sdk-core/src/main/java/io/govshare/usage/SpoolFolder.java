package io.govshare.usage;

import io.govshare.http.ThrottledWarning;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with one spool in it, held under a lock so that nobody else writes to it, until it is closed or the process
 * ends, however it ends.
 *
 * <p>The operating system may drop a lock when the process that holds it closes any other handle on the lock file (POSIX
 * {@code fcntl}), so this process must never open a lock file that it holds. Who holds what is therefore noted where all
 * class loaders of the JVM see it: in the system properties.
 */
final class SpoolFolder implements Closeable {

    private static final String LOCK = "lock";
    private static final String CLAIM = "io.govshare.usage.held:";
    private static final int MOST = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);

    private final Path path;
    private final String claim;
    private FileChannel lock;

    /** Which file the lock is on; null on systems that do not tell. */
    private @Nullable Object locked;

    private SpoolFolder(Path path, String claim, FileChannel lock, @Nullable Object locked) {
        this.path = path;
        this.claim = claim;
        this.lock = lock;
        this.locked = locked;
    }

    /** Holds the first folder below this one that nobody holds: {@code 1}, {@code 2}, … */
    static SpoolFolder claim(Path parent) throws IOException {
        PrivateFiles.createFolder(parent);
        for (int number = 1; number <= MOST; number++) {
            Path path = parent.resolve(Integer.toString(number));
            PrivateFiles.createFolder(path);
            Optional<SpoolFolder> folder = hold(path);
            if (folder.isPresent()) {
                return folder.get();
            }
        }
        throw new IOException("All " + MOST + " spools in " + parent + " are in use");
    }

    /**
     * Holds the folders below this one that have segments in them and whose owners are gone.
     *
     * @param known segments by folder that were looked at before; a folder with no others is passed over
     */
    static List<SpoolFolder> claimOrphans(Path parent, Map<Path, Set<Long>> known) throws IOException {
        List<SpoolFolder> orphans = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "[1-9]*")) {
            for (Path path : folders) {
                if (Files.isDirectory(path)) {
                    claimOrphan(path, known.getOrDefault(path, Set.of())).ifPresent(orphans::add);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return orphans;
    }

    /** A folder that cannot be looked into hinders none of the others. */
    private static Optional<SpoolFolder> claimOrphan(Path path, Set<Long> known) {
        try {
            return known.containsAll(Segment.numbers(path)) ? Optional.empty() : hold(path);
        } catch (IOException e) {
            LOG.warn("Cannot look for usage events in {}: {}", path, ThrottledWarning.describe(e));
            return Optional.empty();
        }
    }

    private static Optional<SpoolFolder> hold(Path path) throws IOException {
        Properties claims = System.getProperties();
        String claim = CLAIM + path.toRealPath();
        if (claims.putIfAbsent(claim, "") != null) {
            return Optional.empty();
        }
        Optional<FileChannel> lock = Optional.empty();
        try {
            Path file = path.resolve(LOCK);
            PrivateFiles.create(file);
            lock = lock(file);
            return lock.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SpoolFolder(path, claim, lock.get(), PrivateFiles.identity(file)));
        } finally {
            if (lock.isEmpty()) {
                claims.remove(claim);
            }
        }
    }

    /** The file, locked as long as it is open; empty if somebody else has locked it. */
    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisJvm) {
            return Optional.empty();
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? Optional.of(channel) : Optional.empty();
    }

    /**
     * Makes the folder and its lock again, if they were taken away.
     *
     * @throws IOException if they cannot be made, or another process holds the folder by now
     */
    void restore() throws IOException {
        Path file = path.resolve(LOCK);
        if (!Files.exists(file) || !Objects.equals(PrivateFiles.identity(file), locked)) {
            PrivateFiles.createFolder(path);
            PrivateFiles.create(file);
            FileChannel again = Uninterrupted.run(() -> lock(file))
                    .orElseThrow(
                            () -> new IOException(path + " was taken away, and another process has made it its own"));
            lock.close();
            lock = again;
            locked = PrivateFiles.identity(file);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            System.getProperties().remove(claim);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
