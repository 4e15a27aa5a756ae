package io.govshare.dialect.gjgxjhpt;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.auth.FakeLink;
import io.govshare.dialect.gateway.Codes;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names of codes in registrations say, and what they leave open. */
class ErrorNamesTest {

    @ParameterizedTest
    @CsvSource({
        "查询成功, OK",
        "请求不成功, UPSTREAM",
        "没有数据, EMPTY",
        "签名验证失败, SIGNATURE_REJECTED",
        "密钥已过期, CREDENTIAL_REJECTED",
        "时间戳不正确, CLOCK",
        "超过每日调用次数, QUOTA",
        "无权限访问该接口, DENIED",
        "接口不存在, NOT_FOUND",
        "参数错误, INVALID",
        "后端服务超时, UPSTREAM",
        "签名参数错误, DENIED",
        "其他, DENIED",
        "'', DENIED",
    })
    void name_saysWhatItsCodeMeans_orLeavesItAsItIs(String name, Kind kind) {
        // Where a name says nothing, or two things, the code keeps its usual meaning.
        Codes usual = Codes.at("/code").success("0").on(kind == Kind.DENIED ? Kind.DENIED : Kind.UPSTREAM, "77");
        Codes codes = ErrorNames.told(usual, "77", name);

        assertThat(codes.classify(FakeLink.answer(
                                Request.get("https://gw.example.gov/"), 200, "application/json", "{\"code\":\"77\"}"))
                        .kind())
                .isEqualTo(kind);
    }
}
