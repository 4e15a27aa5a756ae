package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpoolRoomTest {

    private static final byte[] LARGE = large();
    private static final long MIB = 1024 * 1024;

    private final TurnableClock clock = new TurnableClock();
    private final Warnings warnings = Warnings.caught();

    @TempDir
    Path parent;

    private static byte[] large() {
        byte[] json = new byte[100_000];
        Arrays.fill(json, (byte) 'x');
        return json;
    }

    @AfterEach
    void letWarningsGo() {
        warnings.close();
    }

    @Test
    void append_spoolFull_shedsCountsAndSaysSoOnceThereIsRoom() throws IOException {
        try (Spool spool = spool(limits(16 * MIB))) {
            List<UUID> kept = fill(spool);
            for (int i = 0; i < 9; i++) {
                assertThatThrownBy(() -> append(spool)).isInstanceOf(SpoolFullException.class);
            }
            assertThat(spool.shedEvents()).isEqualTo(10);
            assertThat(size()).isLessThanOrEqualTo(16 * MIB);

            Spool.Batch half = spool.read(kept.size() / 2, Integer.MAX_VALUE / 2);
            spool.acknowledge(half);
            UUID after = append(spool);

            Spool.Batch rest = spool.read(1_000, Integer.MAX_VALUE / 2);
            assertThat(Events.ids(rest))
                    .hasSize(kept.size() - kept.size() / 2 + 2)
                    .endsWith(after);
            JsonNode gap = JsonMapper.shared()
                    .readTree(rest.events().get(rest.events().size() - 2).json());
            assertThat(gap.path("type").asString()).isEqualTo("io.govshare.usage.gap.v1");
            assertThat(gap.path("data").path("shed").asLong()).isEqualTo(10);
            assertThat(gap.path("data").path("reason").asString()).isEqualTo("no-room");
        }
    }

    @Test
    void open_afterAProcessThatShed_putsTheNumberOnRecord() throws IOException {
        Path folder = parent.resolve("1");
        Path copy = parent.resolve("copy");
        try (Spool spool = spool(limits(16 * MIB))) {
            fill(spool);
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> append(spool)).isInstanceOf(SpoolFullException.class);
            }
            copy(folder, copy.resolve("1")); // as a killed process leaves it
        }

        try (Spool spool =
                Spool.open(SpoolFolder.claim(copy), Events.settings(false, limits(64 * MIB), clock), clock)) {
            append(spool);

            List<String> last = spool.read(1_000, Integer.MAX_VALUE / 2).events().stream()
                    .map(event -> event.json())
                    .filter(json -> json.contains("gap.v1"))
                    .toList();
            assertThat(last).singleElement().asString().contains("\"shed\":5");
        }
    }

    @Test
    void hasRoom_spoolAlmostFull_isFalseWhileUsesUnderWayStillFindSome() throws IOException {
        try (Spool spool = spool(limits(16 * MIB))) {
            while (spool.writer().hasRoom()) {
                append(spool);
            }
            int underWay = 0;
            for (; underWay < 9; underWay++) {
                append(spool);
            }
            assertThat(underWay).isEqualTo(9);
            assertThat(spool.shedEvents()).isZero();

            spool.acknowledge(spool.read(1_000, Integer.MAX_VALUE / 2));

            assertThat(spool.writer().hasRoom()).isTrue();
        }
    }

    @Test
    void append_acknowledgedEventsKept_makeRoomBeforeAnythingIsShed() throws IOException {
        SpoolLimits limits = new SpoolLimits(16 * MIB, 0, Duration.ofDays(180), Duration.ofDays(365));
        try (Spool spool = spool(limits)) {
            for (int i = 0; i < 40; i++) {
                for (int j = 0; j < 10; j++) {
                    append(spool);
                }
                spool.acknowledge(spool.read(10, Integer.MAX_VALUE / 2));
                clock.turn(Duration.ofMinutes(1));
            }

            assertThat(spool.shedEvents()).isZero();
            assertThat(size()).isBetween(11 * MIB, 16 * MIB);
            assertThat(warnings.messages()).singleElement().asString().contains("make room");
        }
    }

    @Test
    void open_spoolFullWithAUseThatNeverEnded_countsIt() throws IOException {
        UUID lasting = UUID.randomUUID();
        try (Spool spool = spool(limits(16 * MIB))) {
            spool.append(Frame.OPENED, lasting, LARGE);
            fill(spool);
        }

        try (Spool spool = spool(limits(16 * MIB))) {
            assertThat(Events.pending(spool)).doesNotContain(lasting);
            spool.acknowledge(spool.read(1_000, Integer.MAX_VALUE / 2));
            UUID after = append(spool);
            Spool.Batch rest = spool.read(10, 1_000_000);
            assertThat(Events.ids(rest)).hasSize(2).endsWith(after);
            assertThat(rest.events().get(0).json()).contains("\"shed\":2");
        }
        assertThat(warnings.messages()).singleElement().asString().contains("only counted");
    }

    @Test
    void tidy_retentionOver_deletesWhatIsAcknowledgedAndNothingElse() throws IOException {
        SpoolLimits limits = new SpoolLimits(1024 * MIB, 0, Duration.ofDays(180), Duration.ofDays(365));
        try (Spool spool = spool(limits)) {
            appendSegments(spool, 2);
            spool.acknowledge(spool.read(1_000, Integer.MAX_VALUE / 2));
            clock.turn(Duration.ofDays(100));
            appendSegments(spool, 2);
            int before = Segment.numbers(spool.path()).size();

            clock.turn(Duration.ofDays(79));
            spool.tidy();
            assertThat(Segment.numbers(spool.path())).hasSize(before);

            clock.turn(Duration.ofDays(2));
            spool.tidy();
            assertThat(Segment.numbers(spool.path())).hasSizeBetween(before - 2, before - 1);
            assertThat(spool.pending()).isPositive();
        }
    }

    @Test
    void tidy_pendingEventsTooOld_areGivenUpAndCounted() throws IOException {
        SpoolLimits limits = new SpoolLimits(1024 * MIB, 0, Duration.ZERO, Duration.ofDays(30));
        try (Spool spool = spool(limits)) {
            long old = appendSegments(spool, 2);
            clock.turn(Duration.ofDays(20));
            appendSegments(spool, 1);
            clock.turn(Duration.ofDays(11));

            spool.tidy();

            long given = spool.shedEvents();
            assertThat(given).isBetween(old / 2, old);
            List<String> left = spool.read(1_000, Integer.MAX_VALUE / 2).events().stream()
                    .map(event -> event.json())
                    .toList();
            assertThat(left.get(left.size() - 1)).contains("\"shed\":" + given, "\"reason\":\"too-old\"");
            assertThat(spool.pending()).isEqualTo(left.size());
        }
    }

    @Test
    void tidy_spoolFullOfEventsThatAreTooOld_givesThemUpForRoomAndSaysSo() throws IOException {
        SpoolLimits limits = new SpoolLimits(16 * MIB, 0, Duration.ofDays(90), Duration.ofDays(30));
        try (Spool spool = spool(limits)) {
            fill(spool);
            clock.turn(Duration.ofDays(31));

            spool.tidy();

            assertThat(spool.writer().hasRoom()).isTrue();
            List<String> gaps = spool.read(1_000, Integer.MAX_VALUE / 2).events().stream()
                    .map(event -> event.json())
                    .filter(json -> json.contains("gap.v1"))
                    .toList();
            assertThat(gaps).hasSize(2);
            assertThat(gaps.get(0)).contains("no-room", "\"shed\":1,");
            assertThat(gaps.get(1)).contains("too-old", "\"shed\":" + (spool.shedEvents() - 1));
        }
    }

    @Test
    void close_nothingIsKeptButAGapIsOwed_keepsItForTheNextProcess() throws IOException {
        try (Spool spool = spool(limits(16 * MIB))) {
            fill(spool);
            spool.acknowledge(spool.read(1_000, Integer.MAX_VALUE / 2));
            assertThat(spool.pending()).isZero();
        }

        try (Spool spool = spool(limits(16 * MIB))) {
            append(spool);

            assertThat(spool.read(10, 1_000_000).events().get(0).json()).contains("no-room", "\"shed\":1");
        }
    }

    @Test
    void append_diskAlmostFull_leavesTheFreeSpaceAlone() throws IOException {
        SpoolLimits limits = new SpoolLimits(1024 * MIB, Long.MAX_VALUE / 2, Duration.ZERO, Duration.ofDays(365));
        try (Spool spool = spool(limits)) {
            assertThatThrownBy(() -> append(spool)).isInstanceOf(SpoolFullException.class);
            assertThat(spool.writer().hasRoom()).isFalse();
            assertThat(Segment.numbers(spool.path())).isEmpty();
        }
    }

    @Test
    void open_retainedSegments_continuesTheirChain() throws IOException {
        SpoolLimits limits = new SpoolLimits(1024 * MIB, 0, Duration.ofDays(180), Duration.ofDays(365));
        Chain.Head before;
        try (Spool spool = spool(limits)) {
            appendSegments(spool, 2);
            spool.acknowledge(spool.read(1_000, Integer.MAX_VALUE / 2));
            before = spool.writer().end().head();
        }

        try (Spool spool = spool(limits)) {
            assertThat(spool.writer().end().head()).isEqualTo(before);
            assertThat(spool.pending()).isZero();
            UUID id = append(spool);
            assertThat(Events.pending(spool)).containsExactly(id);
        }
    }

    @Test
    void open_allSegmentsDeleted_continuesTheChainBehindWhatWasAcknowledged() throws IOException {
        Chain.Head before;
        try (Spool spool = spool(limits(64 * MIB))) {
            append(spool);
            spool.acknowledge(spool.read(10, Integer.MAX_VALUE / 2));
            before = spool.writer().end().head();
        }
        assertThat(Segment.numbers(parent.resolve("1"))).isEmpty();

        try (Spool spool = spool(limits(64 * MIB))) {
            assertThat(spool.writer().end().head()).isEqualTo(before);
        }
    }

    private SpoolLimits limits(long bytes) {
        return new SpoolLimits(bytes, 0, Duration.ZERO, Duration.ofDays(365));
    }

    private Spool spool(SpoolLimits limits) throws IOException {
        return Events.spool(parent, false, limits, clock);
    }

    /** Appends until one finds no room. @return those that did */
    private List<UUID> fill(Spool spool) throws IOException {
        List<UUID> kept = new ArrayList<>();
        try {
            while (true) {
                kept.add(append(spool));
            }
        } catch (SpoolFullException full) {
            return kept;
        }
    }

    private UUID append(Spool spool) throws IOException {
        UUID id = EventIds.ofProcess().next(clock);
        spool.append(Frame.EVENT, id, LARGE);
        return id;
    }

    /** Appends so many full segments and one event more. @return how many events */
    private long appendSegments(Spool spool, int count) throws IOException {
        long events = 0;
        int segments = Segment.numbers(spool.path()).size();
        while (Segment.numbers(spool.path()).size() < segments + count + (segments == 0 ? 1 : 0)) {
            append(spool);
            events++;
        }
        return events;
    }

    /** Of the segments, one of which may not yet have given back what it did not use; the files beside them are not counted. */
    private long size() throws IOException {
        long size = 0;
        for (long number : Segment.numbers(parent.resolve("1"))) {
            size += Files.size(Segment.path(parent.resolve("1"), number));
        }
        return size;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
