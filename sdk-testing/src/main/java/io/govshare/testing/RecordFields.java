package io.govshare.testing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.testing.odata.EdmType;
import io.govshare.testing.odata.Json;
import io.govshare.testing.odata.Table;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns Java objects into a table: fields as Jackson names them, types from record components or, for others, from the values. */
final class RecordFields {

    private static final int DEEPEST = 6;

    private static final Map<Class<?>, EdmType> TYPES = Map.ofEntries(
            Map.entry(String.class, EdmType.STRING),
            Map.entry(byte.class, EdmType.INT64),
            Map.entry(short.class, EdmType.INT64),
            Map.entry(int.class, EdmType.INT64),
            Map.entry(long.class, EdmType.INT64),
            Map.entry(Byte.class, EdmType.INT64),
            Map.entry(Short.class, EdmType.INT64),
            Map.entry(Integer.class, EdmType.INT64),
            Map.entry(Long.class, EdmType.INT64),
            Map.entry(BigInteger.class, EdmType.DECIMAL),
            Map.entry(BigDecimal.class, EdmType.DECIMAL),
            Map.entry(float.class, EdmType.DOUBLE),
            Map.entry(double.class, EdmType.DOUBLE),
            Map.entry(Float.class, EdmType.DOUBLE),
            Map.entry(Double.class, EdmType.DOUBLE),
            Map.entry(boolean.class, EdmType.BOOLEAN),
            Map.entry(Boolean.class, EdmType.BOOLEAN),
            Map.entry(LocalDate.class, EdmType.DATE),
            Map.entry(LocalTime.class, EdmType.TIME_OF_DAY),
            Map.entry(UUID.class, EdmType.GUID),
            Map.entry(Instant.class, EdmType.DATE_TIME_OFFSET),
            Map.entry(OffsetDateTime.class, EdmType.DATE_TIME_OFFSET));

    private RecordFields() {}

    /**
     * The table of these records.
     *
     * @param declared types that the caller declared, by field
     */
    static Table table(List<?> records, Map<String, EdmType> declared, List<String> key) {
        List<JsonNode> nodes = new ArrayList<>(records.size());
        Map<String, EdmType> fields = new LinkedHashMap<>();
        Class<?> last = null;
        for (Object record : records) {
            JsonNode node = Json.MAPPER.valueToTree(record);
            if (!node.isObject()) {
                throw new IllegalArgumentException("a record must become a JSON object, but "
                        + record.getClass().getName() + " becomes a JSON " + node.getNodeType());
            }
            nodes.add(node);
            if (record.getClass() != last && record.getClass().isRecord()) {
                components(record.getClass()).forEach(fields::putIfAbsent);
            }
            last = record.getClass();
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                fields.merge(property.getKey(), typeOf(property.getValue()), RecordFields::wider);
            }
        }
        Map<String, EdmType> nested = new LinkedHashMap<>();
        Class<?> seen = null;
        for (int i = 0; i < nodes.size(); i++) {
            Class<?> type = records.get(i).getClass();
            if (type != seen && type.isRecord()) {
                nestedComponents(type, "", nested);
            }
            seen = type;
            nested(nodes.get(i), "", nested);
        }
        fields.replaceAll((name, type) -> declared.getOrDefault(name, type));
        nested.replaceAll((name, type) -> declared.getOrDefault(name, type));
        nested.values().removeIf(type -> type == EdmType.UNTYPED);
        Table.Builder table = Table.of(fields, nested);
        for (JsonNode node : nodes) {
            List<@Nullable String> values = new ArrayList<>(fields.size() + nested.size());
            fields.forEach((name, type) -> values.add(text(node.get(name), type)));
            nested.forEach((path, type) -> values.add(text(node.at("/" + path), type)));
            table.add(values);
        }
        return table.build(key);
    }

    /** The fields of nested objects by their paths, with types from their values. */
    private static void nested(JsonNode object, String prefix, Map<String, EdmType> fields) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            JsonNode value = property.getValue();
            if (value.isObject()) {
                nested(value, prefix + property.getKey() + "/", fields);
            } else if (!prefix.isEmpty() && !value.isArray()) {
                fields.merge(prefix + property.getKey(), typeOf(value), RecordFields::wider);
            }
        }
    }

    /** The same with types from the components of records, so far as records are nested in each other without a circle. */
    private static void nestedComponents(Class<?> type, String prefix, Map<String, EdmType> fields) {
        for (RecordComponent component : type.getRecordComponents()) {
            String path = prefix + name(component);
            if (component.getType().isRecord()
                    && path.chars().filter(c -> c == '/').count() < DEEPEST) {
                components(component.getType()).forEach((name, edm) -> fields.putIfAbsent(path + "/" + name, edm));
                nestedComponents(component.getType(), path + "/", fields);
            }
        }
    }

    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }

    private static Map<String, EdmType> components(Class<?> type) {
        Map<String, EdmType> fields = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = name(component);
            Class<?> declared = component.getType();
            fields.put(name, declared.isEnum() ? EdmType.STRING : TYPES.getOrDefault(declared, EdmType.UNTYPED));
        }
        return fields;
    }

    private static EdmType typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> EdmType.STRING;
            case BOOLEAN -> EdmType.BOOLEAN;
            case NUMBER -> value.isIntegralNumber() ? EdmType.INT64 : EdmType.DECIMAL;
            default -> EdmType.UNTYPED;
        };
    }

    /** The type of a field whose values so far are of one type and whose next value is of another. */
    private static EdmType wider(EdmType known, EdmType next) {
        if (next == EdmType.UNTYPED || known == next) {
            return known;
        }
        if (known == EdmType.UNTYPED) {
            return next;
        }
        return known == EdmType.INT64 && next == EdmType.DECIMAL ? EdmType.DECIMAL : known;
    }

    private static @Nullable String text(@Nullable JsonNode value, EdmType type) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return null;
        }
        return value.isString() && type != EdmType.UNTYPED ? value.asString() : value.toString();
    }
}
