package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.error.ConfigurationException;
import io.govshare.error.ResponseRejectedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields whose data are spelled as their annotation says. */
class TolerantReadingTest {

    private static final String DATASET = "cn.civil.persons";

    record Born(
            @DatePatterns({"yyyyMMdd", "yyyy-MM-dd", "yyyy年M月d日", "yyyy-MM-dd HH:mm:ss"})
            LocalDate born) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"19990307\"",
                "19990307",
                "\"1999-03-07\"",
                "\"1999年3月7日\"",
                "\" 19990307 \"",
                "\"1999-03-07 23:59:59\""
            })
    void date_inAnyOfItsSpellings_isRead(String json) {
        assertThat(read(Born.class, "{\"born\": " + json + "}").born()).isEqualTo(LocalDate.of(1999, 3, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"  \"", "null"})
    void date_blankOrNull_isNull(String json) {
        assertThat(read(Born.class, "{\"born\": " + json + "}").born()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"19990231\" | a string",
                "\"1999/03/07\" | a string",
                "\"199903071\" | a string",
                "1 | a number",
                "true | a boolean",
                "[] | an array"
            })
    void date_inAnotherSpelling_isRefusedWithoutItsValue(String json, String found) {
        assertRefused(Born.class, "{\"born\": " + json + "}")
                .hasMessageContaining("Record 1 of the page does not fit")
                .hasMessageContaining("field born: expected LocalDate, found " + found)
                .hasMessageNotContaining("1999");
    }

    record Times(
            @DatePatterns(value = "yyyy-MM-dd HH:mm:ss", zone = "Asia/Shanghai")
            Instant instant,

            @DatePatterns(value = "yyyyMMddHHmmss", zone = "+08:00")
            OffsetDateTime offset,

            @DatePatterns("yyyy-MM-dd'T'HH:mm:ssXXX") ZonedDateTime zoned,

            @DatePatterns(value = "yyyyMMdd", zone = "Asia/Shanghai")
            Instant day,

            @DatePatterns("yyyyMMdd") LocalDateTime midnight,
            @DatePatterns("HHmm") LocalTime time,
            @DatePatterns("yyyyMM") YearMonth month,
            @DatePatterns("yyyy年") Year year,
            @DatePatterns("yyyyMMdd") Optional<LocalDate> maybe,
            @DatePatterns("yyyyMMdd") Optional<LocalDate> absent,
            @DatePatterns("yyyyMMdd") List<LocalDate> list) {}

    @Test
    void timesOfAllKinds_areRead() {
        assertThat(read(Times.class, """
                        {"instant": "2023-06-30 10:15:30", "offset": "20230630101530", "zoned": "2023-06-30T10:15:30+02:00",
                         "day": "20230630", "midnight": "20230630", "time": "0830", "month": "202306", "year": "2023年",
                         "maybe": "20230630", "absent": "", "list": ["20230630", "20230701"]}
                        """))
                .isEqualTo(new Times(
                        Instant.parse("2023-06-30T02:15:30Z"),
                        OffsetDateTime.parse("2023-06-30T10:15:30+08:00"),
                        ZonedDateTime.parse("2023-06-30T10:15:30+02:00"),
                        Instant.parse("2023-06-29T16:00:00Z"),
                        LocalDateTime.parse("2023-06-30T00:00:00"),
                        LocalTime.of(8, 30),
                        YearMonth.of(2023, 6),
                        Year.of(2023),
                        Optional.of(LocalDate.of(2023, 6, 30)),
                        Optional.empty(),
                        List.of(LocalDate.of(2023, 6, 30), LocalDate.of(2023, 7, 1))));
    }

    record Answers(
            @YesNo boolean rural,
            @YesNo(yes = "有", no = "无") Boolean insured,
            @YesNo Optional<Boolean> left) {}

    @ParameterizedTest
    @CsvSource({"\"Y\",true", "\"n\",false", "\"是\",true", "\"否\",false", "1,true", "\"0\",false", "true,true"})
    void yesOrNo_inAnyOfItsWords_isRead(String json, boolean expected) {
        assertThat(read(Answers.class, "{\"rural\": " + json + ", \"insured\": \"无\", \"left\": " + json + "}"))
                .isEqualTo(new Answers(expected, false, Optional.of(expected)));
    }

    @Test
    void yesOrNo_blank_isNullWhereItCanBe() {
        assertThat(read(Answers.class, "{\"rural\": \"Y\", \"insured\": \"\", \"left\": null}"))
                .isEqualTo(new Answers(true, null, Optional.empty()));
        assertRefused(Answers.class, "{\"rural\": \"\"}").hasMessageContaining("field rural: expected boolean");
        assertRefused(Answers.class, "{}").hasMessageContaining("field rural: expected boolean");
        assertRefused(Answers.class, "{\"rural\": \"perhaps\"}")
                .hasMessageContaining("expected boolean, found a string that is no boolean")
                .hasMessageNotContaining("perhaps");
        assertRefused(Answers.class, "{\"rural\": 2}").hasMessageContaining("found a number that is no boolean");
    }

    record Numbers(
            @NumberAsText BigDecimal amount,
            @NumberAsText int count,
            @NumberAsText Long big,
            @NumberAsText BigInteger huge,
            @NumberAsText Double ratio,
            @NumberAsText List<Integer> list) {}

    @Test
    void numbers_thatAreText_areRead() {
        assertThat(read(Numbers.class, """
                        {"amount": "-1,234,567.80", "count": " 7 ", "big": 8, "huge": "1e3", "ratio": "1.5E-3", "list": ["1,000", 2]}
                        """))
                .isEqualTo(new Numbers(
                        new BigDecimal("-1234567.80"), 7, 8L, BigInteger.valueOf(1000), 0.0015, List.of(1000, 2)));
        assertThat(read(Numbers.class, "{\"amount\": \"\", \"count\": 1}").amount())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,23", "1.234,5", "0x10", "1e9999", "2147483648", "1.5", "NaN", "１２a"})
    void number_thatIsNoneOfTheType_isRefused(String text) {
        assertRefused(Numbers.class, "{\"count\": \"" + text + "\"}")
                .hasMessageContaining("field count: expected int, found a string that is no int")
                .hasMessageNotContaining(text);
    }

    enum Kind {
        TOWN,
        @JsonEnumDefaultValue
        OTHER
    }

    enum Strict {
        A
    }

    @EmptyAsNull
    record Company(String name, Optional<String> fax, Kind kind, Seat seat, List<String> phones, int staff) {}

    record Seat(String city, @EmptyAsNull String street) {}

    @Test
    void blank_ofAMarkedTypeOrField_isNull() {
        assertThat(read(Company.class, """
                        {"name": " ", "fax": "", "kind": "", "seat": "", "phones": "", "staff": 3}
                        """)).isEqualTo(new Company(null, Optional.empty(), null, null, null, 3));
        assertThat(read(Company.class, """
                        {"name": "a", "fax": "b", "kind": "TOWN", "seat": {"city": "", "street": ""}, "phones": ["", "c"], "staff": 3}
                        """))
                .isEqualTo(new Company("a", Optional.of("b"), Kind.TOWN, new Seat("", null), List.of("", "c"), 3));
    }

    @Test
    void enumConstant_unknown_isTheDeclaredDefault_andElseRefused() {
        record Places(Kind kind) {}
        record Strictly(Strict strict) {}

        assertThat(read(Places.class, "{\"kind\": \"VILLAGE\"}").kind()).isEqualTo(Kind.OTHER);
        assertRefused(Strictly.class, "{\"strict\": \"VILLAGE\"}")
                .hasMessageContaining("field strict: expected " + Strict.class.getTypeName())
                .hasMessageNotContaining("VILLAGE");
    }

    static final class Bean {
        @YesNo
        private boolean active;

        private LocalDate since = LocalDate.EPOCH;
        private final int count;

        @JsonCreator
        Bean(@JsonProperty("count") @NumberAsText int count) {
            this.count = count;
        }

        @DatePatterns("yyyyMMdd")
        public void setSince(LocalDate since) {
            this.since = since;
        }

        public void setActive(boolean active) {
            this.active = active;
        }
    }

    @Test
    void marks_onFieldSetterAndParameter_haveTheirEffect() {
        assertThat(read(Bean.class, "{\"active\": \"是\", \"since\": \"20230630\", \"count\": \"1,000\"}"))
                .satisfies(bean -> {
                    assertThat(bean.active).isTrue();
                    assertThat(bean.since).isEqualTo("2023-06-30");
                    assertThat(bean.count).isEqualTo(1_000);
                });
    }

    @Test
    void nestedMark_namesItsPath() {
        record Household(List<Born> members) {}

        assertRefused(Household.class, "{\"members\": [{\"born\": \"\"}, {\"born\": \"x\"}]}")
                .hasMessageContaining("field members[1].born: expected LocalDate");
    }

    @Test
    void marks_onTypesThatTheyCannotServe_areRefusedBeforeTheFirstRecord() {
        record Text(@DatePatterns("yyyy") String text) {}
        record Count(@YesNo int count) {}
        record Name(@NumberAsText String name) {}
        record Flag(@EmptyAsNull boolean flag) {}
        record Outer(List<Count> counts) {}

        assertUnbindable(Text.class, Text.class, "@DatePatterns is on its field text of type String, and takes a date");
        assertUnbindable(Count.class, Count.class, "@YesNo is on its field count of type int, and takes a boolean");
        assertUnbindable(Name.class, Name.class, "@NumberAsText is on its field name of type String");
        assertUnbindable(Flag.class, Flag.class, "@EmptyAsNull is on its field flag of type boolean");
        assertUnbindable(Outer.class, Count.class, "@YesNo is on its field count");
    }

    @Test
    void marks_thatContradictThemselves_areRefusedBeforeTheFirstRecord() {
        record Minutes(@DatePatterns("yyyy-mm-dd") LocalDate date) {}
        record Nonsense(@DatePatterns("jjjj") LocalDate date) {}
        record Nothing(@DatePatterns({}) LocalDate date) {}
        record Zoneless(@DatePatterns("yyyy-MM-dd HH:mm") Instant instant) {}
        record Nowhere(
                @DatePatterns(value = "yyyy", zone = "Asia/Nowhere")
                Year year) {}
        record Half(@DatePatterns("yyyy-MM-dd hh:mm") LocalDateTime time) {}
        record Both(@YesNo(yes = "1", no = "1") boolean flag) {}

        assertUnbindable(Minutes.class, Minutes.class, "'yyyy-mm-dd' does not bring what LocalDate needs");
        assertUnbindable(Nonsense.class, Nonsense.class, "'jjjj' is no pattern of DateTimeFormatter");
        assertUnbindable(Nothing.class, Nothing.class, "lists no pattern");
        assertUnbindable(Zoneless.class, Zoneless.class, "what Instant needs, an offset; or give zone = …");
        assertUnbindable(Nowhere.class, Nowhere.class, "there is no zone 'Asia/Nowhere'");
        assertUnbindable(Half.class, Half.class, "does not bring what LocalDateTime needs");
        assertUnbindable(Both.class, Both.class, "'1' stands for both");
    }

    private static void assertUnbindable(Class<?> type, Class<?> culprit, String why) {
        assertThatThrownBy(() -> RecordReader.of(type, DATASET))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(DATASET + ": " + culprit.getTypeName() + " cannot be read from JSON: ")
                .hasMessageContaining(why)
                .hasMessageContaining("Remedy: ");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Class<?> type, String json) {
        return assertThatThrownBy(() -> read(type, json))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(DATASET)
                .hasMessageContaining(type.getTypeName());
    }

    private static <T> T read(Class<T> type, String json) {
        return RecordReader.of(type, DATASET)
                .page(("[" + json + "]").getBytes(StandardCharsets.UTF_8), Envelope.recordsAt(""))
                .items()
                .get(0);
    }
}
