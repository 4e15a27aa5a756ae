package io.govshare.testing.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ODataTest {

    private static final Table TABLE = table();

    private static Table table() {
        Map<String, EdmType> fields = new LinkedHashMap<>();
        fields.put("id", EdmType.STRING);
        fields.put("name", EdmType.STRING);
        fields.put("size", EdmType.INT64);
        fields.put("ratio", EdmType.DECIMAL);
        fields.put("open", EdmType.BOOLEAN);
        fields.put("since", EdmType.DATE);
        fields.put("seen", EdmType.DATE_TIME_OFFSET);
        fields.put("tags", EdmType.UNTYPED);
        return Table.of(fields)
                .add(row("a", "Gulou", "10", "1.50", "true", "2020-01-31", "2026-01-01T08:00:00+08:00", "[\"x\"]"))
                .add(row("b", "O'Brien", "9", "1.5", "false", "2021-06-01", "2026-01-01T00:00:00Z", null))
                .add(row("c", "东城区", "-3", "0.10", null, null, null, "{\"k\":1}"))
                .add(row("d", null, null, null, "true", "2020-02-01", "2026-01-01T00:00:00.5Z", null))
                .add(row("e", "a \"b\" \\ c", "100", "2", "false", "1999-12-31", null, null))
                .build(List.of("id"));
    }

    private static List<String> row(String... values) {
        return Arrays.asList(values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name eq 'Gulou' | a",
                "name eq 'O''Brien' | b",
                "name eq '东城区' | c",
                "name eq 'a \"b\" \\ c' | e",
                "name eq 'nobody' | ``",
                "name ne 'Gulou' | bcde",
                "name eq null | d",
                "name ne null | abce",
                "'Gulou' eq name | a",
                "10 lt size | e",
                "size eq 10 | a",
                "size eq 1e1 | a",
                "size gt 9 | ae",
                "size ge 9 | abe",
                "size gt 9.5 | ae",
                "size lt 9 | c",
                "size le 9 | bc",
                "size lt 1000 | abce",
                "size gt null | ``",
                "size in (9, -3, 7) | bc",
                "size in (9, null) | bd",
                "ratio eq 1.5 | ab",
                "ratio lt 1.5 | c",
                "open eq true | ad",
                "open ne true | bce",
                "since ge 2020-02-01 | bd",
                "since lt 2020-02-01 | ae",
                "seen eq 2026-01-01T00:00:00Z | ab",
                "seen gt 2026-01-01T01:00:00+01:00 | d",
                "startswith(name,'Gu') | a",
                "contains(name,'城') | c",
                "contains(name,'') | abce",
                "not startswith(name,'Gu') | bce",
                "not (size gt 9) | bcd",
                "size gt 9 or open eq true and name eq null | ade",
                "(size gt 9 or open eq true) and name eq null | d",
                "not open eq true and size lt 50 | bc",
                "not not open eq true | ad",
                "contains(name,'x') or size eq 9 | b",
                "contains(name,'x') and size eq 9 or id eq 'd' | d",
            })
    void filter_matches_whatTheStandardSays(String filter, String ids) {
        assertThat(ids(Map.of("$filter", filter))).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name eq | expected a literal (strings are written in single quotes) but found the end at position 8",
                "name eq Gulou | comparing a field with a field is not offered at position 9",
                "name eq 'Gulou | a string has no closing quote; it begins at position 9",
                "name = 'x' | expected eq, ne, gt, ge, lt, le or in but found = at position 6",
                "(name eq 'x' | expected ) but found the end at position 13",
                "name eq 'x' size | expected and, or, or the end but found size at position 13",
                "endswith(name,'x') | function endswith is not offered",
                "other eq 1 | there is no field other; there are id, name",
                "size eq '10' | field size is Edm.Int64, its literals look like 42, not like a string",
                "name eq 10 | field name is Edm.String, its literals look like 'text'",
                "since eq 2021-02-30 | is no Edm.Date",
                "contains(size,'1') | contains takes text, but field size is Edm.Int64",
                "tags eq 'x' | field tags is nested and cannot be compared",
                "size in () | expected a literal",
                "name eq 'x' # | unexpected character #",
            })
    void filter_wrong_isRefusedSayingWhatAndWhere(String filter, String message) {
        assertThatThrownBy(() -> ids(Map.of("$filter", filter)))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith("$filter: ")
                .hasMessageContaining(message);
    }

    @Test
    void filter_tooDeepOrTooLong_isRefused() {
        String deep = "(".repeat(2000) + "size eq 1" + ")".repeat(2000);
        StringJoiner wide = new StringJoiner(" or ");
        for (int i = 0; i < 2000; i++) {
            wide.add("size eq " + i);
        }

        assertThatThrownBy(() -> ids(Map.of("$filter", deep))).hasMessageContaining("nested more than 64 deep");
        assertThatThrownBy(() -> ids(Map.of("$filter", wide.toString())))
                .hasMessageContaining("more than 500 comparisons");
        assertThatThrownBy(() -> ids(Map.of("$filter", "not ".repeat(2000) + "size eq 1")))
                .hasMessageContaining("nested more than 64 deep");
    }

    @Test
    void orderby_severalLevels_sortsNullsFirstAndKeepsTheOrderOfEquals() {
        assertThat(ids(Map.of("$orderby", "size"))).isEqualTo("dcbae");
        assertThat(ids(Map.of("$orderby", "size desc"))).isEqualTo("eabcd");
        assertThat(ids(Map.of("$orderby", "open desc,size asc"))).isEqualTo("dabec");
        assertThat(ids(Map.of("$orderby", "open, since desc"))).isEqualTo("cbeda");
        assertThat(ids(Map.of("$orderby", "ratio"))).isEqualTo("dcabe");
    }

    @Test
    void orderby_wrong_isRefused() {
        assertThatThrownBy(() -> ids(Map.of("$orderby", "size up"))).hasMessageContaining("expected asc, desc");
        assertThatThrownBy(() -> ids(Map.of("$orderby", "other"))).hasMessageContaining("there is no field other");
        assertThatThrownBy(() -> ids(Map.of("$orderby", "tags"))).hasMessageContaining("nested and has no order");
    }

    @Test
    void top_limitsTheWholeResultAcrossPages() {
        QueryOptions options = QueryOptions.parse(Map.of("$top", "3"));

        assertThat(options.continuesAfter(TABLE, 2)).isTrue();
        assertThat(options.continuesAfter(TABLE, 3)).isFalse();
        assertThat(ids(Map.of("$top", "3"))).isEqualTo("abc");
        assertThat(ids(Map.of("$top", "0"))).isEmpty();
        assertThatThrownBy(() -> QueryOptions.parse(Map.of("$top", "-1"))).hasMessageContaining("$top: '-1'");
    }

    @Test
    void option_unknown_isRefused() {
        assertThatThrownBy(() -> QueryOptions.parse(Map.of("$skip", "3"))).hasMessageContaining("$skip is not offered");
        assertThatThrownBy(() -> QueryOptions.parse(Map.of("filter", "x")))
                .hasMessageContaining("filter is not offered");
    }

    @Test
    void record_written_keepsEveryValueAsItWasGiven() {
        assertThat(text(TABLE.record(0, null)))
                .isEqualTo(
                        "{\"id\":\"a\",\"name\":\"Gulou\",\"size\":10,\"ratio\":1.50,\"open\":true,\"since\":\"2020-01-31\","
                                + "\"seen\":\"2026-01-01T08:00:00+08:00\",\"tags\":[\"x\"]}");
        assertThat(text(TABLE.record(3, List.of("name", "id")))).isEqualTo("{\"name\":null,\"id\":\"d\"}");
        assertThat(text(TABLE.record(4, List.of("name")))).isEqualTo("{\"name\":\"a \\\"b\\\" \\\\ c\"}");
    }

    @Test
    void key_single_findsItsRecord() {
        assertThat(TABLE.find(KeyLookup.parse("('c')"))).isEqualTo(OptionalInt.of(2));
        assertThat(TABLE.find(KeyLookup.parse("(id='c')"))).isEqualTo(OptionalInt.of(2));
        assertThat(TABLE.find(KeyLookup.parse("('z')"))).isEmpty();
        assertThatThrownBy(() -> TABLE.find(KeyLookup.parse("(3)"))).hasMessageContaining("key id is Edm.String");
        assertThatThrownBy(() -> TABLE.find(KeyLookup.parse("(name='c')"))).hasMessageContaining("it is made of id");
        assertThatThrownBy(() -> KeyLookup.parse("('c'")).hasMessageContaining("expected )");
    }

    @Test
    void key_composite_needsAllItsParts() {
        Table table = Table.of(new LinkedHashMap<>(Map.of("a", EdmType.STRING)) {
                    private static final long serialVersionUID = 1L;

                    {
                        put("b", EdmType.INT64);
                    }
                })
                .add(row("x", "1"))
                .add(row("x", "2"))
                .build(List.of("a", "b"));

        assertThat(table.find(KeyLookup.parse("(b=2,a='x')"))).isEqualTo(OptionalInt.of(1));
        assertThat(table.find(KeyLookup.parse("(a='x',b=3)"))).isEmpty();
        assertThatThrownBy(() -> table.find(KeyLookup.parse("('x')"))).hasMessageContaining("made of a, b; name each");
        assertThatThrownBy(() -> table.find(KeyLookup.parse("(a='x')"))).hasMessageContaining("given are a");
    }

    @Test
    void table_keyTwice_isRefused() {
        Table.Builder builder =
                Table.of(Map.of("id", EdmType.STRING)).add(row("a")).add(row("a"));

        assertThatThrownBy(() -> builder.build(List.of("id")))
                .hasMessageContaining("records 1 and 2 have the same key id = a");
    }

    @Test
    void table_valueOfAnotherType_isRefusedNamingRecordAndField() {
        Table.Builder builder = Table.of(Map.of("size", EdmType.INT64)).add(row("1"));

        assertThatThrownBy(() -> builder.add(row("x"))).hasMessage("record 2, field size: 'x' is no Edm.Int64");
    }

    private static String ids(Map<String, String> options) {
        QueryOptions parsed = QueryOptions.parse(options);
        Bytes out = new Bytes(64);
        parsed.write(TABLE, 0, 100, List.of("id"), out);
        StringBuilder ids = new StringBuilder();
        for (JsonNode record : Json.MAPPER.readTree(out.toByteArray())) {
            ids.append(record.path("id").asString(""));
        }
        return ids.toString();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
