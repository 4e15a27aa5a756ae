package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.dataset.Condition;
import io.govshare.dataset.Condition.And;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.dataset.Condition.Not;
import io.govshare.dataset.Condition.Or;
import io.govshare.dataset.Operator;
import io.govshare.error.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ODataTextTest {

    private static final DatasetDescription PLAIN = DatasetDescription.bound("rows", Map.of());
    private static final Condition A = is("a", 1);
    private static final Condition B = is("b", 2);
    private static final Condition C = is("c", 3);

    private static Comparison is(String field, Object value) {
        return new Comparison(field, Operator.IS, List.of(value));
    }

    static Stream<Arguments> conditions() {
        return Stream.of(
                Arguments.of(is("code", "350102"), "code eq '350102'"),
                Arguments.of(new Comparison("n", Operator.IS_NOT, List.of(5)), "n ne 5"),
                Arguments.of(new Comparison("n", Operator.GREATER_THAN, List.of(5L)), "n gt 5"),
                Arguments.of(new Comparison("n", Operator.AT_LEAST, List.of(5)), "n ge 5"),
                Arguments.of(new Comparison("n", Operator.LESS_THAN, List.of(-5)), "n lt -5"),
                Arguments.of(new Comparison("n", Operator.AT_MOST, List.of(5)), "n le 5"),
                Arguments.of(new Comparison("c", Operator.IN, List.of("x", "y'z")), "c in ('x','y''z')"),
                Arguments.of(new Comparison("c", Operator.IS_NULL, List.of()), "c eq null"),
                Arguments.of(new Comparison("c", Operator.STARTS_WITH, List.of("35")), "startswith(c,'35')"),
                Arguments.of(new Comparison("c", Operator.CONTAINS, List.of("o'r")), "contains(c,'o''r')"),
                Arguments.of(new And(List.of(A, B, C)), "a eq 1 and b eq 2 and c eq 3"),
                Arguments.of(new And(List.of(A, new Or(List.of(B, C)))), "a eq 1 and (b eq 2 or c eq 3)"),
                Arguments.of(new Or(List.of(new And(List.of(A, B)), C)), "(a eq 1 and b eq 2) or c eq 3"),
                Arguments.of(new Not(new Or(List.of(A, B))), "not (a eq 1 or b eq 2)"),
                Arguments.of(is("address/city", "x"), "address/city eq 'x'"));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void filter_condition_isOData(Condition condition, String expected) {
        assertThat(ODataText.filter(condition, PLAIN)).isEqualTo(expected);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("O'Reilly", "'O''Reilly'"),
                Arguments.of("''", "''''''"),
                Arguments.of("' or 1 eq 1 or '", "''' or 1 eq 1 or '''"),
                Arguments.of(true, "true"),
                Arguments.of(new BigDecimal("1E+3"), "1000"),
                Arguments.of(new BigDecimal("0.10"), "0.10"),
                Arguments.of(new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
                Arguments.of(1.5, "1.5"),
                Arguments.of(LocalDate.of(2026, 1, 2), "2026-01-02"),
                Arguments.of(LocalTime.of(8, 30), "08:30:00"),
                Arguments.of(Instant.parse("2026-01-02T03:04:05Z"), "2026-01-02T03:04:05Z"),
                Arguments.of(OffsetDateTime.parse("2026-01-02T03:04:05+08:00"), "2026-01-02T03:04:05+08:00"),
                Arguments.of(
                        ZonedDateTime.of(1890, 1, 1, 0, 0, 0, 0, ZoneId.of("Asia/Shanghai")), "1889-12-31T15:54:17Z"),
                Arguments.of(LocalDate.of(12026, 1, 2), "12026-01-02"),
                Arguments.of(Duration.ofMinutes(-90), "duration'-PT1H30M'"),
                Arguments.of(YearMonth.of(2026, 1), "'2026-01'"),
                Arguments.of(Year.of(2026), "2026"),
                Arguments.of("\ud83d\ude00'", "'\ud83d\ude00'''"),
                Arguments.of(
                        UUID.fromString("00000000-0000-0000-0000-000000000001"),
                        "00000000-0000-0000-0000-000000000001"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void literal_value_isOData(Object value, String expected) {
        assertThat(ODataLiteral.of("f", value, PLAIN)).isEqualTo(expected);
    }

    static Stream<Arguments> valuesOfText() {
        return Stream.of(
                Arguments.of(7, "'7'"),
                Arguments.of(new BigDecimal("1E+3"), "'1000'"),
                Arguments.of(true, "'true'"),
                Arguments.of(LocalDate.of(2026, 1, 2), "'2026-01-02'"),
                Arguments.of(LocalDateTime.of(2026, 1, 2, 3, 4), "'2026-01-02T03:04:00'"),
                Arguments.of(Duration.ofHours(1), "'PT1H'"));
    }

    @ParameterizedTest
    @MethodSource("valuesOfText")
    void literal_ofAFieldThatIsPublishedAsText_isText(Object value, String expected) {
        for (String type : List.of("Edm.String", "xsd:string")) {
            FieldDescription field = new FieldDescription("f", type, "", true, false);
            assertThat(ODataLiteral.of("f", value, described(field))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Operator.class,
            names = {"GREATER_THAN", "AT_LEAST", "LESS_THAN", "AT_MOST"})
    void order_ofNumbers_inAFieldThatIsPublishedAsText_isRefused(Operator operator) {
        DatasetDescription dataset = described(new FieldDescription("floor", "Edm.String", "", true, false));

        assertThatThrownBy(() -> ODataText.filter(new Comparison("floor", operator, List.of(12345)), dataset))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Field 'floor' is published as text")
                .hasMessageContaining("where(\"floor\") with a String")
                .hasMessageNotContaining("12345");
        assertThat(ODataText.filter(new Comparison("floor", operator, List.of("09")), dataset))
                .endsWith(" '09'");
    }

    private static DatasetDescription described(FieldDescription field) {
        return DatasetDescription.builder("rows").fields(List.of(field)).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\ud83d", "\ude00b", "\ud83dx", "\ude00\ud83d"})
    void literal_halfACharacter_isRefusedRatherThanReplaced(String value) {
        assertThatThrownBy(() -> ODataLiteral.of("name", value, PLAIN))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("name")
                .hasMessageContaining("half a character");
    }

    @Test
    void literal_typeThatODataLacks_namesFieldAndTypeButNotTheValue() {
        assertThatThrownBy(() -> ODataLiteral.of("born", LocalDateTime.of(1999, 12, 31, 0, 0), PLAIN))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("born")
                .hasMessageContaining("LocalDateTime")
                .message()
                .doesNotContain("1999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a eq 1 or b", "a'", "a)", "", "a b", "a&$top=1", "1a", "a//b", "a/"})
    void name_thatIsNone_isRefused(String name) {
        assertThatThrownBy(() -> ODataText.filter(is(name, 1), PLAIN)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"provinceCode", "省份", "_id", "a.b", "address/city"})
    void name_ofAField_passes(String name) {
        assertThat(ODataText.name(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a&b=c", "100%", "a+b", "a#b?c", "福州'市", "x/y\\z", "😀", "\u0000\n\t", "%27", "a;b", "\"<>^`{|}"
            })
    void encoded_nastyValue_isOneQueryOptionAndDecodesToItself(String value) {
        String filter = ODataText.filter(is("name", value), PLAIN);

        String encoded = ODataText.encoded(filter);

        assertThat(encoded).matches("[A-Za-z0-9%._~!$'()*,:@/-]+");
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "楼", "\ud83d\ude00", "\u07ff\u0800\uffff", "\udbff\udfff", "\u007f\u0080"})
    void encoded_isUtf8(String value) {
        assertThat(ODataText.encodedOption(value))
                .isEqualTo(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    @Test
    void encodedOption_hasNoQuotes_soThatItsLengthIsThatOnTheWire() {
        assertThat(ODataText.encodedOption("a eq 'b''c'")).isEqualTo("a%20eq%20%27b%27%27c%27");
    }

    @Test
    void encoded_slashInAString_isEncodedSinceKeysStandInPaths() {
        assertThat(ODataText.encoded("('a/b')")).isEqualTo("('a%2Fb')");
    }

    @Test
    void shape_condition_hasNoValues() {
        Condition condition = new And(List.of(is("code", "350102"), new Comparison("n", Operator.IN, List.of(1, 2))));

        assertThat(ODataText.shape(condition)).isEqualTo("code eq ? and n in (?,?)");
    }
}
