package io.govshare.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the open file descriptors of this process point at, as the kernel names it; empty where there is no /proc. */
record FileDescriptors(List<String> targets) {

    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/fd");

    static FileDescriptors ofThisProcess() {
        if (!Files.isDirectory(OF_THIS_PROCESS)) {
            return new FileDescriptors(List.of());
        }
        List<String> targets = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OF_THIS_PROCESS)) {
            for (Path descriptor : descriptors) {
                try {
                    targets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException closedSinceItWasListed) {
                    // Then it is not open.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the open file descriptors", e);
        }
        return new FileDescriptors(List.copyOf(targets));
    }
}
