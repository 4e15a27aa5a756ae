package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a damaged header, a lost tail or a crash between two steps leaves is read as far as it can be. */
class SpoolDamageTest {

    private final Warnings warnings = Warnings.caught();
    private final TurnableClock clock = new TurnableClock();

    @TempDir
    Path parent;

    @AfterEach
    void letWarningsGo() {
        warnings.close();
    }

    @Test
    void open_anyByteOfTheHeaderDamaged_reportsAllEvents() throws IOException {
        List<UUID> ids;
        try (Spool spool = Events.spool(parent)) {
            ids = Events.append(spool, 3);
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        byte[] whole = Files.readAllBytes(file);

        for (int at = 0; at < SegmentHeader.SIZE; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x41;
            Files.write(file, damaged);
            try (Spool spool = Events.spool(parent)) {
                List<UUID> expected = new ArrayList<>(ids);
                expected.add(Events.append(spool));
                assertThat(Events.pending(spool)).as("byte %s", at).isEqualTo(expected);
            }
        }
    }

    @Test
    void open_headerDamagedBehindWhatIsAcknowledged_givesNothingUpAndGoesOn() throws IOException {
        SpoolLimits limits = new SpoolLimits(1L << 30, 0, Duration.ZERO, Duration.ofDays(1));
        List<UUID> ids;
        Chain.Head acknowledged;
        try (Spool spool = Events.spool(parent, false, limits, clock)) {
            ids = Events.append(spool, 5);
            Spool.Batch batch = spool.read(2, 100_000);
            spool.acknowledge(batch);
            acknowledged = batch.head();
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        byte[] damaged = Files.readAllBytes(file);
        Arrays.fill(damaged, 8, 80, (byte) 0x11);
        Files.write(file, damaged);

        try (Spool spool = Events.spool(parent, false, limits, clock)) {
            assertThat(spool.pending()).isEqualTo(3);
            assertThat(spool.writer().end().head().chain()).isEqualTo(acknowledged.chain());
            assertThat(Events.pending(spool)).isEqualTo(ids.subList(2, 5));
        }
    }

    @Test
    void open_endedInTheMiddleOfAHeader_beginsAnew() throws IOException {
        byte[] header = SegmentHeader.of(1, clock.now(), Chain.Head.beginning(UUID.randomUUID()))
                .bytes();
        Path folder = Files.createDirectory(parent.resolve("1"));
        for (int written = 1; written < 84; written++) {
            Files.write(Segment.path(folder, 1), Arrays.copyOf(Arrays.copyOf(header, written), Segment.CAPACITY));
            try (Spool spool = Events.spool(parent)) {
                assertThat(spool.writer().end().head().count()).isZero();
                assertThat(Segment.numbers(folder))
                        .as("%s bytes written", written)
                        .isEmpty();
            }
        }
    }

    @Test
    void open_lossOfPowerTookABeginningBehindTheAcknowledgement_takesNewEventsForNew() throws IOException {
        long length;
        try (Spool spool = Events.spool(parent)) {
            Events.append(spool, 2);
            length = spool.writer().end().position().offset();
            spool.append(Frame.OPENED, UUID.randomUUID(), new byte[5_000]);
            spool.acknowledge(spool.read(10, 100_000));
        }
        Path file = Segment.path(parent.resolve("1"), 1);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) length));

        try (Spool spool = Events.spool(parent)) {
            UUID id = Events.append(spool);

            assertThat(Events.pending(spool)).containsExactly(id);
        }
    }

    @Test
    void open_endedBetweenANewSegmentAndTheGapInIt_stillPutsTheGapOnRecord() throws IOException {
        SpoolLimits limits = new SpoolLimits(1L << 24, 0, Duration.ofDays(1), Duration.ofDays(1));
        Chain.Head head;
        long last;
        try (Spool spool = Events.spool(parent, false, limits, clock)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            spool.append(Frame.EVENT, UUID.randomUUID(), new byte[200_000]);
                        }
                    })
                    .isInstanceOf(SpoolFullException.class);
            head = spool.writer().end().head();
            last = spool.writer().end().position().segment();
        }
        Files.write(
                Segment.path(parent.resolve("1"), last + 1),
                SegmentHeader.of(last + 1, clock.now(), head).bytes());

        try (Spool spool = Events.spool(parent, false, Events.LIMITS, clock)) {
            Events.append(spool);
            Spool.Batch batch = spool.read((int) head.count(), 1_000, 1 << 20);

            assertThat(batch.events()).hasSize(2);
            assertThat(batch.events().get(0).json()).contains("gap.v1", "\"shed\":1");
        }
    }
}
