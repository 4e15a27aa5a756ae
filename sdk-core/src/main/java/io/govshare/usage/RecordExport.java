package io.govshare.usage;

import io.govshare.usage.RecordedEvents.Recorded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes events for an inspection, as {@code docs/usage-reporting.md} describes. Not safe for concurrent use. */
final class RecordExport {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** Where an event stands, before the columns that it has wherever it is written. */
    private static final String PLACE = "chain,number,link,";

    /** In the column of the type. */
    private static final String UNREADABLE = "unreadable";

    private final UsageArchive.Format format;
    private final OutputStream out;

    RecordExport(UsageArchive.Format format, OutputStream out) {
        this.format = format;
        this.out = out;
    }

    /** What comes before the first event. */
    void begin() throws IOException {
        if (format == UsageArchive.Format.CSV) {
            write(PLACE + UsageCsv.header());
        }
    }

    /** Writes an event. */
    void write(Recorded event) throws IOException {
        switch (format) {
            case NDJSON -> write(oneLine(event) + '\n');
            case CSV -> write(csvLine(event));
        }
    }

    /** What the SDK did not write need not be one JSON object in one line. */
    private static String oneLine(Recorded event) {
        if (event.event() == null) {
            return "{\"unreadable\":{\"chain\":\"%s\",\"number\":%d,\"id\":\"%s\"}}"
                    .formatted(event.chain(), event.number(), event.id());
        }
        boolean severalLines = event.json().indexOf('\n') >= 0 || event.json().indexOf('\r') >= 0;
        return severalLines ? JSON.writeValueAsString(event.event()) : event.json();
    }

    private static String csvLine(Recorded event) {
        String place = event.chain() + "," + event.number() + "," + event.link() + ",";
        @Nullable JsonNode readable = event.event();
        if (readable != null) {
            return place + UsageCsv.line(readable);
        }
        String known = event.id() + "," + event.time() + "," + UNREADABLE;
        return place + known + ",".repeat(UsageCsv.columns().size() - 3) + "\r\n";
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
