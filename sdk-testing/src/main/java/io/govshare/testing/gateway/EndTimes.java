package io.govshare.testing.gateway;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** How a gateway writes when a secret ends. */
enum EndTimes {
    /** Milliseconds since 1970, a JSON number. */
    NUMBER,
    /** Milliseconds since 1970, a JSON string. */
    TEXT,
    /** As {@code 2023-11-15 06:13:20} in Beijing. */
    DATE;

    private static final DateTimeFormatter BEIJING =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

    JsonNode write(Instant end) {
        return switch (this) {
            case NUMBER -> LongNode.valueOf(end.toEpochMilli());
            case TEXT -> StringNode.valueOf(Long.toString(end.toEpochMilli()));
            case DATE -> StringNode.valueOf(BEIJING.format(end));
        };
    }
}
