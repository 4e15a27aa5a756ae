package io.govshare.signing;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the files that hold keys and secrets, and warns once about each that others may read too. */
final class KeyFile {

    private static final int LARGEST = 1 << 20;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    private static final Logger LOG = LoggerFactory.getLogger("io.govshare.signing");
    private static final Set<Path> WARNED = ConcurrentHashMap.newKeySet();

    private KeyFile() {}

    /**
     * The content of the file, at most 1 MiB.
     *
     * @param method the public method that was called, for messages
     * @throws ConfigurationException if the file is missing, unreadable, a folder or too large
     */
    static byte[] read(Path file, String method) {
        String where = method + "(" + file + ")";
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new ConfigurationException(
                        where + ": the file is larger than 1 MiB and no key or secret", "Check the path.");
            }
            warnIfShared(file);
            return content;
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    where + ": there is no such file in " + Path.of("").toAbsolutePath(),
                    "Check the path; a relative one starts at the working directory.");
        } catch (AccessDeniedException e) {
            throw new ConfigurationException(
                    where + ": this process may not read the file",
                    "Give the file to the user that runs the process, with mode 0600.");
        } catch (IOException e) {
            String what =
                    Files.isDirectory(file) ? "it is a folder" : e.getClass().getSimpleName();
            throw new ConfigurationException(where + ": the file cannot be read: " + what, "Check the path.");
        }
    }

    private static void warnIfShared(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException notPosix) {
            return;
        }
        for (PosixFilePermission permission : permissions) {
            if (OTHERS.contains(permission) && WARNED.add(file.toAbsolutePath().normalize())) {
                LOG.warn("{} can be read or written by other users of this machine. Remedy: chmod 600 {}", file, file);
                return;
            }
        }
    }
}
