package io.govshare.usage;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads events back, to be compared with those that were encoded. */
final class DecodedEvent {

    private DecodedEvent() {}

    /** The event that was encoded so. @throws tools.jackson.core.JacksonException if it is no such event */
    static UsageEvent of(byte[] json) {
        JsonNode event = JsonMapper.shared().readTree(json);
        JsonNode data = event.required("data");
        return new UsageEvent(
                UUID.fromString(event.required("id").stringValue()),
                Instant.parse(event.required("time").stringValue()),
                data.required("application").stringValue(),
                text(data, "applicationVersion"),
                data.required("platform").stringValue(),
                data.required("dataset").stringValue(),
                text(data, "datasetVersion"),
                text(data, "grant"),
                text(data, "purpose"),
                text(data, "matter"),
                text(data, "operator"),
                text(data, "case"),
                data.required("operation").stringValue(),
                UseOutcome.valueOf(data.required("outcome").stringValue().toUpperCase(Locale.ROOT)),
                number(data, "received"),
                number(data, "delivered"),
                number(data, "bytes"),
                text(data, "cache"),
                number(data, "attempts"),
                number(data, "durationMs"),
                text(data, "traceId"),
                text(data, "query"),
                text(data, "failure"),
                text(data, "code"));
    }

    private static @Nullable String text(JsonNode data, String name) {
        JsonNode value = data.get(name);
        return value == null ? null : value.stringValue();
    }

    private static long number(JsonNode data, String name) {
        JsonNode value = data.get(name);
        return value == null ? UsageEvent.UNKNOWN : value.longValue();
    }
}
