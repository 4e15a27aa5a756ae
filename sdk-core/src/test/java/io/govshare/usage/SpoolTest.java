package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private final Warnings warnings = Warnings.caught();

    @TempDir
    Path parent;

    @AfterEach
    void letWarningsGo() {
        warnings.close();
    }

    @Test
    void open_cutAtAnyByteOfTheLastTwoFrames_keepsAllWholeFramesAndSaysWhatItCut() throws IOException {
        List<UUID> ids = List.of(new UUID(7, 1), new UUID(7, 2), new UUID(7, 3), new UUID(7, 4));
        Path file = Segment.path(parent.resolve("1"), 1);
        try (Spool spool = Events.spool(parent)) {
            for (UUID id : ids) {
                spool.append(Frame.EVENT, id, "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] whole = Files.readAllBytes(file);
        int frame = (whole.length - SegmentHeader.SIZE) / 4;

        for (int cut = whole.length - 2 * frame; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int left = (cut - SegmentHeader.SIZE) / frame;
            int torn = (cut - SegmentHeader.SIZE) % frame;
            warnings.clear();
            try (Spool spool = Events.spool(parent)) {
                assertThat(Events.pending(spool)).as("cut at %s", cut).isEqualTo(ids.subList(0, left));
                assertThat(spool.pending()).isEqualTo(left);
            }
            assertThat(file).hasSize(SegmentHeader.SIZE + (long) left * frame);
            assertThat(warnings.messages())
                    .hasSize(torn == 0 ? 0 : 1)
                    .allSatisfy(warning -> assertThat(warning).startsWith("Cut " + torn + " bytes of a torn frame"));
        }
    }

    @Test
    void append_afterATornTail_goesOnBehindTheLastWholeFrame() throws IOException {
        Path file = Segment.path(parent.resolve("1"), 1);
        UUID before;
        UUID after;
        try (Spool spool = Events.spool(parent)) {
            before = Events.append(spool);
            Events.append(spool);
        }
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1));

        try (Spool spool = Events.spool(parent)) {
            after = Events.append(spool);
        }

        try (Spool spool = Events.spool(parent)) {
            assertThat(Events.pending(spool)).containsExactly(before, after);
        }
    }

    @Test
    void open_cutAnywhereInTheHeader_beginsAnew() throws IOException {
        Path folder = parent.resolve("1");
        try (Spool spool = Events.spool(parent)) {
            Events.append(spool);
        }
        byte[] whole = Files.readAllBytes(Segment.path(folder, 1));

        for (int cut = 0; cut < SegmentHeader.SIZE; cut++) {
            for (long number : Segment.numbers(folder)) {
                Files.delete(Segment.path(folder, number));
            }
            Files.write(Segment.path(folder, 7), Arrays.copyOf(whole, cut));
            try (Spool spool = Events.spool(parent)) {
                assertThat(spool.pending()).isZero();
                assertThat(Events.append(spool)).isEqualTo(Events.pending(spool).get(0));
            }
        }
    }

    @Test
    void open_spaceOfAKilledProcess_isNoDamage() throws IOException {
        List<UUID> ids;
        try (Spool spool = Events.spool(parent)) {
            ids = Events.append(spool, 2);
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        long used = Files.size(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), Segment.CAPACITY));
        Files.write(Segment.path(parent.resolve("1"), 2), new byte[Segment.CAPACITY]);

        try (Spool spool = Events.spool(parent)) {
            assertThat(Events.pending(spool)).isEqualTo(ids);
        }

        assertThat(file).hasSize(used);
        assertThat(warnings.messages()).hasSize(1).first().asString().contains("2.spool: its creation was interrupted");
    }

    @Test
    void open_tornFrameOfAKilledProcess_isCutAndCounted() throws IOException {
        UUID whole;
        try (Spool spool = Events.spool(parent)) {
            whole = Events.append(spool);
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), Segment.CAPACITY);
        Arrays.fill(bytes, (int) Files.size(file), (int) Files.size(file) + 30, (byte) 7);
        Files.write(file, bytes);

        try (Spool spool = Events.spool(parent)) {
            UUID next = Events.append(spool);
            assertThat(Events.pending(spool)).containsExactly(whole, next);
        }

        assertThat(warnings.messages()).singleElement().asString().startsWith("Cut 30 bytes of a torn frame");
    }

    @Test
    void append_byAnInterruptedThread_beginsTheNextSegmentToo() throws IOException {
        byte[] large = new byte[Frame.LONGEST - 100];
        Arrays.fill(large, (byte) 'x');
        try (Spool spool = Events.spool(parent)) {
            for (int i = 0; i < 40; i++) {
                Thread.currentThread().interrupt();
                spool.append(Frame.EVENT, UUID.randomUUID(), large);
            }
            assertThat(Thread.interrupted()).isTrue();

            assertThat(Segment.numbers(parent.resolve("1"))).hasSize(3);
            assertThat(spool.read(100, Integer.MAX_VALUE / 2).events()).hasSize(40);
        }
    }

    @Test
    void open_damageInTheMiddle_losesOnlyTheDamagedFrame() throws IOException {
        List<UUID> ids;
        try (Spool spool = Events.spool(parent)) {
            ids = Events.append(spool, 5);
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        int frame = ((int) Files.size(file) - SegmentHeader.SIZE) / 5;
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(SegmentHeader.SIZE + 2L * frame);
            bytes.write(new byte[frame / 2]);
        }

        try (Spool spool = Events.spool(parent)) {
            assertThat(Events.pending(spool)).containsExactly(ids.get(0), ids.get(1), ids.get(3), ids.get(4));

            Spool.Batch before = spool.read(10, 100_000);
            assertThat(Events.ids(before)).containsExactly(ids.get(0), ids.get(1));
            assertThat(before.head().count()).isEqualTo(2);
            spool.acknowledge(before);
            Spool.Batch behind = spool.read(10, 100_000);
            assertThat(Events.ids(behind)).containsExactly(ids.get(3), ids.get(4));
            assertThat(behind.head().count()).isEqualTo(5);
            spool.acknowledge(behind);
            assertThat(spool.pending()).isZero();
        }
    }

    @Test
    void open_fileThatIsNoSegment_setsItAside() throws IOException {
        try (Spool spool = Events.spool(parent)) {
            Events.append(spool);
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        Files.writeString(file, "this is something else altogether");

        try (Spool spool = Events.spool(parent)) {
            assertThat(spool.pending()).isZero();
            assertThat(parent.resolve("1").resolve("000000000001.spool.damaged"))
                    .exists();
        }
    }

    @Test
    void open_segmentOfAnotherVersion_isLeftAlone() throws IOException {
        try (Spool spool = Events.spool(parent)) {
            Events.append(spool);
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        byte[] newer = Files.readAllBytes(file);
        newer[4] = 99;
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, 80);
        ByteBuffer.wrap(newer).putInt(80, (int) crc.getValue());
        Files.write(file, newer);

        try (Spool spool = Events.spool(parent)) {
            UUID id = Events.append(spool);
            Spool.Batch batch = spool.read(10, 100_000);
            assertThat(Events.ids(batch)).containsExactly(id);
            spool.acknowledge(batch);
        }

        assertThat(file).hasBinaryContent(newer);
    }

    @Test
    void read_frameOfUnknownType_passesItOver() throws IOException {
        UUID first;
        UUID second;
        try (Spool spool = Events.spool(parent)) {
            first = Events.append(spool);
            spool.append(Frame.OPENED, UUID.randomUUID(), "of a later version".getBytes(StandardCharsets.UTF_8));
            second = Events.append(spool);
        }
        retype(Segment.path(parent.resolve("1"), 1), Frame.OPENED, (byte) 9);

        try (Spool spool = Events.spool(parent)) {
            assertThat(Events.pending(spool)).containsExactly(first, second);
        }
    }

    private static void retype(Path file, byte from, byte to) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        FrameReader frames = new FrameReader(bytes, SegmentHeader.SIZE, bytes.length);
        int begin = SegmentHeader.SIZE;
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            if (frame.type() == from) {
                int length = frame.size() - Frame.PREFIX;
                bytes[begin + Frame.PREFIX] = to;
                CRC32C crc = new CRC32C();
                crc.update(bytes, begin, 4);
                crc.update(bytes, begin + Frame.PREFIX, length);
                ByteBuffer.wrap(bytes).putInt(begin + 4, (int) crc.getValue());
            }
            begin = frames.position();
        }
        Files.write(file, bytes);
    }

    @Test
    void read_limits_areKept() throws IOException {
        try (Spool spool = Events.spool(parent)) {
            List<UUID> ids = Events.append(spool, 10);
            int size = spool.read(1, 1).events().get(0).json().length();

            assertThat(Events.ids(spool.read(3, 1_000_000))).isEqualTo(ids.subList(0, 3));
            assertThat(Events.ids(spool.read(100, 2 * size))).isEqualTo(ids.subList(0, 2));
            assertThat(Events.ids(spool.read(100, size - 1))).isEqualTo(ids.subList(0, 1));
        }
    }

    @Test
    void acknowledge_batchByBatch_goesThroughAllSegmentsInOrderAndDeletesThem() throws IOException {
        List<UUID> read = new ArrayList<>();
        List<UUID> ids;
        Path folder = parent.resolve("1");
        try (Spool spool = Events.spool(parent)) {
            ids = Events.append(spool, 15_000);
            assertThat(Segment.numbers(folder)).hasSizeGreaterThan(2);
            for (Spool.Batch batch = spool.read(499, 200_000);
                    !batch.events().isEmpty();
                    batch = spool.read(499, 200_000)) {
                read.addAll(Events.ids(batch));
                spool.acknowledge(batch);
            }
            assertThat(spool.pending()).isZero();
            assertThat(Segment.numbers(folder)).hasSize(1);
        }

        assertThat(read).isEqualTo(ids);
        assertThat(Segment.numbers(folder)).isEmpty();
    }

    @Test
    void open_afterAcknowledgement_findsOnlyTheRest() throws IOException {
        List<UUID> ids;
        try (Spool spool = Events.spool(parent)) {
            ids = Events.append(spool, 5);
            spool.acknowledge(spool.read(2, 100_000));
        }

        try (Spool spool = Events.spool(parent)) {
            assertThat(spool.pending()).isEqualTo(3);
            assertThat(Events.pending(spool)).isEqualTo(ids.subList(2, 5));
        }
    }

    @Test
    void open_acknowledgementDamaged_reportsAllAgain() throws IOException {
        List<UUID> ids;
        try (Spool spool = Events.spool(parent)) {
            ids = Events.append(spool, 5);
            spool.acknowledge(spool.read(2, 100_000));
        }
        byte[] bytes = Files.readAllBytes(parent.resolve("1/acknowledged"));
        bytes[20] ^= 1;
        Files.write(parent.resolve("1/acknowledged"), bytes);

        try (Spool spool = Events.spool(parent)) {
            assertThat(Events.pending(spool)).isEqualTo(ids);
        }
    }

    @Test
    void open_lossOfPowerBehindTheAcknowledgement_takesNewEventsForNew() throws IOException {
        try (Spool spool = Events.spool(parent)) {
            Events.append(spool, 5);
            spool.acknowledge(spool.read(4, 100_000));
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), SegmentHeader.SIZE + 10));

        try (Spool spool = Events.spool(parent)) {
            UUID id = Events.append(spool);

            assertThat(Events.pending(spool)).containsExactly(id);
        }
    }

    @Test
    void open_useThatNeverEnded_becomesOneEventWithTheLatestDescription() throws IOException {
        UUID ended = UUID.randomUUID();
        UUID lasting = UUID.randomUUID();
        byte[] latest = UsageJson.encode(Events.of(lasting));
        try (Spool spool = Events.spool(parent)) {
            spool.append(Frame.OPENED, ended, UsageJson.encode(Events.of(ended)));
            spool.append(Frame.OPENED, lasting, "{}".getBytes(StandardCharsets.UTF_8));
            spool.append(Frame.OPENED, lasting, latest);
            spool.append(Frame.EVENT, ended, UsageJson.encode(Events.of(ended)));
        }

        for (int time = 0; time < 2; time++) {
            try (Spool spool = Events.spool(parent)) {
                assertThat(Events.pending(spool)).containsExactly(ended, lasting);
                assertThat(spool.read(2, 100_000).events().get(1).json())
                        .isEqualTo(new String(latest, StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void acknowledge_useStillOpenInAnOldSegment_keepsItForTheNextProcess() throws IOException {
        UUID lasting = UUID.randomUUID();
        try (Spool spool = Events.spool(parent)) {
            spool.append(Frame.OPENED, lasting, UsageJson.encode(Events.of(lasting)));
            Events.append(spool, 9_000);
            spool.acknowledge(spool.read(100_000, 16_000_000));
            assertThat(spool.pending()).isZero();
        }

        try (Spool spool = Events.spool(parent)) {
            assertThat(Events.pending(spool)).containsExactly(lasting);
        }
    }

    @Test
    void append_callersInterruptedAllTheTime_losesNothingAndKeepsTheFileOpen()
            throws IOException, InterruptedException, ExecutionException {
        Set<UUID> written = ConcurrentHashMap.newKeySet();
        AtomicBoolean done = new AtomicBoolean();
        Set<Thread> callers = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try (Spool spool = Events.spool(parent)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                all.add(threads.submit(() -> {
                    callers.add(Thread.currentThread());
                    for (int i = 0; i < 1_000; i++) {
                        written.add(Events.append(spool));
                    }
                    callers.remove(Thread.currentThread());
                    return Thread.interrupted();
                }));
            }
            Future<?> interrupter = threads.submit(() -> {
                while (!done.get()) {
                    callers.forEach(Thread::interrupt);
                }
            });
            for (Future<?> one : all) {
                one.get();
            }
            done.set(true);
            interrupter.get();

            assertThat(written).hasSize(4_000);
            assertThat(Events.pending(spool)).containsExactlyInAnyOrderElementsOf(written);
        } finally {
            done.set(true);
            threads.shutdown();
        }
    }

    @Test
    void append_interruptedThread_staysInterrupted() throws IOException {
        try (Spool spool = Events.spool(parent, true)) {
            Thread.currentThread().interrupt();
            UUID id = Events.append(spool);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(Events.pending(spool)).containsExactly(id);
        }
    }

    @Test
    void append_fast_isForcedSoonAfter() throws IOException {
        try (Spool spool = Events.spool(parent)) {
            Events.append(spool, 3);

            await().until(() -> spool.writer().forced() == spool.writer().written());
        }
    }

    @Test
    void append_durable_hasNothingLeftToForce() throws IOException {
        try (Spool spool = Events.spool(parent, true)) {
            for (int i = 0; i < 3; i++) {
                Events.append(spool);
                assertThat(spool.writer().forced()).isEqualTo(spool.writer().written());
            }
        }
    }

    @Test
    void append_durableFromManyThreads_isForcedOnReturn() throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Spool spool = Events.spool(parent, true)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                all.add(threads.submit(() -> {
                    boolean forced = true;
                    for (int i = 0; i < 25; i++) {
                        UUID id = EventIds.ofProcess().next(new TurnableClock());
                        long before = spool.writer().written();
                        spool.append(Frame.EVENT, id, UsageJson.encode(Events.of(id)));
                        forced &= spool.writer().forced() > before;
                    }
                    return forced;
                }));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void append_closedSpool_saysSo() throws IOException {
        Spool spool = Events.spool(parent);
        spool.close();
        spool.close();

        assertThatThrownBy(() -> Events.append(spool)).isInstanceOf(SpoolClosedException.class);
    }

    @Test
    void claim_folderHeld_takesTheNextAndAdoptsItOnceItIsFree() throws IOException {
        SpoolFolder first = SpoolFolder.claim(parent);
        SpoolFolder second = SpoolFolder.claim(parent);
        Files.write(Segment.path(first.path(), 1), new byte[1], StandardOpenOption.CREATE_NEW);
        try (second) {
            assertThat(second.path()).isEqualTo(parent.resolve("2"));
            assertThat(SpoolFolder.claimOrphans(parent, Map.of())).isEmpty();

            first.close();
            List<SpoolFolder> orphans = SpoolFolder.claimOrphans(parent, Map.of());

            assertThat(orphans).extracting(SpoolFolder::path).containsExactly(parent.resolve("1"));
            orphans.get(0).close();
            assertThat(SpoolFolder.claimOrphans(parent, Map.of(first.path(), Set.of(1L))))
                    .isEmpty();
        }
    }
}
