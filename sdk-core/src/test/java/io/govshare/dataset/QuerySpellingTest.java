package io.govshare.dataset;

import static io.govshare.dataset.Query.not;
import static io.govshare.dataset.Query.path;
import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.error.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of fields whose data are spelled as an annotation says, as they are asked for. */
class QuerySpellingTest {

    record Seat(@DatePatterns("yyyyMMdd") LocalDate since, Seat former) {}

    record Person(
            @JsonProperty("BORN") @JsonAlias("birthday") @DatePatterns({"yyyyMMdd", "yyyy年M月d日"})
            LocalDate born,

            @DatePatterns("yyyy-MM-dd") Optional<LocalDate> died,

            @DatePatterns(value = "yyyy-MM-dd HH:mm:ss", zone = "Asia/Shanghai")
            Instant registered,

            @DatePatterns("yyyy-MM-dd'T'HH:mm:ssXXX") OffsetDateTime zoned,
            @DatePatterns("yyyy-MM-dd HH:mm:ss") LocalDate day,
            @DatePatterns("dd.MM.yyyy HH:mm") LocalDateTime moved,
            @DatePatterns("yyyyMM") YearMonth month,
            @YesNo(yes = "有", no = "None") Boolean insured,
            @YesNo boolean rural,
            @NumberAsText BigDecimal income,
            String name,
            Seat seat) {}

    private static final LocalDate DAY = LocalDate.of(1999, 3, 7);
    private static final Instant TIME = Instant.parse("2023-06-30T02:15:30Z");

    private final RecordReader<Person> reader = RecordReader.of(Person.class, "cn.police.persons");

    private Condition spelled(Query<? super Person> query, Map<String, String> types) {
        return reader.spelled(query, name -> types.getOrDefault(name, ""))
                .condition()
                .orElseThrow();
    }

    private Condition spelled(Query<? super Person> query) {
        return spelled(query, Map.of());
    }

    private static Comparison in(String field, Object... values) {
        return new Comparison(field, Operator.IN, List.of(values));
    }

    private static Comparison comparison(String field, Operator operator, Object value) {
        return new Comparison(field, operator, List.of(value));
    }

    @Test
    void equality_asksForEachSpelling() {
        assertThat(spelled(where(Person::born).is(DAY))).isEqualTo(in("BORN", "19990307", "1999年3月7日"));
        assertThat(spelled(where(Person::born).in(DAY, DAY.plusDays(1))))
                .isEqualTo(in("BORN", "19990307", "1999年3月7日", "19990308", "1999年3月8日"));
        assertThat(spelled(where(Person::born).isNot(DAY)))
                .isEqualTo(new Condition.Not(in("BORN", "19990307", "1999年3月7日")));
        assertThat(spelled(where("birthday").is(DAY))).isEqualTo(in("birthday", "19990307", "1999年3月7日"));
    }

    @Test
    void oneSpelling_isComparedAsBefore() {
        assertThat(spelled(where(Person::died).is(Optional.of(DAY))))
                .isEqualTo(comparison("died", Operator.IS, "1999-03-07"));
        assertThat(spelled(where(Person::month).isNot(YearMonth.of(2023, 6))))
                .isEqualTo(comparison("month", Operator.IS_NOT, "202306"));
        assertThat(spelled(where(Person::registered).is(TIME)))
                .isEqualTo(comparison("registered", Operator.IS, "2023-06-30 10:15:30"));
        assertThat(spelled(where("registered").is(OffsetDateTime.parse("2023-06-30T04:15:30+02:00"))))
                .isEqualTo(comparison("registered", Operator.IS, "2023-06-30 10:15:30"));
    }

    @Test
    void order_ofASpellingThatSorts_isThatOfItsText() {
        assertThat(spelled(where("died").between(DAY, DAY.plusDays(30))))
                .isEqualTo(new Condition.And(List.of(
                        comparison("died", Operator.AT_LEAST, "1999-03-07"),
                        comparison("died", Operator.AT_MOST, "1999-04-06"))));
        assertThat(spelled(where(path(Person::seat, Seat::since)).lessThan(DAY)))
                .isEqualTo(comparison("seat/since", Operator.LESS_THAN, "19990307"));
    }

    @Test
    void order_ofAValueMorePreciseThanTheData_isThatOfTheDataAroundIt() {
        Instant within = TIME.plusMillis(1);

        assertThat(spelled(where(Person::registered).atLeast(within)))
                .isEqualTo(comparison("registered", Operator.GREATER_THAN, "2023-06-30 10:15:30"));
        assertThat(spelled(where(Person::registered).lessThan(within)))
                .isEqualTo(comparison("registered", Operator.AT_MOST, "2023-06-30 10:15:30"));
        assertThat(spelled(where(Person::registered).atLeast(TIME)))
                .isEqualTo(comparison("registered", Operator.AT_LEAST, "2023-06-30 10:15:30"));
        assertThat(spelled(where(Person::registered).greaterThan(TIME)))
                .isEqualTo(comparison("registered", Operator.GREATER_THAN, "2023-06-30 10:15:30"));
    }

    @Test
    void order_thatTextDoesNotHave_isRefusedWithTheWayOut() {
        for (Query<? super Person> query : List.<Query<? super Person>>of(
                where(Person::born).atLeast(DAY),
                where(Person::moved).lessThan(DAY.atStartOfDay()),
                where(Person::income).greaterThan(BigDecimal.TEN),
                where(Person::zoned).atMost(OffsetDateTime.parse("2023-06-30T04:15:30+02:00")))) {
            assertThatThrownBy(() -> spelled(query))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("cn.police.persons")
                    .hasMessageContaining("do not sort")
                    .hasMessageContaining("with a String")
                    .hasMessageNotContaining("1999")
                    .hasMessageNotContaining("2023");
        }
    }

    @Test
    void equality_thatNoSpellingHas_isRefused() {
        assertThatThrownBy(() -> spelled(where(Person::day).is(DAY)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Field 'day' cannot be compared by 'is'")
                .hasMessageNotContaining("1999");
        assertThatThrownBy(() -> spelled(where(Person::registered).is(TIME.plusMillis(1))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("as precise as the data");
    }

    @Test
    void yesOrNo_isAskedForInItsWords() {
        assertThat(spelled(where(Person::insured).is(true))).isEqualTo(comparison("insured", Operator.IS, "有"));
        assertThat(spelled(where(Person::insured).is(false))).isEqualTo(in("insured", "None", "NONE", "none"));
        assertThat(((Comparison) spelled(where(Person::rural).is(true))).values())
                .contains("Y", "y", "yes", "Yes", "TRUE", "true", "1", "是")
                .doesNotContain("N", "0");
    }

    @Test
    void number_isAskedForWithAndWithoutCommas() {
        assertThat(spelled(where(Person::income).is(new BigDecimal("1234567.80"))))
                .isEqualTo(in("income", "1234567.80", "1,234,567.80"));
        assertThat(spelled(where("income").is(-7))).isEqualTo(comparison("income", Operator.IS, "-7"));
        assertThat(spelled(where("income").is(new BigDecimal("12345678901234567890123456.123456789"))))
                .isEqualTo(in(
                        "income",
                        "12345678901234567890123456.123456789",
                        "12,345,678,901,234,567,890,123,456.123456789"));
    }

    @Test
    void fieldPublishedAsANumber_isComparedWithNumbers() {
        assertThat(spelled(where(Person::born).is(DAY), Map.of("BORN", "Edm.Int32")))
                .isEqualTo(comparison("BORN", Operator.IS, new BigInteger("19990307")));
        assertThat(spelled(where(Person::rural).is(true), Map.of("rural", "xsd:integer")))
                .isEqualTo(comparison("rural", Operator.IS, BigInteger.ONE));
        assertThat(spelled(where("income").greaterThan(7), Map.of("income", "Edm.Int64")))
                .isEqualTo(comparison("income", Operator.GREATER_THAN, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Edm.Date", "xsd:date", "Edm.DateTimeOffset"})
    void fieldPublishedAsADate_isComparedWithDates(String type) {
        Query<Person> query = where(Person::born).atLeast(DAY);

        assertThat(reader.spelled(query, name -> type)).isSameAs(query);
    }

    @Test
    void textAndOtherFields_areTakenAsTheyAre() {
        Query<Person> query = not(where("BORN")
                .is("1999")
                .or("BORN")
                .greaterThan("2")
                .and(Person::name)
                .startsWith("19"));

        assertThat(reader.spelled(query, name -> "Edm.String")).isSameAs(query);
        assertThat(spelled(where("BORN").in("1999-03-07", DAY)))
                .isEqualTo(in("BORN", "1999-03-07", "19990307", "1999年3月7日"));
    }

    @Test
    void nullAndTheRestOfAQuery_stayAsTheyAre() {
        Query<Person> query = where(Person::born)
                .isNull()
                .or(Person::born)
                .is(DAY)
                .orderBy(Person::name)
                .limit(3)
                .counted();

        assertThat(reader.spelled(query, name -> ""))
                .hasToString("BORN is null or BORN in ? order by name limit 3 counted");
    }
}
