package io.govshare.dialect.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.auth.FakeLink;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
