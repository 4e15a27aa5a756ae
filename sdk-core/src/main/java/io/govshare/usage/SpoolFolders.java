package io.govshare.usage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the spools below a folder: that of one process, of a platform, of an application, or of all. */
final class SpoolFolders {

    /** Application, platform, number. */
    private static final int DEPTH = 3;

    private static final Comparator<Path> ORDER = Comparator.<Path>comparingInt(
                    path -> path.getFileName().toString().length())
            .thenComparing(path -> path.getFileName().toString());

    private SpoolFolders() {}

    /**
     * The folders at or below this one that hold a spool.
     *
     * @throws NoSuchFileException if there is no such folder
     * @throws NotDirectoryException if it is a file
     */
    static List<Path> below(Path folder) throws IOException {
        // Says what is wrong with it: not there, or not to be read.
        if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(folder.toString());
        }
        List<Path> found = new ArrayList<>();
        find(folder, DEPTH, found);
        return found;
    }

    private static void find(Path folder, int depth, List<Path> found) throws IOException {
        if (Acknowledged.isIn(folder) || !Segment.numbers(folder).isEmpty()) {
            found.add(folder);
        } else if (depth > 0) {
            List<Path> inside = new ArrayList<>();
            try (DirectoryStream<Path> entries =
                    Files.newDirectoryStream(folder, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
                entries.forEach(inside::add);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            inside.sort(ORDER);
            for (Path entry : inside) {
                find(entry, depth - 1, found);
            }
        }
    }
}
