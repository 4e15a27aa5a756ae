package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or fail, folders that are taken away, files that are damaged. */
class SpoolTroubleTest {

    private final TurnableClock clock = new TurnableClock();
    private final Warnings warnings = Warnings.caught();
    private final FailingDisk disk = new FailingDisk();

    @TempDir
    Path parent;

    @AfterEach
    void letWarningsGo() {
        warnings.close();
    }

    @Test
    void append_diskFull_losesNothingThatWasOnRecordAndCountsTheRest() throws IOException {
        List<UUID> kept = new ArrayList<>();
        try (Spool spool = spool(false)) {
            kept.add(Events.append(spool));
            disk.full = true;
            int failed = 0;
            while (failed < 3) {
                try {
                    kept.add(Events.append(spool));
                } catch (IOException noSpace) {
                    assertThat(noSpace).hasMessageContaining("No space left on device");
                    failed++;
                }
            }
            assertThat(kept).hasSizeGreaterThan(100);
            assertThat(spool.shedEvents()).isEqualTo(3);

            disk.full = false;
            kept.add(Events.append(spool));
        }

        try (Spool spool = spool(false)) {
            List<UUID> pending = Events.pending(spool);
            assertThat(pending).containsAll(kept).hasSize(kept.size() + 1);
            assertThat(spool.read(10_000, 16_000_000)
                            .events()
                            .get(pending.size() - 2)
                            .json())
                    .contains("\"shed\":3");
        }
        assertThat(warnings.messages()).isEmpty();
    }

    @Test
    void append_diskFullFromTheBeginning_countsAllAndBeginsOnceThereIsSpace() throws IOException {
        disk.full = true;
        try (Spool spool = spool(false)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> Events.append(spool)).isInstanceOf(IOException.class);
            }
            assertThat(Segment.numbers(spool.path())).isEmpty();
            disk.full = false;

            UUID id = Events.append(spool);

            assertThat(Events.pending(spool)).hasSize(2).endsWith(id);
        }
    }

    @Test
    void append_forceFails_saysSoAndGoesOnInAnotherSegment() throws IOException {
        try (Spool spool = spool(true)) {
            UUID first = Events.append(spool);
            disk.failing = true;
            assertThatThrownBy(() -> Events.append(spool)).hasMessageContaining("Input/output error");
            disk.failing = false;

            UUID last = Events.append(spool);

            assertThat(Events.pending(spool)).startsWith(first).endsWith(last);
            assertThat(Segment.numbers(spool.path())).hasSize(2);
        }
    }

    @Test
    void append_folderTakenAway_putsBackWhatIsInMemory() throws IOException {
        List<UUID> ids = new ArrayList<>();
        try (Spool spool = spool(false)) {
            ids.addAll(Events.append(spool, 10));
            spool.acknowledge(spool.read(4, 100_000));
            delete(spool.path());
            ids.addAll(Events.append(spool, 5));
            await().until(() -> !spool.writer().isRemoved());

            assertThat(Events.pending(spool)).isEqualTo(ids.subList(4, 15));
            assertThat(spool.shedEvents()).isZero();
            assertThat(SpoolFolder.claimOrphans(parent, java.util.Map.of()))
                    .as("still held")
                    .isEmpty();
        }

        try (Spool spool = spool(false)) {
            assertThat(Events.pending(spool)).isEqualTo(ids.subList(4, 15));
        }
        assertThat(warnings.messages()).anyMatch(warning -> warning.contains("was taken away"));
    }

    @Test
    void append_folderTakenAwayWithOlderSegments_putsTheirNumberOnRecord() throws IOException {
        try (Spool spool = spool(true)) {
            List<UUID> ids = Events.append(spool, 7_000);
            long inFirst = SegmentHeader.of(Segment.beginningOf(Segment.path(spool.path(), 2)))
                    .head()
                    .count();
            delete(spool.path());

            UUID last = Events.append(spool);

            assertThat(spool.shedEvents()).isEqualTo(inFirst);
            List<UUID> pending = Events.pending(spool);
            assertThat(pending).containsAll(ids.subList((int) inFirst, 7_000)).contains(last);
            assertThat(spool.read(100_000, 16_000_000).events())
                    .extracting(event -> event.json())
                    .filteredOn(json -> json.contains("gap.v1"))
                    .singleElement()
                    .asString()
                    .contains("\"shed\":" + inFirst, "\"reason\":\"taken-away\"");
        }
    }

    @Test
    void read_olderSegmentTakenAway_goesOnWithTheNext() throws IOException {
        try (Spool spool = spool(true)) {
            List<UUID> ids = Events.append(spool, 7_000);
            int inFirst = (int) SegmentHeader.of(Segment.beginningOf(Segment.path(spool.path(), 2)))
                    .head()
                    .count();
            Files.delete(Segment.path(spool.path(), 1));

            Spool.Batch batch = spool.read(100_000, 16_000_000);

            assertThat(Events.ids(batch)).isEqualTo(ids.subList(inFirst, 7_000));
            spool.acknowledge(batch);
            assertThat(spool.pending()).isZero();
        }
        assertThat(warnings.messages()).anyMatch(warning -> warning.contains("a segment was taken away"));
    }

    @Test
    void force_folderTakenAwayMeanwhile_losesNothing() throws IOException {
        try (Spool spool = spool(true)) {
            disk.beforeForce = () -> delete(spool.path());
            assertThatThrownBy(() -> Events.append(spool)).isInstanceOf(IOException.class);
            disk.beforeForce = () -> {};

            UUID id = Events.append(spool);

            assertThat(Events.pending(spool)).hasSize(2).endsWith(id);
            assertThat(spool.shedEvents()).isZero();
        }
    }

    @Test
    void append_folderReplacedByAFile_keepsEventsInMemoryUntilItIsOneAgain() throws IOException {
        List<UUID> ids = new ArrayList<>();
        Path folder;
        try (Spool spool = spool(false)) {
            folder = spool.path();
            ids.addAll(Events.append(spool, 3));
            replaceByAFile(folder);
            ids.addAll(Events.append(spool, 3));
            await().until(() -> warnings.messages().stream().anyMatch(warning -> warning.contains("forced to disk")));
            Files.delete(folder);
            ids.addAll(Events.append(spool, 3));
            await().until(() -> !spool.writer().isRemoved());

            assertThat(Events.pending(spool)).isEqualTo(ids);
        }
    }

    @Test
    void open_anyByteOfTheLastTwoFramesDamaged_keepsAllOtherFrames() throws IOException {
        List<UUID> ids;
        try (Spool spool = spool(false)) {
            ids = Events.append(spool, 4);
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        byte[] whole = Files.readAllBytes(file);
        int frame = (whole.length - SegmentHeader.SIZE) / 4;

        for (int at = whole.length - 2 * frame; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            warnings.clear();
            int hit = (at - SegmentHeader.SIZE) / frame;
            try (Spool spool = spool(false)) {
                List<UUID> expected = new ArrayList<>(ids);
                expected.remove(hit);
                assertThat(Events.pending(spool)).as("byte %s", at).isEqualTo(expected);
                UUID next = Events.append(spool);
                expected.add(next);
                assertThat(Events.pending(spool)).as("byte %s, going on", at).isEqualTo(expected);
            }
            assertThat(warnings.messages()).as("byte %s", at).hasSize(1);
        }
    }

    private Spool spool(boolean durable) throws IOException {
        return Spool.open(SpoolFolder.claim(parent), Events.settings(durable, Events.LIMITS, clock, disk), clock);
    }

    /** At once, so that nothing is put back before all is gone. */
    private static void delete(Path folder) throws IOException {
        Path gone = Files.createTempDirectory(folder.getParent(), "gone").resolve("folder");
        Files.move(folder, gone);
        try (Stream<Path> files = Files.walk(gone.getParent())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void replaceByAFile(Path folder) throws IOException {
        while (!Files.isRegularFile(folder)) {
            delete(folder);
            try {
                Files.writeString(folder, "in the way", StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException putBack) {
                assertThat(folder).isDirectory();
            }
        }
    }

    private static final class FailingDisk implements Disk {

        private volatile boolean full;
        private volatile boolean failing;
        private volatile Trouble beforeForce = () -> {};

        @FunctionalInterface
        interface Trouble {
            void happens() throws IOException;
        }

        @Override
        public void take(RandomAccessFile file, int from, int bytes) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            REAL.take(file, from, bytes);
        }

        @Override
        public void force(MappedByteBuffer memory, int from, int bytes) throws IOException {
            if (failing) {
                throw new IOException("Input/output error");
            }
            beforeForce.happens();
            REAL.force(memory, from, bytes);
        }
    }
}
