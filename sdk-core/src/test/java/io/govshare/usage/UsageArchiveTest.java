package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.usage.UsageArchive.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageArchiveTest {

    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");

    private final HandMadeSpool spool = HandMadeSpool.ofNine("residence-permit");

    @TempDir
    Path parent;

    private UsageArchive archive() throws IOException {
        spool.write(parent.resolve("app").resolve("platform").resolve("1"));
        return UsageArchive.at(parent);
    }

    private static String export(UsageArchive archive, Format format, Instant from, Instant to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        archive.export(format, out, from, to);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static UUID id(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000, 0x8000000000000001L);
    }

    private void use(Instant time, String dataset, UseOutcome outcome, long received) {
        UsageEvent event = Events.of(id(time));
        spool.event(
                event.id(),
                new String(
                        UsageJson.encode(new UsageEvent(
                                event.id(),
                                time,
                                event.application(),
                                null,
                                event.platform(),
                                dataset,
                                null,
                                null,
                                "audit",
                                null,
                                "-9".repeat(21) + "x",
                                null,
                                "query",
                                outcome,
                                received,
                                outcome == UseOutcome.INTERRUPTED ? UsageEvent.UNKNOWN : received,
                                1,
                                null,
                                1,
                                1,
                                null,
                                "name starts with \"?\", order by name",
                                null,
                                null)),
                        StandardCharsets.UTF_8));
    }

    @Test
    void export_ndjson_isWhatTheChainCovers() throws IOException {
        List<String> lines =
                export(archive(), Format.NDJSON, BEGINNING, END).lines().toList();

        assertThat(lines).hasSize(9);
        Chain chain = new Chain(Chain.Head.beginning(HandMadeSpool.CHAIN));
        for (String line : lines) {
            chain.advance(chain.next(Chain.digest(line.getBytes(StandardCharsets.UTF_8))));
        }
        assertThat(chain.head()).isEqualTo(spool.head());
    }

    @Test
    void export_csv_hasHeaderPlaceAndMembersOfEachEvent() throws IOException {
        use(MIDNIGHT, "cn.stats.counties", UseOutcome.MATCHED, 50);

        String csv = export(archive(), Format.CSV, MIDNIGHT, END);

        assertThat(csv)
                .isEqualTo(
                        "chain,number,link,id,time,type,application,applicationVersion,platform,dataset,datasetVersion,"
                                + "grant,purpose,matter,operator,case,operation,outcome,received,delivered,bytes,cache,attempts,"
                                + "durationMs,traceId,query,failure,code,shed,since,reason\r\n"
                                + HandMadeSpool.CHAIN + ",10," + spool.head().link() + "," + id(MIDNIGHT)
                                + ",2026-11-24T00:00:00.000Z,io.govshare.usage.v1,residence-permits,,share.example.gov,cn.stats.counties,,,audit,,"
                                + "'" + "-9".repeat(21) + "x,,query,matched,50,50,1,,1,1,,"
                                + "\"name starts with \"\"?\"\", order by name\",,,,,\r\n");
    }

    @Test
    void export_csv_neutralisesWhatASpreadsheetWouldRun() throws IOException {
        for (String value : List.of("=1+1", "+1", "-1", "@x", "\t=1", "＝1")) {
            use(MIDNIGHT, value, UseOutcome.MATCHED, 1);
        }
        use(MIDNIGHT, "a\nb", UseOutcome.MATCHED, 1);

        String csv = export(archive(), Format.CSV, MIDNIGHT, END);

        assertThat(csv).contains(",'=1+1,", ",'+1,", ",'-1,", ",'@x,", ",'\t=1,", ",'＝1,", ",\"a\nb\",");
    }

    @Test
    void export_span_hasItsBeginningAndNotItsEnd() throws IOException {
        use(MIDNIGHT.minusMillis(1), "before", UseOutcome.MATCHED, 1);
        use(MIDNIGHT, "at", UseOutcome.MATCHED, 1);
        use(MIDNIGHT.plusSeconds(60), "after", UseOutcome.MATCHED, 1);

        assertThat(export(archive(), Format.NDJSON, MIDNIGHT, MIDNIGHT.plusSeconds(60)))
                .contains("\"at\"")
                .doesNotContain("\"before\"", "\"after\"");
        assertThat(export(archive(), Format.NDJSON, MIDNIGHT, MIDNIGHT)).isEmpty();
        assertThatThrownBy(() -> archive().export(Format.NDJSON, OutputStream.nullOutputStream(), END, BEGINNING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends before it begins");
    }

    @Test
    void export_eventsThatCannotBeRead_areNamedByTheirPlace() throws IOException {
        spool.event(id(MIDNIGHT), "{\"no\": json");
        spool.event(id(MIDNIGHT), "[1,\n2]");
        spool.event(id(MIDNIGHT), "{\"other\":\n1}");

        assertThat(export(archive(), Format.NDJSON, MIDNIGHT, END).lines())
                .containsExactly(unreadable(10), unreadable(11), "{\"other\":1}");
        assertThat(export(archive(), Format.CSV, MIDNIGHT, END).lines())
                .hasSize(4)
                .filteredOn(line -> line.contains(",2026-11-24T00:00:00Z,unreadable,"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.split(",", -1))
                        .hasSize(3 + UsageCsv.columns().size()));
    }

    private static String unreadable(int number) {
        return "{\"unreadable\":{\"chain\":\"%s\",\"number\":%d,\"id\":\"%s\"}}"
                .formatted(HandMadeSpool.CHAIN, number, id(MIDNIGHT));
    }

    @Test
    void export_damagedSpool_hasAllThatIsWhole() throws IOException {
        spool.parts.get(1).header[20] ^= 1;
        spool.parts.get(1).frames.get(1)[70] ^= 1;
        spool.last().frames.add(new byte[] {1, 2, 3});

        assertThat(export(archive(), Format.NDJSON, BEGINNING, END).lines()).hasSize(8);
    }

    @Test
    void export_toAFile_isPrivateAndOverwritesNothing() throws IOException {
        Path file = parent.resolve("export.csv");
        UsageArchive archive = archive();

        archive.export(Format.CSV, file, BEGINNING, END);

        assertThat(Files.readString(file)).isEqualTo(export(archive, Format.CSV, BEGINNING, END));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> archive.export(Format.CSV, file, BEGINNING, END))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void export_thatFails_leavesNoFile() {
        Path file = parent.resolve("export.csv");

        assertThatThrownBy(() -> UsageArchive.at(parent.resolve("nowhere")).export(Format.CSV, file, BEGINNING, END))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("nowhere");
        assertThat(file).doesNotExist();
    }

    @Test
    void daily_addsUpByDayDatasetPurposeAndOutcome() throws IOException {
        spool.parts.forEach(part -> part.frames.clear());
        use(MIDNIGHT, "counties", UseOutcome.MATCHED, 50);
        use(MIDNIGHT.plusSeconds(1), "counties", UseOutcome.MATCHED, 7);
        use(MIDNIGHT, "counties", UseOutcome.EMPTY, 0);
        use(MIDNIGHT, "cities", UseOutcome.INTERRUPTED, 3);
        use(MIDNIGHT.minusMillis(1), "cities", UseOutcome.MATCHED, 1);
        use(MIDNIGHT.plusSeconds(86_400), "cities", UseOutcome.MATCHED, 1);
        gap(9, GapReason.NO_ROOM);
        gap(4, GapReason.TOO_OLD);
        spool.event(id(MIDNIGHT), "{");
        LocalDate day = LocalDate.parse("2026-11-24");

        assertThat(archive().daily(day, day.plusDays(1), ZoneOffset.UTC))
                .containsExactly(
                        new DailyUse(day, "", "", "not-recorded", 9, 0, 0),
                        new DailyUse(day, "", "", "unreadable", 1, 0, 0),
                        new DailyUse(day, "cities", "audit", "interrupted", 1, 3, 0),
                        new DailyUse(day, "counties", "audit", "empty", 1, 0, 0),
                        new DailyUse(day, "counties", "audit", "matched", 2, 57, 57));
        assertThat(archive().daily(day, day.plusDays(1), ZoneId.of("Asia/Shanghai")))
                .contains(new DailyUse(day, "cities", "audit", "matched", 1, 1, 1));
    }

    private void gap(long count, GapReason reason) {
        SegmentHeader.Shed shed = new SegmentHeader.Shed(count, MIDNIGHT.plusSeconds(5), 0);
        byte[] json = UsageJson.gap(id(MIDNIGHT), Events.SOURCE, MIDNIGHT.plusSeconds(90_000), shed, reason);
        spool.event(id(MIDNIGHT), new String(json, StandardCharsets.UTF_8));
    }

    @Test
    void csv_linkOfEachEvent_isInTheRecord() throws IOException {
        List<String> links = export(archive(), Format.CSV, BEGINNING, END)
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1)[2])
                .toList();

        assertThat(links)
                .hasSize(9)
                .allSatisfy(link -> assertThat(HexFormat.of().parseHex(link)).hasSize(Chain.LINK));
        assertThat(links.get(8)).isEqualTo(spool.head().link());
    }
}
