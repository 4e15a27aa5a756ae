package io.govshare.testing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.platform.StructuredFields.InnerList;
import io.govshare.testing.platform.StructuredFields.Item;
import io.govshare.testing.platform.StructuredFields.MalformedException;
import java.math.BigDecimal;
import java.time.Instant;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredFieldsTest {

    @Test
    void dictionary_ofAllTypes_isRead() throws Exception {
        var members = StructuredFields.dictionary(
                "a=1, b=-2.5;q=?0,\tc=\"say \\\"hi\\\"\", d=tok/en:*, e=:aGk=:, f, g=@1700000000, h=%\"%e4%b8%9c x\", i=(1 \"x\";y);z=t");

        assertThat(value(members.get("a"))).isEqualTo(1L);
        assertThat(value(members.get("b"))).isEqualTo(new BigDecimal("-2.5"));
        assertThat(members.get("b").parameters()).containsEntry("q", false);
        assertThat(value(members.get("c"))).isEqualTo("say \"hi\"");
        assertThat(value(members.get("d"))).isEqualTo(new StructuredFields.Token("tok/en:*"));
        assertThat(value(members.get("e"))).isEqualTo(ByteString.encodeUtf8("hi"));
        assertThat(value(members.get("f"))).isEqualTo(true);
        assertThat(value(members.get("g"))).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(value(members.get("h"))).isEqualTo(new StructuredFields.Display("东 x"));
        assertThat(StructuredFields.serialized((InnerList) members.get("i"))).isEqualTo("(1 \"x\";y);z=t");
    }

    @Test
    void dictionary_keyTwice_keepsTheLast() throws Exception {
        assertThat(value(StructuredFields.dictionary("a=1, b=2, a=3").get("a"))).isEqualTo(3L);
        assertThat(StructuredFields.dictionary("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1,",
                "a=1 b=2",
                "A=1",
                "a=\"open",
                "a=\"\u00e4\"",
                "a=\"\\n\"",
                "a=:a:b:",
                "a=:?:",
                "a=?2",
                "a=1.",
                "a=1.2345",
                "a=1234567890123456",
                "a=(1 2",
                "a=(1\t2)",
                "a=%\"%E4\"",
                "a=%\"%ff\"",
                "a=@1.5",
                "a=",
                "a;",
                "=1"
            })
    void dictionary_malformed_isRefusedWithThePosition(String text) {
        assertThatThrownBy(() -> StructuredFields.dictionary(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at position");
    }

    private static Object value(StructuredFields.Member member) {
        return ((Item) member).value();
    }
}
