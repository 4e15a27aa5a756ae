package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.error.ResponseRejectedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the data is read as what it is, or refused; nothing is guessed. */
class ExactReadingTest {

    enum Sex {
        @JsonProperty("1")
        MALE,
        @JsonProperty("2")
        FEMALE
    }

    enum Level {
        CITY,
        COUNTY
    }

    record Person(Sex sex, List<Sex> parents, Optional<Sex> partner) {}

    record Row(
            Level level,
            LocalDate date,
            LocalDateTime local,
            Instant instant,
            OffsetDateTime offset,
            Duration duration,
            Boolean flag,
            Character letter) {}

    @Test
    void enumConstant_namedByACode_isReadFromTheNumber_andNotFromItsPosition() {
        assertThat(read(Person.class, "{\"sex\": 1, \"parents\": [2, \"1\"], \"partner\": 2}"))
                .isEqualTo(new Person(Sex.MALE, List.of(Sex.FEMALE, Sex.MALE), Optional.of(Sex.FEMALE)));
        assertRefused(Person.class, "{\"sex\": 0}", "field sex: expected " + Sex.class.getTypeName());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "level    | 1                                   | Level",
                "level    | \"1\"                               | Level",
                "date     | 20230630                            | LocalDate, found a whole number",
                "date     | \"2023-06-30T16:00:00Z\"            | LocalDate, found a string",
                "date     | \"2023-06-30T00:00:00Z\"            | LocalDate, found a string",
                "date     | \"2023-06-30T08:00:00\"             | LocalDate, found a string",
                "local    | \"2023-06-30T00:00:00Z\"            | LocalDateTime, found a string",
                "local    | \"2023-06-30T00:00:00+08:00\"       | LocalDateTime, found a string",
                "instant  | 1700000000000                       | Instant, found a whole number",
                "instant  | 1700000000.5                        | Instant, found a decimal number",
                "instant  | \"1700000000000\"                   | Instant, found a string",
                "offset   | 1700000000                          | OffsetDateTime, found a whole number",
                "duration | 5                                   | Duration, found a whole number",
                "flag     | 1                                   | Boolean, found a number",
                "flag     | 2                                   | Boolean, found a number",
                "letter   | 65                                  | found a number"
            })
    void whatSaysSomethingElse_isRefusedNamingTheField(String field, String json, String expected) {
        assertRefused(Row.class, "{\"" + field + "\": " + json + "}", "field " + field + ": expected", expected);
    }

    @Test
    void whatSaysTheSame_isRead() {
        assertThat(read(Row.class, """
                        {"level": "COUNTY", "date": "2023-06-30T00:00:00", "local": "2023-06-30T01:02:03",
                         "instant": "2023-06-30T00:00:00Z", "offset": "2023-06-30T00:00:00+08:00", "duration": "PT5S",
                         "flag": "true", "letter": "A"}
                        """))
                .isEqualTo(new Row(
                        Level.COUNTY,
                        LocalDate.of(2023, 6, 30),
                        LocalDateTime.parse("2023-06-30T01:02:03"),
                        Instant.parse("2023-06-30T00:00:00Z"),
                        OffsetDateTime.parse("2023-06-30T00:00:00+08:00"),
                        Duration.ofSeconds(5),
                        true,
                        'A'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void nothing_isNull(String json) {
        assertThat(read(Row.class, "{\"date\": " + json + ", \"instant\": " + json + ", \"offset\": " + json + "}"))
                .isEqualTo(new Row(null, null, null, null, null, null, null, null));
    }

    record Explicit(
            @JsonFormat(without = JsonFormat.Feature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            Instant millis,

            @JsonFormat(pattern = "yyyyMMdd") LocalDate day,
            Year year) {}

    @Test
    void whatJsonFormatSays_isLeftToJackson() {
        assertThat(read(Explicit.class, "{\"millis\": 1700000000000, \"day\": \"20230630\", \"year\": 2023}"))
                .isEqualTo(
                        new Explicit(Instant.parse("2023-11-14T22:13:20Z"), LocalDate.of(2023, 6, 30), Year.of(2023)));
    }

    private static <T> T read(Class<T> type, String record) {
        return RecordReader.of(type, "cn.test")
                .page(("[" + record + "]").getBytes(StandardCharsets.UTF_8), Envelope.recordsAt(""))
                .items()
                .get(0);
    }

    private static void assertRefused(Class<?> type, String record, String... parts) {
        assertThatThrownBy(() -> read(type, record))
                .isInstanceOf(ResponseRejectedException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
