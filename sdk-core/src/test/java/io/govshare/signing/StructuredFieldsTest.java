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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    void parse_dictionary_keepsOrderParametersAndTheLastOfAKey() throws MalformedFieldException {
        Map<String, Member> members =
                StructuredFields.parseDictionary("  a=1;x;y=2;x=?0,\tb ,c=(\"p\";req  q );z=1, a=3");

        assertThat(members.keySet()).containsExactly("b", "c", "a");
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
