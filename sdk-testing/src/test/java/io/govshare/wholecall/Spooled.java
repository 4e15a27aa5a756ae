package io.govshare.wholecall;

import io.govshare.usage.UsageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The usage events that a closed client left in its spool. */
final class Spooled {

    private static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

    private Spooled() {}

    static List<JsonNode> events(Path folder) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            UsageArchive.at(folder).export(UsageArchive.Format.NDJSON, lines, Instant.EPOCH, FOREVER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }
}
