package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.govshare.error.ConfigurationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which types records can be read as. */
class RecordReaderTest {

    private static final String DATASET = "cn.stats.districts";

    private record Everything(
            String text,
            int number,
            Long big,
            double decimal,
            BigDecimal amount,
            BigInteger huge,
            boolean flag,
            LocalDate date,
            LocalDateTime time,
            OffsetDateTime zoned,
            Instant instant,
            YearMonth month,
            UUID uuid,
            Sex sex,
            Optional<String> given,
            Optional<String> absent,
            OptionalInt count,
            List<String> list,
            Inner inner,
            Map<String, Integer> counts) {}

    private record Inner(@JsonProperty("N") String name, List<Inner> inners) {}

    enum Sex {
        MALE,
        @JsonProperty("2")
        FEMALE;

        @Override
        public String toString() {
            return "shown to people: " + name();
        }
    }

    @Test
    void privateRecord_ofAllKindsOfFields_isRead() {
        Everything read = read(Everything.class, """
                {"text": "鼓楼", "number": 7, "big": 12345678901, "decimal": 1.5, "amount": 10.10,
                 "huge": 123456789012345678901234567890, "flag": true, "date": "2023-06-30", "time": "2023-06-30T10:15:30",
                 "zoned": "2023-06-30T10:15:30+08:00", "instant": "2023-06-30T02:15:30Z", "month": "2023-06",
                 "uuid": "01890dd5-ea3f-746e-9a9e-5d3c1b1f0c55", "sex": "2", "given": "x", "count": 3, "list": ["a", "b"],
                 "inner": {"N": "o", "inners": [{"N": "i"}]}, "counts": {"k": 1}, "unknown": {"deep": [1, 2, {}]}}
                """);

        assertThat(read)
                .isEqualTo(new Everything(
                        "鼓楼",
                        7,
                        12345678901L,
                        1.5,
                        new BigDecimal("10.10"),
                        new BigInteger("123456789012345678901234567890"),
                        true,
                        LocalDate.of(2023, 6, 30),
                        LocalDateTime.parse("2023-06-30T10:15:30"),
                        OffsetDateTime.parse("2023-06-30T10:15:30+08:00"),
                        Instant.parse("2023-06-30T02:15:30Z"),
                        YearMonth.of(2023, 6),
                        UUID.fromString("01890dd5-ea3f-746e-9a9e-5d3c1b1f0c55"),
                        Sex.FEMALE,
                        Optional.of("x"),
                        Optional.empty(),
                        OptionalInt.of(3),
                        List.of("a", "b"),
                        new Inner("o", List.of(new Inner("i", null))),
                        Map.of("k", 1)));
    }

    @Test
    void numbersAsStrings_andStringsAsNumbers_areRead() {
        record Numbers(int a, Long b, BigDecimal c, double d, String code) {}

        assertThat(read(
                        Numbers.class,
                        "{\"a\": \"7\", \"b\": \" 8 \", \"c\": \"1.50\", \"d\": \"2.5\", \"code\": 350102}"))
                .isEqualTo(new Numbers(7, 8L, new BigDecimal("1.50"), 2.5, "350102"));
    }

    @Test
    void emptyString_inThePlaceOfANumberOrDate_isNull() {
        record Dated(Integer number, BigDecimal amount, LocalDate date, Instant instant, Boolean flag, String text) {}

        assertThat(read(
                        Dated.class,
                        "{\"number\":\"\",\"amount\":\"\",\"date\":\"\",\"instant\":\"\",\"flag\":\"\",\"text\":\"\"}"))
                .isEqualTo(new Dated(null, null, null, null, null, ""));
    }

    @Test
    void enumConstant_isReadByItsName() {
        record Named(Sex sex) {}

        assertThat(read(Named.class, "{\"sex\": \"MALE\"}").sex()).isEqualTo(Sex.MALE);
    }

    @Test
    void fieldsThatAreMissing_areNull() {
        record Partial(String code, Integer population) {}

        assertThat(read(Partial.class, "{\"code\": \"1\"}")).isEqualTo(new Partial("1", null));
    }

    @Test
    void map_keepsOrderAndDecimals() {
        @SuppressWarnings("unchecked")
        Map<String, Object> read = read(Map.class, "{\"b\": 1, \"a\": 10.10, \"c\": {\"d\": [true, null]}}");

        assertThat(read.keySet()).containsExactly("b", "a", "c");
        assertThat(read.get("a")).isEqualTo(new BigDecimal("10.10"));
        assertThat(read.get("c")).asString().isEqualTo("{d=[true, null]}");
        Map<?, ?> linked = read(LinkedHashMap.class, "{\"x\": 1}");
        assertThat(linked).hasToString("{x=1}");
    }

    @Test
    void classWithSetters_isRead() {
        assertThat(read(Person.class, "{\"name\": \"x\", \"AGE\": 7, \"more\": true}"))
                .satisfies(person -> {
                    assertThat(person.name).isEqualTo("x");
                    assertThat(person.age).isEqualTo(7);
                    assertThat(person.rest).containsEntry("more", true);
                });
    }

    static final class Person {
        private String name = "";

        @JsonProperty("AGE")
        private int age;

        @JsonAnySetter
        private final Map<String, Object> rest = new HashMap<>();

        private Person() {}

        public void setName(String name) {
            this.name = name;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Place.Town.class, name = "town"))
    sealed interface Place {
        record Town(String name) implements Place {}
    }

    @Test
    void interfaceThatSaysHowToChoose_isRead() {
        assertThat(read(Place.class, "{\"kind\": \"town\", \"name\": \"x\"}")).isEqualTo(new Place.Town("x"));
    }

    @Test
    void keyAndPersonalFields_areKnownByTheirNamesInJson() {
        record Resident(
                String district,
                @KeyField @JsonProperty("REGION") String region,
                @KeyField @Personal @JsonProperty("ID") String id,
                @Personal String name) {}
        RecordReader<Resident> reader = RecordReader.of(Resident.class, DATASET);

        assertThat(reader.key()).containsExactly("REGION", "ID");
        assertThat(reader.personal()).containsExactlyInAnyOrder("ID", "name");
    }

    record Household(
            @JsonAlias("house") Home home, Optional<Home> second, List<Member> members, Map<String, Home> more) {}

    record Home(
            @Personal @JsonProperty("STREET") @JsonAlias("road")
            String street,

            String city) {}

    record Member(@Personal String name, Household household) {}

    @Test
    void personalFields_ofNestedRecords_areKnownByTheirPaths() {
        assertThat(RecordReader.of(Household.class, DATASET).personal())
                .containsExactlyInAnyOrder(
                        "home/STREET",
                        "home/road",
                        "house/STREET",
                        "house/road",
                        "second/STREET",
                        "second/road",
                        "members/name",
                        "more/STREET",
                        "more/road");
    }

    static class Registered {
        @Personal
        private String zone = "";

        private String area = "";

        @JsonProperty("ZONE")
        @KeyField
        public String getZone() {
            return zone;
        }

        public void setZone(String zone) {
            this.zone = zone;
        }

        @KeyField
        public String getArea() {
            return area;
        }

        public void setArea(String area) {
            this.area = area;
        }
    }

    @Test
    void keyAndPersonalFields_ofAClass_areKnownInTheOrderOfItsFields() {
        RecordReader<Registered> reader = RecordReader.of(Registered.class, DATASET);

        assertThat(reader.key()).containsExactly("ZONE", "area");
        assertThat(reader.personal()).containsExactly("ZONE");
        assertThat(RecordReader.of(Map.class, DATASET).key()).isEmpty();
    }

    @SuppressWarnings("ClassCanBeStatic") // what this is about
    class Inward {
        String name = "";
    }

    @Test
    void innerClass_isRefused() {
        assertUnbindable(
                () -> RecordReader.of(Inward.class, DATASET),
                Inward.class,
                "is an inner class",
                "Make it static, or a record");
    }

    @Test
    void localClass_isRefused() {
        class Local {}

        assertUnbindable(
                () -> RecordReader.of(Local.class, DATASET), Local.class, "local or anonymous class", "record");
    }

    @Test
    void innerClassWithinARecord_isRefused() {
        record Outer(Inward inward) {}

        assertUnbindable(
                () -> RecordReader.of(Outer.class, DATASET), Inward.class, "is an inner class", "Make it static");
    }

    interface Shape {}

    abstract static class Half {}

    @Test
    void interfaceAndAbstractClass_areRefused() {
        assertUnbindable(() -> RecordReader.of(Shape.class, DATASET), Shape.class, "is an interface", "Give a record");
        assertUnbindable(() -> RecordReader.of(Half.class, DATASET), Half.class, "is abstract", "Give a record");
    }

    @Test
    void typesWithoutFields_areRefused() {
        for (Class<?> type :
                List.of(String.class, int.class, Integer.class, Object.class, String[].class, Sex.class, List.class)) {
            assertUnbindable(() -> RecordReader.of(type, DATASET), type, "no type with fields", "Map.class");
        }
    }

    static final class Closed {
        private final String name;

        private Closed(String name, int age) {
            this.name = name + age;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void classWithoutUsableConstructor_isRefused() {
        assertThat(new Closed("a", 1)).hasToString("a1");
        assertUnbindable(
                () -> RecordReader.of(Closed.class, DATASET),
                Closed.class,
                "no constructor that could be used",
                "@JsonCreator");
    }

    @Test
    void annotationOfJackson2_isRefusedNamingItsSuccessor(@TempDir Path folder) throws Exception {
        try (var loader = Compiled.loader(folder, """
                package com.fasterxml.jackson.databind.annotation;
                import java.lang.annotation.*;
                @Retention(RetentionPolicy.RUNTIME)
                public @interface JsonDeserialize {}
                """, """
                package rows;
                import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
                public record Row(@JsonDeserialize String code) {}
                """)) {
            Class<?> row = loader.loadClass("rows.Row");

            assertUnbindable(
                    () -> RecordReader.of(row, DATASET),
                    row,
                    "@JsonDeserialize is of Jackson 2",
                    "Import tools.jackson.databind.annotation.JsonDeserialize");
        }
    }

    private static final String HIDDEN_ROW = """
            package rows;
            public class Rows {
                record Row(String code) {}
            }
            """;

    @Test
    void recordInAModuleThatIsNotOpen_isRefusedNamingTheDirective(@TempDir Path folder) throws Exception {
        Class<?> row = Compiled.module(folder, "rows.closed", "", HIDDEN_ROW).loadClass("rows.Rows$Row");

        assertUnbindable(
                () -> RecordReader.of(row, DATASET),
                row,
                "its module rows.closed does not open the package",
                "Add to module-info.java: opens rows");
    }

    @Test
    void recordInAModuleThatIsOpen_isRead(@TempDir Path folder) throws Exception {
        Class<?> row =
                Compiled.module(folder, "rows.open", "opens rows;", HIDDEN_ROW).loadClass("rows.Rows$Row");

        assertThat(read(row, "{\"code\": \"1\"}")).hasToString("Row[code=1]");
    }

    @Test
    void publicRecordOfAnExportedPackage_needsNoOpening(@TempDir Path folder) throws Exception {
        Class<?> row =
                Compiled.module(folder, "rows.exported", "exports rows;", """
                        package rows;
                        public record Row(String code) {}
                        """).loadClass("rows.Row");

        assertThat(read(row, "{\"code\": \"1\"}")).hasToString("Row[code=1]");
    }

    private static <T> T read(Class<T> type, String json) {
        return RecordReader.of(type, DATASET)
                .single(json.getBytes(StandardCharsets.UTF_8), Envelope.recordsAt(""))
                .orElseThrow();
    }

    private static void assertUnbindable(ThrowingCallable call, Class<?> type, String why, String remedy) {
        assertThatThrownBy(call)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(DATASET + ": " + type.getTypeName() + " cannot be read from JSON: ")
                .hasMessageContaining(why)
                .hasMessageContaining("Remedy: ")
                .hasMessageContaining(remedy);
    }
}
