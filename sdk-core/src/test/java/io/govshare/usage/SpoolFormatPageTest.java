package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.guides.Guide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the SDK writes with nothing but the numbers on docs/spool-format.md. */
class SpoolFormatPageTest {

    private static final Guide PAGE = Guide.of("spool-format.md");
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final byte[] JSON = "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LINK = Chain.digest(JSON);
    private static final Chain.Head HEAD = Chain.Head.of(HandMadeSpool.CHAIN, 41, LINK);
    private static final Instant TIME = Instant.parse("2026-11-23T08:00:00.123Z");

    @TempDir
    Path folder;

    /** The fields of a table of the page, read from bytes; by the first words of what they are. */
    private static Map<String, byte[]> fields(String section, byte[] bytes) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        int expected = -1;
        for (List<String> row : PAGE.section(section).table("offset")) {
            int offset = Integer.parseInt(row.get(0));
            assertThat(expected < 0 || offset == expected)
                    .as("%s: offset %s follows", section, offset)
                    .isTrue();
            int end = row.get(1).matches("[0-9]+") ? offset + Integer.parseInt(row.get(1)) : bytes.length;
            fields.put(row.get(2), Arrays.copyOfRange(bytes, offset, end));
            expected = end;
        }
        assertThat(expected).as("%s ends", section).isEqualTo(bytes.length);
        return fields;
    }

    private static byte[] field(Map<String, byte[]> fields, String what) {
        List<byte[]> found = fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith(what))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(found).as(what).hasSize(1);
        return found.get(0);
    }

    private static long number(Map<String, byte[]> fields, String what) {
        byte[] bytes = field(fields, what);
        long number = 0;
        for (byte b : bytes) {
            number = number << 8 | (b & 0xff);
        }
        return number;
    }

    private static UUID uuid(Map<String, byte[]> fields, String what) {
        ByteBuffer bytes = ByteBuffer.wrap(field(fields, what));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static long crc(byte[]... parts) {
        CRC32C crc = new CRC32C();
        for (byte[] part : parts) {
            crc.update(part);
        }
        return crc.getValue();
    }

    @Test
    void segment_isReadWithTheNumbersOfThePage() throws IOException {
        try (Segment segment = Segment.create(folder, SegmentHeader.of(7, TIME, HEAD), Disk.REAL)) {
            segment.note(new SegmentHeader.Shed(9, TIME.plusMillis(1), 40));
        }

        byte[] bytes = Files.readAllBytes(folder.resolve("000000000007.spool"));
        Map<String, byte[]> header = fields("Segment", bytes);

        assertThat(field(header, "magic `47 56 53 55`")).asString().isEqualTo("GVSU");
        assertThat(number(header, "version: 2")).isEqualTo(2);
        assertThat(number(header, "number of the segment")).isEqualTo(7);
        assertThat(number(header, "time of creation")).isEqualTo(TIME.toEpochMilli());
        assertThat(uuid(header, "id of the chain")).isEqualTo(HandMadeSpool.CHAIN);
        assertThat(number(header, "count of events in the chain before")).isEqualTo(41);
        assertThat(field(header, "link")).isEqualTo(LINK);
        assertThat(number(header, "CRC-32C over the 80 bytes before")).isEqualTo(crc(Arrays.copyOf(bytes, 80)));
        assertThat(number(header, "shed")).isEqualTo(9);
        assertThat(number(header, "time when the first of them came")).isEqualTo(TIME.toEpochMilli() + 1);
        assertThat(number(header, "count of events in the chain then")).isEqualTo(40);
    }

    @Test
    void frame_isReadWithTheNumbersOfThePage() {
        byte[] event = Frame.event(ID, JSON);
        Frame.place(event, 42, LINK);
        Map<String, byte[]> frame = fields("Frame", event);
        byte[] payload = field(frame, "payload");

        assertThat(number(frame, "length")).isEqualTo(1L + payload.length);
        assertThat(number(frame, "type")).isEqualTo(1);
        assertThat(number(frame, "CRC-32C")).isEqualTo(crc(field(frame, "length"), field(frame, "type"), payload));
        assertThat(Frame.LONGEST).isEqualTo(262_144);
        assertThat(Segment.CAPACITY).isEqualTo(4_194_304);
    }

    private static byte[] payloadOf(byte[] frame) {
        byte[] fromPayload = frame.clone();
        Arrays.fill(fromPayload, 0, 9, (byte) 0);
        return fromPayload;
    }

    @Test
    void event_isReadWithTheNumbersOfThePage() {
        byte[] frame = Frame.event(ID, JSON);
        Frame.place(frame, 42, LINK);
        Map<String, byte[]> event = fields("Event", payloadOf(frame));

        assertThat(PAGE.section("Event").text()).contains("Type " + Frame.EVENT + ":");
        assertThat(uuid(event, "id of the event")).isEqualTo(ID);
        assertThat(number(event, "count")).isEqualTo(42);
        assertThat(field(event, "link")).isEqualTo(LINK);
        assertThat(field(event, "JSON")).isEqualTo(JSON);
    }

    @Test
    void opened_isReadWithTheNumbersOfThePage() {
        Map<String, byte[]> opened = fields("Opened", payloadOf(Frame.opened(ID, JSON)));

        assertThat(PAGE.section("Opened").text()).contains("Type " + Frame.OPENED + ":");
        assertThat(uuid(opened, "id of the event")).isEqualTo(ID);
        assertThat(field(opened, "JSON")).isEqualTo(JSON);
    }

    @Test
    void anchor_isReadWithTheNumbersOfThePage() {
        Map<String, byte[]> anchor = fields("Anchor", payloadOf(Frame.anchor(HEAD, TIME)));

        assertThat(PAGE.section("Anchor").text()).contains("Type " + Frame.ANCHOR + ":");
        assertThat(number(anchor, "count")).isEqualTo(41);
        assertThat(field(anchor, "link")).isEqualTo(LINK);
        assertThat(number(anchor, "time")).isEqualTo(TIME.toEpochMilli());
    }

    @Test
    void acknowledged_isReadWithTheNumbersOfThePage() throws IOException {
        new Acknowledged(new Position(7, 1234), 5, HEAD).write(folder);

        byte[] bytes = Files.readAllBytes(folder.resolve("acknowledged"));
        Map<String, byte[]> file = fields("Acknowledged", bytes);

        assertThat(field(file, "magic `47 56 53 41`")).asString().isEqualTo("GVSA");
        assertThat(number(file, "version: 2")).isEqualTo(2);
        assertThat(number(file, "number of the segment")).isEqualTo(7);
        assertThat(number(file, "offset")).isEqualTo(1234);
        assertThat(number(file, "number of the first segment")).isEqualTo(5);
        assertThat(uuid(file, "id of the chain")).isEqualTo(HandMadeSpool.CHAIN);
        assertThat(number(file, "count")).isEqualTo(41);
        assertThat(field(file, "link")).isEqualTo(LINK);
        assertThat(number(file, "CRC-32C over the 88 bytes before")).isEqualTo(crc(Arrays.copyOf(bytes, 88)));
    }

    @Test
    void chain_isTheOneOnThePage() {
        Map<String, byte[]> shown = new LinkedHashMap<>();
        PAGE.section("Chain").blocks("chain").get(0).lines().forEach(line -> {
            String[] words = line.split(" +", -1);
            shown.put(words[0], HexFormat.of().parseHex(words[1]));
        });
        Chain.Head beginning = Chain.Head.beginning(HandMadeSpool.CHAIN);

        assertThat(beginning.bytes()).isEqualTo(shown.get("beginning"));
        assertThat(Chain.digest(JSON)).isEqualTo(shown.get("digest"));
        assertThat(new Chain(beginning).next(Chain.digest(JSON))).isEqualTo(shown.get("link"));
        assertThat(PAGE.section("Chain").text())
                .contains(HandMadeSpool.CHAIN.toString(), new String(JSON, StandardCharsets.UTF_8));
    }
}
