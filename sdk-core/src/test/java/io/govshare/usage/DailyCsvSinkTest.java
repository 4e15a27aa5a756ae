package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DailyCsvSinkTest {

    private static final String DAY = "2026-11-23T08:00:00Z";

    @TempDir
    Path parent;

    private static String id(int number) {
        return new UUID(0x01890a5d_ac96_774bL, 0xbcce_b302_099a_0000L + number).toString();
    }

    private static UsageBatch.Event event(int number, String time) {
        return event(number, time, "residence, or \\\"other\\\"\\r\\nmatters");
    }

    private static UsageBatch.Event event(int number, String time, String purpose) {
        return new UsageBatch.Event(
                id(number),
                "{\"specversion\":\"1.0\",\"id\":\"" + id(number) + "\",\"type\":\"io.govshare.usage.v1\",\"time\":\""
                        + time + "\",\"data\":{\"purpose\":\"" + purpose + "\",\"received\":1}}");
    }

    private static UsageBatch batch(UsageBatch.Event... events) {
        return new UsageBatch(List.of(events), "0195500d-6c00-4000-8abc-000000000001", events.length, "00".repeat(32));
    }

    private Path folder() {
        return parent.resolve("csv");
    }

    private Path file(String day) {
        return folder().resolve("usage-" + day + ".csv");
    }

    private String content(String day) throws IOException {
        return Files.readString(file(day));
    }

    private static String line(UsageBatch.Event event) {
        return UsageCsv.line(JsonMapper.shared().readTree(event.json()));
    }

    @Test
    void deliver_events_areLinesInTheFileOfTheirDay() throws IOException {
        Receipt receipt = DailyCsvSink.in(folder())
                .deliver(batch(event(1, DAY), event(2, "2026-11-23T23:59:59.999Z"), event(3, "2026-11-24T00:00:00Z")));

        assertThat(receipt).isEqualTo(Receipt.all());
        assertThat(content("2026-11-23"))
                .isEqualTo(UsageCsv.header() + line(event(1, DAY)) + line(event(2, "2026-11-23T23:59:59.999Z")));
        assertThat(content("2026-11-24")).contains(id(3));
    }

    @Test
    void deliver_aZoneIsGiven_daysBeginThere() throws IOException {
        DailyCsvSink.in(folder()).zone(ZoneId.of("Asia/Shanghai")).deliver(batch(event(1, "2026-11-23T16:00:00Z")));

        assertThat(content("2026-11-24")).contains(id(1));
    }

    @Test
    void deliver_filesAndFolder_areTheOwnersAlone() throws IOException {
        DailyCsvSink.in(folder()).deliver(batch(event(1, DAY)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("2026-11-23"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void deliver_theSameEventsAgain_writesNoLineTwice() throws IOException {
        DailyCsvSink sink = DailyCsvSink.in(folder());
        sink.deliver(batch(event(1, DAY), event(2, DAY), event(1, DAY)));
        String once = content("2026-11-23");

        sink.deliver(batch(event(1, DAY), event(2, DAY)));
        DailyCsvSink.in(folder()).deliver(batch(event(2, DAY)));
        DailyCsvSink.in(folder()).deliver(batch(event(1, DAY)));

        assertThat(content("2026-11-23")).isEqualTo(once);
        assertThat(once.split("\r\n(?=0)", -1)).hasSize(3);
    }

    @Test
    void deliver_crashAtAnyByteOfTheLastBatch_hasEachLineOnceInTheEnd() throws IOException {
        DailyCsvSink.in(folder()).deliver(batch(event(1, DAY)));
        int before = (int) Files.size(file("2026-11-23"));
        UsageBatch last = batch(event(2, DAY), event(3, DAY, "plain"));
        DailyCsvSink.in(folder()).deliver(last);
        byte[] whole = Files.readAllBytes(file("2026-11-23"));

        for (int cut = before; cut <= whole.length; cut++) {
            Files.write(file("2026-11-23"), Arrays.copyOf(whole, cut));
            DailyCsvSink.in(folder()).deliver(last);
            assertThat(Files.readAllBytes(file("2026-11-23")))
                    .as("cut at %s", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void deliver_crashAtAnyByteOfTheHeader_beginsAnew() throws IOException {
        UsageBatch first = batch(event(1, DAY));
        DailyCsvSink.in(folder()).deliver(first);
        byte[] whole = Files.readAllBytes(file("2026-11-23"));

        for (int cut = 0; cut <= UsageCsv.header().length(); cut++) {
            Files.write(file("2026-11-23"), Arrays.copyOf(whole, cut));
            DailyCsvSink.in(folder()).deliver(first);
            assertThat(Files.readAllBytes(file("2026-11-23")))
                    .as("cut at %s", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void deliver_crashBetweenTwoDays_hasEachLineOnceInTheEnd() throws IOException {
        UsageBatch both = batch(event(1, DAY), event(2, "2026-11-24T00:00:00Z"), event(3, DAY));
        DailyCsvSink.in(folder()).deliver(both);
        String first = content("2026-11-23");
        String second = content("2026-11-24");
        Files.delete(file("2026-11-24"));

        DailyCsvSink.in(folder()).deliver(batch(event(1, DAY)));
        DailyCsvSink.in(folder()).deliver(batch(event(2, "2026-11-24T00:00:00Z"), event(3, DAY)));

        assertThat(content("2026-11-23")).isEqualTo(first);
        assertThat(content("2026-11-24")).isEqualTo(second);
    }

    @Test
    void deliver_fileCannotBeWritten_failsAndWritesAllTheNextTime() throws IOException {
        DailyCsvSink sink = DailyCsvSink.in(folder());
        sink.deliver(batch(event(1, DAY)));
        UsageBatch both = batch(event(2, DAY), event(3, "2026-11-24T00:00:00Z"));
        Files.createDirectory(file("2026-11-24"));

        assertThatThrownBy(() -> sink.deliver(both)).isInstanceOf(IOException.class);
        Files.delete(file("2026-11-24"));
        sink.deliver(both);

        assertThat(content("2026-11-23").split("\r\n(?=0)", -1)).hasSize(3);
        assertThat(content("2026-11-24")).contains(id(3));
    }

    @Test
    void deliver_folderIsAFile_saysThatItIsNoFolder() throws IOException {
        Files.createFile(folder());
        assertThatThrownBy(() -> DailyCsvSink.in(folder()).deliver(batch(event(1, DAY))))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage(folder().toString());
    }

    @Test
    void deliver_fileTakenAway_isBegunAnew() throws IOException {
        DailyCsvSink sink = DailyCsvSink.in(folder());
        sink.deliver(batch(event(1, DAY)));
        Files.delete(file("2026-11-23"));
        sink.deliver(batch(event(2, DAY)));

        assertThat(content("2026-11-23"))
                .startsWith(UsageCsv.header())
                .contains(id(2))
                .doesNotContain(id(1));
    }

    @Test
    void deliver_fileWithOtherColumns_isLeftAlone() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(file("2026-11-23"), "id,purpose\r\n");

        assertThatThrownBy(() -> DailyCsvSink.in(folder()).deliver(batch(event(1, DAY))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other columns");
        assertThat(content("2026-11-23")).isEqualTo("id,purpose\r\n");
    }

    @Test
    void deliver_eventWithoutTimeOrUuid_isRejected() throws IOException {
        UsageBatch batch = batch(event(1, "yesterday"), new UsageBatch.Event("e-2", "{}"), event(3, DAY));

        assertThat(DailyCsvSink.in(folder()).deliver(batch).rejected()).containsOnlyKeys(id(1), "e-2");
        assertThat(content("2026-11-23")).contains(id(3));
    }

    @Test
    void deliver_usesThatAreNotOnRecord_haveALine() throws IOException {
        UUID id = UUID.fromString(id(9));
        byte[] gap = UsageJson.gap(
                id,
                Events.SOURCE,
                Instant.parse(DAY),
                new SegmentHeader.Shed(12, Instant.parse(DAY), 3),
                GapReason.TOO_OLD);
        DailyCsvSink.in(folder())
                .deliver(batch(new UsageBatch.Event(id.toString(), new String(gap, StandardCharsets.UTF_8))));

        assertThat(content("2026-11-23")).contains("io.govshare.usage.gap.v1", ",12,", "too-old");
    }

    @Test
    void deliver_severalSinksInOneFolder_loseAndDoubleNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Receipt>> done = new ArrayList<>();
        for (int sink = 0; sink < 4; sink++) {
            DailyCsvSink own = DailyCsvSink.in(folder());
            for (int i = 0; i < 10; i++) {
                UsageBatch batch = batch(event(10 * sink + i, DAY, "p"), event(100 + i, DAY, "p"));
                done.add(threads.submit(() -> own.deliver(batch)));
            }
        }
        for (Future<Receipt> one : done) {
            one.get();
        }
        threads.shutdown();

        List<String> lines = Files.readAllLines(file("2026-11-23"));
        assertThat(lines).hasSize(1 + 40 + 10);
        assertThat(lines.stream().map(line -> line.split(",", 2)[0])).doesNotHaveDuplicates();
    }
}
