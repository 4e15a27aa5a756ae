package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {

    private final Warnings warnings = Warnings.caught();

    @TempDir
    Path parent;

    @AfterEach
    void letWarningsGo() {
        warnings.close();
    }

    @Test
    void claimOrphans_oneCannotBeHeld_claimsTheOthers() throws IOException {
        try (SpoolFolder first = SpoolFolder.claim(parent)) {
            for (String number : List.of("2", "3", "4")) {
                Path folder = Files.createDirectory(parent.resolve(number));
                Files.createFile(Segment.path(folder, 1));
            }
            Files.createDirectory(parent.resolve("3").resolve("lock"));

            List<SpoolFolder> orphans = SpoolFolder.claimOrphans(parent, Map.of());

            assertThat(orphans)
                    .extracting(folder -> folder.path().getFileName().toString())
                    .containsExactlyInAnyOrder("2", "4");
            assertThat(warnings.messages())
                    .singleElement()
                    .asString()
                    .contains(first.path().resolveSibling("3") + "");
            for (SpoolFolder orphan : orphans) {
                orphan.close();
            }
        }
    }

    @Test
    void isRemoved_systemNumbersTheFileAnew_isFalseUnlessItIsAnother() throws IOException {
        try (Spool spool = Events.spool(parent, true)) {
            Events.append(spool);
            Path file = Segment.path(spool.path(), 1);
            Path copy = Files.copy(file, parent.resolve("copy"));
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(spool.writer().isRemoved()).isFalse();

            Files.write(
                    file,
                    SegmentHeader.of(1, Instant.EPOCH, Chain.Head.beginning(UUID.randomUUID()))
                            .bytes());

            assertThat(spool.writer().isRemoved()).isTrue();
        }
    }

    @Test
    void restore_folderIsAnothersByNow_putsNothingIntoItUntilItIsFree() throws IOException {
        try (Spool spool = Events.spool(parent)) {
            List<UUID> ids = Events.append(spool, 3);
            Path folder = spool.path();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            Files.createDirectory(folder);
            try (FileChannel other = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    FileLock held = other.lock()) {
                Files.createFile(Segment.path(folder, 1));
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(spool::force).hasMessageContaining("made it its own");
                }
                assertThat(held.isValid()).isTrue();
                assertThat(Segment.numbers(folder)).containsExactly(1L);
            }

            spool.force();

            assertThat(Events.pending(spool)).isEqualTo(ids);
        }
    }
}
