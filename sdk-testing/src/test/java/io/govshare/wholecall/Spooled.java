package io.govshare.wholecall;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The usage events that a closed client left in its spool, read as {@code docs/spool-format.md} says. */
final class Spooled {

    private static final int HEADER = 112;
    private static final int EVENT = 1;
    private static final int ID_AND_PLACE = 56;

    private Spooled() {}

    static List<JsonNode> events(Path folder) {
        List<JsonNode> events = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".spool")).sorted().forEach(file -> read(file, events));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    private static void read(Path segment, List<JsonNode> events) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
            bytes.position(HEADER);
            while (bytes.remaining() > 2 * Integer.BYTES) {
                int length = bytes.getInt();
                if (length == 0) {
                    return;
                }
                bytes.getInt();
                int type = bytes.get();
                byte[] payload = new byte[length - 1];
                bytes.get(payload);
                if (type == EVENT) {
                    events.add(JsonMapper.shared().readTree(payload, ID_AND_PLACE, payload.length - ID_AND_PLACE));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
