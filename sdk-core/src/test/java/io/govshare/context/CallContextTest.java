package io.govshare.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.context.CallContext.Member;
import io.govshare.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallContextTest {

    @Test
    void build_everyMember_holdsWhatWasGiven() {
        CallContext context = CallContext.purpose("residence-permit")
                .legalBasis("Decree 663, Art. 9")
                .matter("442000-residence", "居住证签发")
                .caseNumber("2026-0815")
                .operator("li.wei", "李伟")
                .department("11440000006939748R")
                .subject("110101199003070000", "111", "王芳")
                .terminal("10.1.2.3")
                .material("户口簿")
                .build();

        assertThat(context.purpose()).contains("residence-permit");
        assertThat(context.get(Member.LEGAL_BASIS)).contains("Decree 663, Art. 9");
        assertThat(context.get(Member.MATTER)).contains("442000-residence");
        assertThat(context.get(Member.MATTER_NAME)).contains("居住证签发");
        assertThat(context.get(Member.CASE)).contains("2026-0815");
        assertThat(context.get(Member.OPERATOR)).contains("li.wei");
        assertThat(context.get(Member.OPERATOR_NAME)).contains("李伟");
        assertThat(context.get(Member.DEPARTMENT)).contains("11440000006939748R");
        assertThat(context.get(Member.SUBJECT)).contains("110101199003070000");
        assertThat(context.get(Member.SUBJECT_TYPE)).contains("111");
        assertThat(context.get(Member.SUBJECT_NAME)).contains("王芳");
        assertThat(context.get(Member.TERMINAL)).contains("10.1.2.3");
        assertThat(context.get(Member.MATERIAL)).contains("户口簿");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "0",
                "X",
                "x",
                "xxx",
                "AAAA",
                "111111",
                "无",
                "无无",
                "暂无",
                "测试",
                "test",
                "TEST",
                " Test ",
                "null",
                "None",
                "N/A",
                "n/a",
                "-",
                "--",
                "…",
                "?!",
                "ｔｅｓｔ",
                "１",
                "\u3000无\u3000",
                "查",
                "123456",
                "undefined"
            })
    void build_placeholder_isRefused(String placeholder) {
        assertThatThrownBy(() -> CallContext.purpose(placeholder).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CallContext.purpose(code)")
                .hasMessageContaining("placeholder")
                .hasMessageContaining("residence-permit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u3000", "\u00a0", "\u200b", "\ufeff "})
    void build_blank_isRefused(String blank) {
        assertThatThrownBy(() -> CallContext.purpose(blank).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the value is blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"residence-permit", "A1", "10", "testimony", "noneed", "低保", "入学", "test-of-means", "x1"})
    void build_shortButMeaningful_isAccepted(String value) {
        assertThat(CallContext.purpose(value).build().purpose()).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "111", "A"})
    void build_officialCodeAsKindOfIdentifier_isAccepted(String code) {
        CallContext context =
                CallContext.builder().subject("110101199003070000", code).build();

        assertThat(context.get(Member.SUBJECT_TYPE)).contains(code);
    }

    @Test
    void build_nameOfTwoEqualIdeographs_isAccepted() {
        CallContext context = CallContext.builder().operator("fang.fang", "方方").build();

        assertThat(context.get(Member.OPERATOR_NAME)).contains("方方");
    }

    @Test
    void build_valueWithSpaceAround_isTrimmed() {
        assertThat(CallContext.purpose("\u3000residence-permit \n").build().purpose())
                .contains("residence-permit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u0085b", "a\u2028b", "a\ud800b"})
    void build_controlCharacter_isRefused(String value) {
        assertThatThrownBy(() -> CallContext.builder().terminal(value).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CallContext.terminal(address)")
                .hasMessageContaining("control character");
    }

    @Test
    void build_longestValue_isAcceptedAndOneMoreRefused() {
        String longest = "户".repeat(255) + "口";

        assertThat(CallContext.builder().material(longest).build().get(Member.MATERIAL))
                .contains(longest);
        assertThatThrownBy(() -> CallContext.builder().material(longest + "簿").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("257 characters")
                .hasMessageContaining("256");
    }

    @ParameterizedTest
    @EnumSource(Member.class)
    void build_nullMember_namesItsMethod(Member member) {
        @SuppressWarnings("NullAway")
        CallContext.Builder builder = CallContext.builder().set(member, null);

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CallContext." + member.method())
                .hasMessageContaining("null")
                .hasMessageContaining(member.goodValue());
    }

    @Test
    void build_refusedPersonalValue_isNotInTheMessage() {
        assertThatThrownBy(() -> CallContext.builder().operator("李伟\u0000").build())
                .message()
                .doesNotContain("李伟");
    }

    @Test
    void toString_personalMembers_areMasked() {
        CallContext context = CallContext.purpose("residence-permit")
                .operator("li.wei", "李伟")
                .subject("110101199003070000", "111")
                .build();

        assertThat(context.toString())
                .contains("purpose=residence-permit", "operator=***", "subject=***", "subject_type=111")
                .doesNotContain("li.wei", "李伟", "110101199003070000");
    }

    @Test
    void over_memberSetInBoth_nearestWins() {
        CallContext near = CallContext.purpose("school-enrolment").build();
        CallContext wide =
                CallContext.purpose("residence-permit").caseNumber("2026-0815").build();

        assertThat(near.over(wide))
                .isEqualTo(CallContext.purpose("school-enrolment")
                        .caseNumber("2026-0815")
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"OPERATOR,OPERATOR_NAME", "MATTER,MATTER_NAME", "SUBJECT,SUBJECT_NAME", "SUBJECT,SUBJECT_TYPE"})
    void over_nearestHasAnotherIdentifier_itsNameIsNotBorrowed(Member identifier, Member explanation) {
        CallContext near = CallContext.builder().set(identifier, "near-id").build();
        CallContext wide = CallContext.builder()
                .set(identifier, "wide-id")
                .set(explanation, "of wide")
                .build();

        assertThat(near.over(wide)).isEqualTo(near);
    }

    @Test
    void over_sameIdentifier_nameIsCompleted() {
        CallContext near = CallContext.builder().operator("li.wei").build();
        CallContext wide = CallContext.builder().operator("li.wei", "李伟").build();

        assertThat(near.over(wide)).isEqualTo(wide);
    }
}
