package io.govshare.dataset;

import static io.govshare.dataset.Query.not;
import static io.govshare.dataset.Query.path;
import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.dataset.Condition.And;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.dataset.Condition.Not;
import io.govshare.dataset.Condition.Or;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    record District(
            String code,
            String name,
            String provinceCode,
            int population,
            LocalDate since,
            Optional<String> nickname,
            Level level) {}

    enum Level {
        COUNTY,
        @JsonProperty("d")
        DISTRICT
    }

    interface Coded {
        String code();
    }

    record Town(String code, String districtCode) implements Coded {}

    @Test
    void where_withOrderAndLimit_isTheWholeQuery() {
        Query<District> query =
                where(District::provinceCode).is("35").orderBy(District::code).limit(50);

        assertThat(query.condition()).contains(new Comparison("provinceCode", Operator.IS, List.of("35")));
        assertThat(query.order()).containsExactly(new Order("code", false));
        assertThat(query.limit()).hasValue(50);
        assertThat(query.select()).isEmpty();
        assertThat(query.isCounted()).isFalse();
    }

    @Test
    void all_hasNeitherConditionNorLimit() {
        Query<District> query = Query.all();

        assertThat(query.condition()).isEmpty();
        assertThat(query.limit()).isEqualTo(OptionalInt.empty());
        assertThat(query).hasToString("all");
    }

    @Test
    void where_byName_fitsRecordsOfAnyType() {
        assertThat(asked(where("provinceCode").is("35"))).isEqualTo("provinceCode is ?");
        assertThat(asked(where("provinceCode").is("35").orderBy(District::code)))
                .isEqualTo("provinceCode is ? order by code");
        assertThat(asked(
                        where("provinceCode").is("35").and(where(District::code).is("1"))))
                .isEqualTo("provinceCode is ? and code is ?");
        assertThat(asked(where(District::code).is("1").and("provinceCode").is("35")))
                .isEqualTo("code is ? and provinceCode is ?");
    }

    @Test
    void where_accessorOfAnInterface_fitsItsRecords() {
        Query<Coded> coded = where(Coded::code).is("1");

        Query<? super Town> towns = coded;
        assertThat(towns).hasToString("code is ?");
        assertThat(where(Town::districtCode).is("2").and(coded)).hasToString("districtCode is ? and code is ?");
    }

    record Person(@JsonProperty("NAME") String name, Address address) {}

    record Address(String city, Geo geo) {}

    record Geo(@JsonProperty("lat") double latitude) {}

    @Test
    void path_toANestedField_isItsNamesJoinedBySlashes() {
        assertThat(where(path(Person::address, Address::city))
                        .is("福州")
                        .and(path(path(Person::address, Address::geo), Geo::latitude))
                        .atLeast(26.0)
                        .or(Person::name)
                        .isNull()
                        .select(Person::name, path(Person::address, Address::city))
                        .orderBy(path(Person::address, Address::city)))
                .hasToString("(address/city is ? and address/geo/lat >= ?) or NAME is null select NAME, address/city"
                        + " order by address/city");
        Person person = new Person("x", new Address("福州", new Geo(26.1)));
        assertThat(path(path(Person::address, Address::geo), Geo::latitude).get(person))
                .isEqualTo(26.1);
    }

    @Test
    void path_ofALambda_isRefused() {
        assertThatThrownBy(() -> path(Person::address, address -> address.city()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("lambda expression");
    }

    /** Stands for {@code dataset.query(…)}: what a dataset of districts takes. */
    private static String asked(Query<? super District> query) {
        return query.shape();
    }

    @Test
    void operators_becomeComparisons() {
        assertComparison(where(District::code).is("1"), "code", Operator.IS, "1");
        assertComparison(where(District::code).isNot("1"), "code", Operator.IS_NOT, "1");
        assertComparison(where(District::code).in("1", "2"), "code", Operator.IN, "1", "2");
        assertComparison(where(District::code).in(List.of("1", "2")), "code", Operator.IN, "1", "2");
        assertComparison(where("code").in(List.of("1", "2")), "code", Operator.IN, "1", "2");
        assertComparison(where(District::population).greaterThan(5), "population", Operator.GREATER_THAN, 5);
        assertComparison(where(District::population).atLeast(5), "population", Operator.AT_LEAST, 5);
        assertComparison(where(District::population).lessThan(5), "population", Operator.LESS_THAN, 5);
        assertComparison(where(District::population).atMost(5), "population", Operator.AT_MOST, 5);
        assertComparison(where(District::name).startsWith("鼓"), "name", Operator.STARTS_WITH, "鼓");
        assertComparison(where(District::name).contains("楼"), "name", Operator.CONTAINS, "楼");
        assertComparison(where(District::name).isNull(), "name", Operator.IS_NULL);
    }

    private static void assertComparison(Query<?> query, String field, Operator operator, Object... values) {
        assertThat(query.condition()).contains(new Comparison(field, operator, List.of(values)));
    }

    @Test
    void between_includesBothEnds() {
        LocalDate first = LocalDate.of(2020, 1, 1);
        LocalDate last = LocalDate.of(2020, 12, 31);

        assertThat(where(District::since).between(first, last).condition())
                .contains(new And(List.of(
                        new Comparison("since", Operator.AT_LEAST, List.of(first)),
                        new Comparison("since", Operator.AT_MOST, List.of(last)))));
    }

    @Test
    void isNotNull_isTheOppositeOfIsNull() {
        assertThat(where(District::name).isNotNull().condition())
                .contains(new Not(new Comparison("name", Operator.IS_NULL, List.of())));
    }

    @Test
    void and_fluentOrWithAQuery_saysTheSame() {
        Query<District> fluent = where(District::code)
                .is("1")
                .and(District::name)
                .is("x")
                .and(District::population)
                .atLeast(3);
        Query<District> nested = where(District::code)
                .is("1")
                .and(where(District::name).is("x"))
                .and(where(District::population).atLeast(3));

        assertThat(fluent).isEqualTo(nested).hasSameHashCodeAs(nested);
        assertThat(fluent.condition().orElseThrow())
                .isInstanceOfSatisfying(And.class, and -> assertThat(and.all()).hasSize(3));
    }

    @Test
    void or_joinsWhatStandsToItsLeftAsAWhole() {
        Query<District> query = where(District::code)
                .is("1")
                .and(District::name)
                .is("x")
                .or(District::population)
                .lessThan(3);

        assertThat(query).hasToString("(code is ? and name is ?) or population < ?");
        assertThat(query.or("since").isNull().condition().orElseThrow())
                .isInstanceOfSatisfying(Or.class, or -> assertThat(or.any()).hasSize(3));
        assertThat(query.and(District::code).isNotNull())
                .hasToString("((code is ? and name is ?) or population < ?) and not (code is null)");
    }

    @Test
    void not_turnsAConditionRound() {
        assertThat(not(where(District::code).in("1", "2").and(District::name).is("x")))
                .hasToString("not (code in ? and name is ?)");
    }

    @Test
    void and_afterAll_isTheConditionAlone() {
        assertThat(Query.<District>all().and(where(District::code).is("1")))
                .isEqualTo(where(District::code).is("1"));
        assertThat(Query.<District>all().limit(3).and(District::code).is("1")).hasToString("code is ? limit 3");
    }

    @Test
    void methods_returnAnotherQuery() {
        Query<District> first = where(District::code).is("1");
        Query<District> changed = first.orderBy(District::code)
                .orderByDescending(District::population)
                .select(District::code, District::population)
                .limit(7)
                .counted();

        assertThat(first).hasToString("code is ?");
        assertThat(changed)
                .hasToString("code is ? select code, population order by code, population descending limit 7 counted");
        assertThat(changed.isCounted()).isTrue();
        assertThat(changed).isNotEqualTo(first);
    }

    @Test
    void byName_allFieldMethods_takeNames() {
        assertThat(Query.all()
                        .select("code", "name")
                        .orderBy("code")
                        .orderByDescending("address/city")
                        .and("名称")
                        .is("x"))
                .hasToString("名称 is ? select code, name order by code, address/city descending");
    }

    @Test
    void select_sameFieldTwice_asksForItOnce() {
        assertThat(Query.all().select("code", "name", "code").select()).containsExactly("code", "name");
    }

    @Test
    void toString_showsNoValue() {
        Query<District> query = where(District::code)
                .in("110101199003071234", "b")
                .and(District::name)
                .startsWith("Zhang")
                .or(not(where(District::population).between(1234, 5678)));

        assertThat(query.toString()).isEqualTo(query.shape());
        assertThat(query + " " + query.condition())
                .doesNotContain("1101")
                .doesNotContain("Zhang")
                .doesNotContain("1234")
                .doesNotContain("5678");
    }

    @Test
    void values_areBroughtIntoOneForm() {
        assertComparison(where(District::level).is(Level.COUNTY), "level", Operator.IS, "COUNTY");
        assertComparison(where(District::level).is(Level.DISTRICT), "level", Operator.IS, "d");
        assertComparison(where(District::nickname).is(Optional.of("x")), "nickname", Operator.IS, "x");
        assertComparison(where("a").is(CharBuffer.wrap("x")), "a", Operator.IS, "x");
        assertComparison(where("a").is('x'), "a", Operator.IS, "x");
        assertComparison(where("a").is(new BigDecimal("1.50")), "a", Operator.IS, new BigDecimal("1.50"));
    }

    @Test
    void null_asValue_isRefusedNamingMethodAndField() {
        assertRefused(() -> where(District::name).is(null), "is(…) on field name got null", "isNull()");
        assertRefused(
                () -> where(District::nickname).is(Optional.empty()), "is(…) on field nickname got null", "isNull()");
        assertRefused(() -> where(District::name).between("a", null), "between(…) on field name got null", "isNull()");
        assertRefused(() -> where(District::name).startsWith(null), "startsWith(…) on field name got null", "isNull()");
        assertRefused(
                () -> where(District::name).in(Arrays.asList("a", null)), "in(…) on field name got null", "isNull()");
    }

    @Test
    void in_withoutValues_isRefused() {
        assertRefused(() -> where(District::name).in(), "in(…) on field name got no value", "when the list is empty");
        assertRefused(() -> where(District::name).in(List.of()), "in(…) on field name got no value", "");
        assertRefused(() -> where(District::name).in((String[]) null), "in(…) on field name got no value", "");
    }

    @Test
    void value_ofAnotherType_isRefusedWithItsTypeAndWithoutItself() {
        assertRefused(() -> where("a").is(List.of("secret")), "is(…) on field a got a java.util", "Use in(…)");
        assertRefused(() -> where("a").is(Map.of("k", "secret")), "is(…) on field a got a java.util", "Give a String");
        assertRefused(
                () -> where("a").is(new AtomicInteger(1)),
                "is(…) on field a got a java.util.concurrent.atomic.AtomicInteger",
                "java.time");
        assertRefused(() -> where("a").is(Double.NaN), "no finite number", "Compare with a number");
    }

    @Test
    void emptyText_thatEveryRecordMatches_isRefused() {
        assertRefused(
                () -> where(District::name).startsWith(""), "startsWith(…) on field name got empty text", "Leave");
        assertRefused(() -> where(District::name).contains(""), "contains(…) on field name got empty text", "Leave");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void limit_belowOne_isRefused(int limit) {
        assertRefused(() -> Query.all().limit(limit), "limit(…) got " + (limit < -99999 ? "" : limit), "at least 1");
    }

    @Test
    void fieldName_blank_isRefusedNamingTheMethod() {
        assertRefused(() -> where(" "), "where(…) got a blank field name", "Give the name of a field");
        assertRefused(() -> where((String) null), "where(…) got a blank field name", "");
        assertRefused(() -> Query.all().orderBy(""), "orderBy(…) got a blank field name", "");
        assertRefused(() -> Query.all().orderByDescending(""), "orderByDescending(…) got a blank", "");
        assertRefused(() -> Query.all().select("a", ""), "select(…) got a blank field name", "");
        assertRefused(() -> where("a").is(1).and(""), "and(…) got a blank field name", "");
        assertRefused(() -> where("a").is(1).or(""), "or(…) got a blank field name", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a eq 1 or b",
                "a'",
                "a\"",
                "f(a)",
                "a,b",
                "a&$top=1",
                "a?b",
                "a#b",
                "a;b",
                "a=b",
                "a\nb",
                "a\u200bb"
            })
    void fieldName_thatCouldSayMore_isRefused(String name) {
        assertRefused(() -> where(name), "where(…) got text that is no field name", "without spaces, quotes");
    }

    @Test
    void condition_nestedWithoutEnd_isRefusedBeforeTheStackIs() {
        assertThatThrownBy(() -> {
                    Query<Object> deeper = where("a").is(1);
                    for (int i = 0; i < 100_000; i++) {
                        deeper = i % 2 == 0
                                ? Query.not(deeper)
                                : deeper.and(where("b").is(1));
                    }
                })
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nested more than 100 deep")
                .hasMessageContaining("in(…)");
    }

    @Test
    void number_thatWouldFillTheMemory_isRefused() {
        assertThatThrownBy(() -> where("amount").is(new BigDecimal("1E999999999")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is(…) on field amount got a number of more than 1000 places");
        assertThatThrownBy(() -> where("amount").is(new BigDecimal("1E-999999999")))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void not_and_or_takeConditionsOnly() {
        Query<District> sorted = where(District::code).is("1").orderBy(District::code);
        Query<District> condition = where(District::code).is("1");

        assertRefused(() -> not(sorted), "not(…) takes a condition only", "last");
        assertRefused(
                () -> condition.and(sorted), "and(…) takes a condition only, and got: code is ? order by code", "last");
        assertRefused(() -> condition.or(condition.limit(1)), "or(…) takes a condition only", "last");
        assertRefused(() -> condition.and(Query.all()), "and(…) got a query without condition", "where(…)");
        assertRefused(() -> condition.or((Query<District>) null), "or(…) got null", "where(…)");
        assertRefused(
                () -> Query.<District>all().or(condition),
                "or(…) follows a query without condition",
                "instead of Query.all()");
    }

    private static void assertRefused(ThrowingCallable call, String cause, String remedy) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(cause)
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("secret");
    }
}
