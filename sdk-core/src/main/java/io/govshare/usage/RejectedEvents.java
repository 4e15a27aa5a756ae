package io.govshare.usage;

import io.govshare.error.Masked;
import io.govshare.platform.UsageBatch;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Events that the platform will never take, set aside beside the spool with its reason, one JSON object a line. */
final class RejectedEvents {

    private static final String NAME = "rejected.ndjson";
    private static final JsonMapper JSON = JsonMapper.shared();

    private RejectedEvents() {}

    /**
     * Appends those events of the batch that were rejected, forced to disk.
     *
     * @param reasons reasons by event id
     * @return how many
     */
    static int setAside(Path folder, Instant now, List<UsageBatch.Event> batch, Map<String, String> reasons)
            throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int count = 0;
        for (UsageBatch.Event event : batch) {
            @Nullable String reason = reasons.get(event.id());
            if (reason != null) {
                lines.write(line(now, reason, event));
                lines.write('\n');
                count++;
            }
        }
        if (count > 0) {
            Path file = folder.resolve(NAME);
            PrivateFiles.create(file);
            try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
                lines.writeTo(out);
                out.getFD().sync();
            }
        }
        return count;
    }

    /** The platform may echo personal values in its reason. */
    private static byte[] line(Instant now, String reason, UsageBatch.Event event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator line = JSON.createGenerator(bytes)) {
            line.writeStartObject();
            line.writeStringProperty("rejectedAt", now.toString());
            line.writeStringProperty("reason", Masked.text(reason));
            line.writeName("event");
            line.writeTree(JSON.readTree(event.json()));
            line.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
