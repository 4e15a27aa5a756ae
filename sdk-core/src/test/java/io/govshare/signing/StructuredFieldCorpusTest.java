package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.govshare.signing.StructuredFields.Date;
import io.govshare.signing.StructuredFields.DisplayString;
import io.govshare.signing.StructuredFields.InnerList;
import io.govshare.signing.StructuredFields.Item;
import io.govshare.signing.StructuredFields.Member;
import io.govshare.signing.StructuredFields.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes what the HTTP working group says that every implementation must (github.com/httpwg/structured-field-tests).
 * The corpus is fetched for the run, see CONTRIBUTING.md; without it, this is skipped.
 */
class StructuredFieldCorpusTest {

    private static final Path CORPUS =
            Path.of(System.getProperty("govshare.structured-field-tests", "target/structured-field-tests"));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @TestFactory
    Stream<DynamicContainer> corpus_everyRecord_isReadAndWrittenAsItSays() throws IOException {
        assumeTrue(
                Files.isDirectory(CORPUS),
                () -> "The corpus of the HTTP working group is not in " + CORPUS.toAbsolutePath()
                        + "; CONTRIBUTING.md says how to fetch it");
        List<Path> files;
        try (Stream<Path> found = Files.walk(CORPUS, 2)) {
            files = found.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.getParent().endsWith("schema"))
                    .sorted()
                    .toList();
        }
        assertThat(files).as("files of the corpus").hasSizeGreaterThan(20);
        return files.stream()
                .map(file -> dynamicContainer(CORPUS.relativize(file).toString(), records(file)));
    }

    private static List<DynamicTest> records(Path file) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode test : JSON.readTree(file)) {
            String name = test.path("name").asString();
            tests.add(dynamicTest(name, () -> check(test).run()));
        }
        assertThat(tests).as("records in " + file).isNotEmpty();
        return tests;
    }

    private interface Check {
        void run() throws MalformedFieldException;
    }

    private static Check check(JsonNode test) {
        return test.has("raw") ? parsed(test) : written(test);
    }

    private static Check parsed(JsonNode test) {
        String type = test.path("header_type").asString();
        String raw = joined(test.path("raw"));
        if (test.path("must_fail").asBoolean(false)) {
            return () -> assertThatThrownBy(() -> parse(type, raw)).isInstanceOf(MalformedFieldException.class);
        }
        return () -> {
            Object value;
            try {
                value = parse(type, raw);
            } catch (MalformedFieldException e) {
                if (test.path("can_fail").asBoolean(false)) {
                    return;
                }
                throw e;
            }
            assertThat(comparable(value)).isEqualTo(comparable(expected(type, test.path("expected"))));
            assertThat(serialise(value)).isEqualTo(canonical(test, raw));
        };
    }

    private static Check written(JsonNode test) {
        String type = test.path("header_type").asString();
        if (test.path("must_fail").asBoolean(false)) {
            return () -> assertThatThrownBy(() -> serialise(expected(type, test.path("expected"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        return () ->
                assertThat(serialise(expected(type, test.path("expected")))).isEqualTo(canonical(test, ""));
    }

    private static String canonical(JsonNode test, String raw) {
        return test.has("canonical") ? joined(test.path("canonical")) : raw;
    }

    private static String joined(JsonNode lines) {
        return String.join(", ", lines.valueStream().map(JsonNode::asString).toList());
    }

    private static Object parse(String type, String raw) throws MalformedFieldException {
        return switch (type) {
            case "item" -> StructuredFields.parseItem(raw);
            case "list" -> StructuredFields.parseList(raw);
            default -> StructuredFields.parseDictionary(raw);
        };
    }

    private static String serialise(Object value) {
        if (value instanceof Item item) {
            return StructuredFields.serialiseItem(item);
        }
        return value instanceof List<?> list
                ? StructuredFields.serialiseList(
                        list.stream().map(Member.class::cast).toList())
                : StructuredFields.serialiseDictionary(dictionary((Map<?, ?>) value));
    }

    private static Map<String, Member> dictionary(Map<?, ?> value) {
        Map<String, Member> members = new LinkedHashMap<>();
        value.forEach((key, member) -> members.put((String) key, (Member) member));
        return members;
    }

    private static Object expected(String type, JsonNode json) {
        if (type.equals("item")) {
            return item(json);
        }
        if (type.equals("list")) {
            return json.valueStream().map(StructuredFieldCorpusTest::member).toList();
        }
        Map<String, Member> members = new LinkedHashMap<>();
        json.forEach(pair -> members.put(pair.path(0).asString(), member(pair.path(1))));
        return members;
    }

    private static Member member(JsonNode json) {
        return json.path(0).isArray()
                ? new InnerList(
                        json.path(0)
                                .valueStream()
                                .map(StructuredFieldCorpusTest::item)
                                .toList(),
                        parameters(json.path(1)))
                : item(json);
    }

    private static Item item(JsonNode json) {
        return new Item(bare(json.path(0)), parameters(json.path(1)));
    }

    private static Map<String, Object> parameters(JsonNode json) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        json.forEach(pair -> parameters.put(pair.path(0).asString(), bare(pair.path(1))));
        return parameters;
    }

    private static Object bare(JsonNode json) {
        if (json.isString()) {
            return json.asString();
        }
        if (json.isBoolean()) {
            return json.asBoolean();
        }
        if (json.isIntegralNumber()) {
            return json.asLong();
        }
        if (json.isNumber()) {
            return json.decimalValue();
        }
        JsonNode value = json.path("value");
        return switch (json.path("__type").asString()) {
            case "token" -> new Token(value.asString());
            case "date" -> new Date(value.asLong());
            case "displaystring" -> new DisplayString(value.asString());
            case "binary" -> base32(value.asString());
            default -> throw new IllegalArgumentException("Not a type of the corpus: " + json);
        };
    }

    private static byte[] base32(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (char c : text.replace("=", "").toCharArray()) {
            held = (held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c)) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.write(held >> bits);
            }
        }
        return out.toByteArray();
    }

    /** Values that are equal when they mean the same: arrays by content, decimals by value, maps with their order. */
    private static Object comparable(Object value) {
        if (value instanceof Item item) {
            return List.of(comparable(item.value()), comparable(item.parameters()));
        }
        if (value instanceof InnerList inner) {
            return List.of(comparable(inner.items()), comparable(inner.parameters()));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(StructuredFieldCorpusTest::comparable).toList();
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> List.of(entry.getKey(), comparable(entry.getValue())))
                    .toList();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros();
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }
}
