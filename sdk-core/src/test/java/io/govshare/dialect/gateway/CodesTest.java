package io.govshare.dialect.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.auth.FakeLink;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the codes of gateways mean, and in which order they are asked. */
class CodesTest {

    private static final Codes CODES = Codes.at("/code")
            .message("/msg")
            .success("0")
            .on(Kind.QUOTA, "E-1")
            .onPhrase(Kind.CLOCK, "rtime")
            .emptyInUsualWords()
            .recordsAt("/data");

    private static Outcome classify(Codes codes, int status, String body) {
        return codes.classify(
                FakeLink.answer(Request.get("https://gw.example.gov/"), status, "application/json", body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'code':'401','msg':'wrong'} | SIGNATURE_REJECTED",
                "{'code':'403'} | DENIED",
                "{'code':404} | NOT_FOUND",
                "{'code':'429'} | QUOTA",
                "{'code':'400','msg':'rtime too old'} | CLOCK",
                "{'code':'400','msg':'uid missing'} | INVALID",
                "{'code':'503'} | BUSY",
                "{'code':'500'} | UPSTREAM",
                "{'code':'500','msg':'查无数据'} | EMPTY",
                "{'code':'E-1','msg':'rtime'} | QUOTA",
                "{'code':'0','data':[]} | EMPTY",
                "{'code':'0','data':[1]} | OK",
            })
    void codeLikeAStatus_meansWhatTheStatusMeans_unlessMoreIsSaid(String body, Kind kind) {
        assertThat(classify(CODES.likeStatuses(), 200, body.replace('\'', '"')).kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "没有数据或者时间格式错误 | EMPTY",
                "No Data found | EMPTY",
                "[提示]没有数据 | EMPTY",
                "没有数据权限 | DENIED",
                "用户无数据访问授权 | DENIED",
                "无数据库连接 | UPSTREAM",
                "no database connection | UPSTREAM",
                "未查询到该服务 | NOT_FOUND",
                "RTIME wrong, no data | CLOCK",
            })
    void sentence_isNoData_onlyWhereItSaysNothingElse(String words, Kind kind) {
        assertThat(classify(CODES, 200, words).kind()).as("bare").isEqualTo(kind);
        assertThat(classify(CODES, 200, '"' + words + '"').kind()).as("quoted").isEqualTo(kind);
        assertThat(classify(CODES, 200, "{\"code\":\"77\",\"msg\":\"" + words + "\"}")
                        .kind())
                .as("as a message")
                .isEqualTo(kind);
        assertThat(classify(CODES, 200, "{\"code\":\"0\",\"data\":\"" + words + "\"}")
                        .kind())
                .as("in the place of records")
                .isEqualTo(kind);
    }

    @Test
    void longestPhrase_counts_whicheverWasGivenFirst() {
        Codes codes = CODES.onPhrase(Kind.SIGNATURE_REJECTED, "签名").onPhrase(Kind.UPSTREAM, "签名服务不可用");

        assertThat(classify(codes, 200, "签名服务不可用").kind()).isEqualTo(Kind.UPSTREAM);
        assertThat(classify(codes, 200, "签名不对").kind()).isEqualTo(Kind.SIGNATURE_REJECTED);
        assertThat(classify(codes.onPhrase(Kind.CLOCK, "签名"), 200, "签名不对").kind())
                .isEqualTo(Kind.CLOCK);
    }

    @Test
    void phrasesOfOneCode_countInTheirOrder_andForThatCodeAlone() {
        Codes codes =
                CODES.onSaying(Kind.SIGNATURE_REJECTED, "400", "nonce").onSaying(Kind.INVALID, "400", "parameter");

        assertThat(classify(codes, 200, "{\"code\":\"400\",\"msg\":\"Nonce parameter\"}")
                        .kind())
                .isEqualTo(Kind.SIGNATURE_REJECTED);
        assertThat(classify(codes, 200, "{\"code\":\"4001\",\"msg\":\"nonce\"}").kind())
                .isEqualTo(Kind.UPSTREAM);
    }

    /** The records of an answer that was cut off must neither pass for "no data" nor be shown as a message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"0\",\"data\":[{\"name\":\"Zhang\",\"note\":\"暂无数据\"},{\"na",
                "[{\"name\":\"Zhang\",\"note\":\"暂无数据\"},{\"na",
                "\"{\\\"code\\\":\\\"0\\\",\\\"data\\\":[{\\\"name\\\":\\\"暂无数据",
                "\uFEFF{\"code\":\"0\",\"data\":[{\"name\":\"暂无数据",
            })
    void answerThatWasCutOff_isLeftToTheReaderOfRecords(String body) {
        Outcome outcome = classify(CODES, 200, body);

        assertThat(outcome.kind()).isEqualTo(Kind.OK);
        assertThat(outcome.message()).isNull();
    }

    @Test
    void longText_isNoSentence() {
        String file = "name,note\n" + "Zhang,暂无数据\n".repeat(100);

        assertThat(classify(CODES, 200, file)).isEqualTo(Outcome.ok());
        assertThat(classify(CODES, 200, "{\"code\":\"0\",\"data\":\"" + "QUJD".repeat(200) + "\"}"))
                .isEqualTo(Outcome.ok());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\" \"",
                "\"null\"",
                "\"\\\"\\\"\"",
                "\"\\\"null\\\"\"",
                "\"[]\"",
                "\"\\\"[]\\\"\""
            })
    void nothingInThePlaceOfRecords_isNoFailure(String nothing) {
        assertThat(classify(CODES, 200, "{\"code\":\"0\",\"data\":" + nothing + "}")
                        .isSuccess())
                .isTrue();
    }

    @Test
    void wholeAnswerInsideAString_isOpened() {
        assertThat(classify(CODES, 200, "\"{\\\"code\\\":\\\"E-1\\\",\\\"msg\\\":\\\"too many\\\"}\""))
                .satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(Kind.QUOTA))
                .satisfies(outcome -> assertThat(outcome.message()).isEqualTo("too many"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [] ", "null", "\"\"", "\"[]\""})
    void wholeAnswerThatHoldsNothing_isEmpty(String body) {
        assertThat(classify(CODES, 200, body).kind()).isEqualTo(Kind.EMPTY);
        assertThat(classify(CODES, 502, body).kind()).isEqualTo(Kind.UPSTREAM);
    }

    @Test
    void codeLikeAStatus_whereThatIsNotSaid_isNotKnown() {
        assertThat(classify(CODES, 200, "{\"code\":\"403\"}").kind()).isEqualTo(Kind.UPSTREAM);
    }

    @Test
    void unknownCode_saysHowToMakeItKnown() {
        Outcome outcome = classify(CODES, 200, "{\"code\":\"77\",\"msg\":\"busy\"}");

        assertThat(outcome.kind()).isEqualTo(Kind.UPSTREAM);
        assertThat(outcome.code()).isEqualTo("77");
        assertThat(outcome.message()).isEqualTo("busy");
        assertThat(outcome.diagnosis()).isNotNull();
        assertThat(outcome.diagnosis().cause()).contains("code '77', which is not known here");
        assertThat(outcome.diagnosis().remedy()).contains("codes(c -> c.on(Kind.…, \"77\"))");
    }

    @Test
    void refusalFurtherInside_countsBeforeTheEmptyListBesideIt() {
        Codes codes = CODES.within(
                        Codes.at("/inner/success").message("/inner/error").success("true"))
                .recordsAt("/inner/data");

        assertThat(classify(
                        codes, 200, "{\"code\":\"0\",\"inner\":{\"success\":false,\"error\":\"down\",\"data\":[]}}"))
                .satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(Kind.UPSTREAM))
                .satisfies(outcome -> assertThat(outcome.message()).isEqualTo("down"));
        assertThat(classify(codes, 200, "{\"code\":\"0\",\"inner\":{\"success\":true,\"data\":[]}}")
                        .kind())
                .isEqualTo(Kind.EMPTY);
        assertThat(classify(codes, 200, "{\"code\":\"0\",\"inner\":\"[]\"}").kind())
                .isEqualTo(Kind.EMPTY);
    }

    @Test
    void alsoSuccess_keepsWhatWasSuccessBefore() {
        Codes codes = CODES.alsoSuccess("00");

        assertThat(classify(codes, 200, "{\"code\":\"00\",\"data\":[1]}").kind())
                .isEqualTo(Kind.OK);
        assertThat(classify(codes, 200, "{\"code\":\"0\",\"data\":[1]}").kind()).isEqualTo(Kind.OK);
    }
}
