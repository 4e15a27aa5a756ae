package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Rows as departments really deliver them: numbers as text, each date spelled in another way, empty strings for null. */
final class DirtyRows {

    private static final List<DateTimeFormatter> SPELLINGS = List.of(
            DateTimeFormatter.ofPattern("yyyyMMdd"),
            DateTimeFormatter.ofPattern("yyyy/MM/dd"),
            DateTimeFormatter.ofPattern("yyyy-MM-dd' 00:00:00'"),
            DateTimeFormatter.ofPattern("yyyy'年'M'月'd'日'"));

    private DirtyRows() {}

    static List<ObjectNode> of(List<ObjectNode> rows) {
        List<ObjectNode> dirty = new ArrayList<>(rows.size());
        for (ObjectNode row : rows) {
            dirty.add(of(row, SPELLINGS.get(dirty.size() % SPELLINGS.size())));
        }
        return dirty;
    }

    private static ObjectNode of(ObjectNode row, DateTimeFormatter spelling) {
        ObjectNode dirty = Json.MAPPER.createObjectNode();
        row.properties().forEach(member -> dirty.set(member.getKey(), of(member.getValue(), spelling)));
        return dirty;
    }

    private static JsonNode of(JsonNode value, DateTimeFormatter spelling) {
        if (value instanceof ObjectNode nested) {
            return of(nested, spelling);
        }
        if (value.isArray()) {
            return value;
        }
        return StringNode.valueOf(respelled(GatewayCall.text(value), spelling));
    }

    private static String respelled(String text, DateTimeFormatter spelling) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return text;
        }
        try {
            return LocalDate.parse(text).format(spelling);
        } catch (DateTimeException e) {
            return text; // it only looks like a date
        }
    }
}
