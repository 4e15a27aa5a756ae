package io.govshare.usage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Events as CloudEvents 1.0 in JSON (CloudEvents JSON format §2), as {@code docs/protocol.md} shows them. Written by hand
 * since it happens on every call.
 */
final class UsageJson {

    private static final String TYPE = "io.govshare.usage.v1";
    static final String GAP_TYPE = "io.govshare.usage.gap.v1";
    private static final String SOURCE = "urn:govshare:application:";
    private static final int LONGEST_VALUE = 1000;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private UsageJson() {}

    /** Whose uses they are. */
    record Source(String application, @Nullable String version, String platform) {}

    /** The event as one JSON object in UTF-8, without line breaks. */
    static byte[] encode(UsageEvent event) {
        StringBuilder json = new StringBuilder(768);
        begin(json, event.id(), event.application(), TYPE, event.time());
        member(json, "subject", event.dataset());
        json.append(",\"datacontenttype\":\"application/json\",\"data\":{\"application\":");
        string(json, event.application());
        member(json, "applicationVersion", event.applicationVersion());
        member(json, "platform", event.platform());
        member(json, "dataset", event.dataset());
        member(json, "datasetVersion", event.datasetVersion());
        member(json, "grant", event.grant());
        member(json, "purpose", event.purpose());
        member(json, "matter", event.matter());
        member(json, "operator", event.operator());
        member(json, "case", event.caseNumber());
        member(json, "operation", event.operation());
        member(json, "outcome", event.outcome().word());
        member(json, "received", event.received());
        member(json, "delivered", event.delivered());
        member(json, "bytes", event.bytes());
        member(json, "cache", event.cache());
        member(json, "attempts", event.attempts());
        member(json, "durationMs", event.durationMs());
        member(json, "traceId", event.traceId());
        member(json, "query", event.query());
        member(json, "failure", event.failure());
        member(json, "code", event.code());
        return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The event that says how many are not on record, and why. */
    static byte[] gap(UUID id, Source source, Instant now, SegmentHeader.Shed shed, GapReason reason) {
        StringBuilder json = new StringBuilder(400);
        begin(json, id, source.application(), GAP_TYPE, now);
        json.append(",\"datacontenttype\":\"application/json\",\"data\":{\"application\":");
        string(json, source.application());
        member(json, "platform", source.platform());
        member(json, "shed", shed.count());
        json.append(",\"since\":\"");
        time(json, shed.since());
        json.append('"');
        member(json, "reason", reason.word());
        return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void begin(StringBuilder json, UUID id, String application, String type, Instant time) {
        json.append("{\"specversion\":\"1.0\",\"id\":\"").append(id).append("\",\"source\":\"");
        json.append(SOURCE).append(FileName.encoded(application));
        json.append("\",\"type\":\"").append(type).append("\",\"time\":\"");
        time(json, time);
        json.append('"');
    }

    private static void member(StringBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":");
            string(json, value);
        }
    }

    private static void member(StringBuilder json, String name, long value) {
        if (value != UsageEvent.UNKNOWN) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    private static void string(StringBuilder json, String value) {
        if (isPlain(value)) {
            // Nearly all values; a whole string is appended several times as fast as its characters one by one.
            json.append('"').append(value).append('"');
            return;
        }
        int length = Math.min(value.length(), LONGEST_VALUE);
        json.append('"');
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
            } else {
                json.append(c);
            }
        }
        json.append(length < value.length() ? "…\"" : "\"");
    }

    private static boolean isPlain(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return length <= LONGEST_VALUE;
    }

    /** RFC 3339 with milliseconds; {@code Instant.toString} costs more than all the rest of the event. */
    private static void time(StringBuilder json, Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        digits(json, utc.getYear(), 4).append('-');
        digits(json, utc.getMonthValue(), 2).append('-');
        digits(json, utc.getDayOfMonth(), 2).append('T');
        digits(json, utc.getHour(), 2).append(':');
        digits(json, utc.getMinute(), 2).append(':');
        digits(json, utc.getSecond(), 2).append('.');
        digits(json, utc.getNano() / 1_000_000, 3).append('Z');
    }

    private static StringBuilder digits(StringBuilder json, int number, int width) {
        int power = width == 4 ? 1000 : width == 3 ? 100 : 10;
        for (; power > 0; power /= 10) {
            json.append((char) ('0' + number / power % 10));
        }
        return json;
    }

    /** Whether it is the event of uses that are not on record. */
    static boolean isGap(JsonNode event) {
        return GAP_TYPE.equals(event.path("type").asString(""));
    }

    /** Whether it is the event of a use, not of those that are not on record. */
    static boolean isUse(JsonNode event) {
        return TYPE.equals(event.path("type").asString(""));
    }
}
