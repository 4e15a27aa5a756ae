package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.signing.StructuredFields.Date;
import io.govshare.signing.StructuredFields.DisplayString;
import io.govshare.signing.StructuredFields.InnerList;
import io.govshare.signing.StructuredFields.Item;
import io.govshare.signing.StructuredFields.Member;
import io.govshare.signing.StructuredFields.Token;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredFieldsTest {

    private static Object value(String bare) throws MalformedFieldException {
        Member member = StructuredFields.parseDictionary("k=" + bare).get("k");
        return ((Item) member).value();
    }

    @Test
    void parse_everyTypeOfItem_givesItsJavaValue() throws MalformedFieldException {
        assertThat(value("42")).isEqualTo(42L);
        assertThat(value("-999999999999999")).isEqualTo(-999999999999999L);
        assertThat(value("4.5")).isEqualTo(new BigDecimal("4.5"));
        assertThat(value("\"a \\\"b\\\\\"")).isEqualTo("a \"b\\");
        assertThat(value("*a/b:c")).isEqualTo(new Token("*a/b:c"));
        assertThat(value(":aGVsbG8=:")).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
        assertThat(value(":aGVsbG8:")).as("padding may lack").isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
        assertThat(value("?0")).isEqualTo(false);
        assertThat(value("@1659578233")).isEqualTo(new Date(1659578233));
        assertThat(value("%\"f%c3%bc %22\"")).isEqualTo(new DisplayString("fü \""));
    }

    @Test
    void parse_dictionary_keepsOrderParametersAndTheLastValueOfAKey() throws MalformedFieldException {
        Map<String, Member> members =
                StructuredFields.parseDictionary("  a=1;x;y=2;x=?0,\tb ,c=(\"p\";req  q );z=1, a=3");

        assertThat(members.keySet()).containsExactly("a", "b", "c");
        assertThat(members.get("a")).isEqualTo(new Item(3L, Map.of()));
        assertThat(members.get("b")).isEqualTo(new Item(true, Map.of()));
        assertThat(members.get("c"))
                .isEqualTo(new InnerList(
                        List.of(new Item("p", Map.of("req", true)), new Item(new Token("q"), Map.of())),
                        Map.of("z", 1L)));
        assertThat(StructuredFields.parseDictionary("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1,",
                "a=1 b=2",
                "A=1",
                "=1",
                "a=",
                "a=1;",
                "a=1;;b",
                "a=--1",
                "a=-",
                "a=1.",
                "a=1.2345",
                "a=1234567890123456",
                "a=1234567890123.1",
                "a=\"",
                "a=\"\\x\"",
                "a=\"é\"",
                "a=:AA",
                "a=:*:",
                "a=?2",
                "a=?",
                "a=@1.5",
                "a=@",
                "a=%x",
                "a=%\"",
                "a=%\"%C3%BC\"",
                "a=%\"%c3\"",
                "a=%\"%zz\"",
                "a=%\"ü\"",
                "a=(",
                "a=(1",
                "a=(1,2)",
                "a=(1\"b\")",
                "a=((1))",
                "a=)",
                "a,,b",
                ",",
                "é",
                "a=1\u0000"
            })
    void parse_malformed_failsWithWhatAndWhere(String field) {
        assertThatThrownBy(() -> StructuredFields.parseDictionary(field))
                .isInstanceOf(MalformedFieldException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void dictionary_texts_areStringsOrDisplayStringsAndReadBackTheSame() throws MalformedFieldException {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("purpose", "residence-permit");
        context.put("matter-name", "居住证 \"A\" 100%");
        context.put("operator", "o'\\\"1");
        context.put("terminal", "tab\there");
        context.put("subject-name", "𠮷野");

        String field = StructuredFields.dictionary(context);

        assertThat(field)
                .startsWith("purpose=\"residence-permit\", matter-name=%\"%e5%b1%85%e4%bd%8f%e8%af%81 %22A%22 100%25\"")
                .contains("operator=\"o'\\\\\\\"1\"", "terminal=%\"tab%09here\"")
                .isPrintable();
        assertThat(StructuredFields.parseTexts(field)).containsExactlyEntriesOf(context);
        assertThat(StructuredFields.dictionary(Map.of())).isEmpty();
    }

    @Test
    void dictionary_whatCannotBeWritten_isRefusedWithoutItsValue() {
        assertThatThrownBy(() -> StructuredFields.dictionary(Map.of("Purpose", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Purpose'");
        assertThatThrownBy(() -> StructuredFields.dictionary(Map.of("case", "secret\ud800")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("case")
                .hasMessageNotContaining("secret");
    }

    @Test
    void parseTexts_memberThatIsNoText_isRefused() throws MalformedFieldException {
        assertThat(StructuredFields.parseTexts("purpose=permit")).containsEntry("purpose", "permit");
        assertThatThrownBy(() -> StructuredFields.parseTexts("purpose=1"))
                .isInstanceOf(MalformedFieldException.class)
                .hasMessageContaining("purpose");
        assertThatThrownBy(() -> StructuredFields.parseTexts("purpose=(\"a\")"))
                .isInstanceOf(MalformedFieldException.class);
    }

    @Test
    void innerList_writtenAgain_isCanonical() throws MalformedFieldException {
        InnerList list = (InnerList) StructuredFields.parseDictionary(
                        "s=( \"@method\";req   4.50 :aGVsbG8: ?1 @7 tok %\"%c3%bc\");created=1;ok;no=?0;d=2.0")
                .get("s");
        StringBuilder out = new StringBuilder();
        StructuredFields.appendInnerList(out, list);

        assertThat(out.toString())
                .isEqualTo("(\"@method\";req 4.5 :aGVsbG8=: ?1 @7 tok %\"%c3%bc\");created=1;ok;no=?0;d=2.0");
    }

    @Test
    void parse_list_keepsOrderAndInnerLists() throws MalformedFieldException {
        assertThat(StructuredFields.parseList(" a;q=0.5 ,\t(1 2);x, \"b\" "))
                .containsExactly(
                        new Item(new Token("a"), Map.of("q", new BigDecimal("0.5"))),
                        new InnerList(List.of(new Item(1L, Map.of()), new Item(2L, Map.of())), Map.of("x", true)),
                        new Item("b", Map.of()));
        assertThat(StructuredFields.parseList("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,", ",", "a b", "a,,b", "a=1", "(a", "\ta"})
    void parse_malformedList_fails(String field) {
        assertThatThrownBy(() -> StructuredFields.parseList(field)).isInstanceOf(MalformedFieldException.class);
    }

    @Test
    void parse_item_isTheWholeField() throws MalformedFieldException {
        assertThat(StructuredFields.parseItem("  tok;a=?0;a=2;b  "))
                .isEqualTo(new Item(new Token("tok"), Map.of("a", 2L, "b", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1, 2", "1 2", "(1)", "1;", "1\t", "\t1"})
    void parse_malformedItem_fails(String field) {
        assertThatThrownBy(() -> StructuredFields.parseItem(field)).isInstanceOf(MalformedFieldException.class);
    }

    @Test
    void serialise_listDictionaryAndItem_areCanonical() throws MalformedFieldException {
        assertThat(StructuredFields.serialiseList(StructuredFields.parseList("a;x=?1,( 1  2 );y,?0")))
                .isEqualTo("a;x, (1 2);y, ?0");
        assertThat(StructuredFields.serialiseDictionary(
                        StructuredFields.parseDictionary("a=?1;x,b=( );y=1.50, c=?0,d=-00")))
                .isEqualTo("a;x, b=();y=1.5, c=?0, d=0");
        assertThat(StructuredFields.serialiseItem(new Item(7, Map.of()))).isEqualTo("7");
        assertThat(StructuredFields.serialiseList(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0015, 0.002",
        "0.0025, 0.002",
        "-0.0005, 0.0",
        "9.9995, 10.0",
        "1E+3, 1000.0",
        "999999999999.9994, 999999999999.999"
    })
    void serialise_decimal_isRoundedHalfToEven(BigDecimal value, String written) {
        assertThat(StructuredFields.serialiseItem(new Item(value, Map.of()))).isEqualTo(written);
    }

    static Stream<Object> unwritable() {
        return Stream.of(
                1_000_000_000_000_000L,
                -1_000_000_000_000_000L,
                new Date(1_000_000_000_000_000L),
                new BigDecimal("1000000000000"),
                new BigDecimal("999999999999.9995"),
                new BigDecimal("-1E+1000000000"),
                "canary\n",
                "canaryé",
                new Token(""),
                new Token("1canary"),
                new Token("canary canary"),
                new DisplayString("canary\udc00"),
                1.5);
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void serialise_whatHasNoForm_isRefusedWithoutItsValue(Object value) {
        assertThatThrownBy(() -> StructuredFields.serialiseItem(new Item(value, Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> StructuredFields.serialiseItem(new Item(1L, Map.of("a", value))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "-a", "a b", "a=", "é"})
    void serialise_whatIsNoKey_isRefused(String key) {
        assertThatThrownBy(() -> StructuredFields.serialiseDictionary(Map.of(key, new Item(1L, Map.of()))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StructuredFields.serialiseItem(new Item(1L, Map.of(key, 1L))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_randomText_failsOnlyAsDocumented() {
        Random random = new Random(9651);
        String alphabet = "ab*=;,()\"\\:?@%-.019 \té";
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder("a=");
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(StructuredFields.parseDictionary(text.toString())).isNotEmpty();
            } catch (MalformedFieldException documented) {
                assertThat(documented.reason()).isNotEmpty();
            }
        }
    }
}
