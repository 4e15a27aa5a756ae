package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.gateway.Wire.Got;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwoSecretsTest {

    private static final String APP_KEY = "app-0001";
    private static final String APP_SECRET = "app-secret-0001";
    private static final String TIME = "1700000000000";
    private static final String PATH = "/gateway/api/population/dataSharing/Q01.htm";
    private static final String BY_KEY = "/gateway/app/refreshTokenByKey.htm";
    private static final String BY_SEC = "/gateway/app/refreshTokenBySec.htm";
    private static final String PURPOSE = "{\"powerMatters\":\"marriage\",\"accesscardId\":\"op-1\"}";

    private final Wire.SetClock clock = new Wire.SetClock();
    private final GatewaySandbox gateway = builder().start();
    private final Wire wire = new Wire(gateway);

    private TwoSecretsBuilder builder() {
        return GatewaySandbox.twoSecrets()
                .client(APP_KEY, APP_SECRET)
                .service("population/Q01", List.of(Map.of("code", "1"), Map.of("code", "2")))
                .service("population/Q02", List.of())
                .forbid(APP_KEY, "population/Q02")
                .clock(clock);
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private static Wire.Ask signed(Wire.Ask ask, String secret, String time) {
        return ask.query("appKey", APP_KEY)
                .query("sign", Wire.hex("MD5", APP_KEY + secret + time))
                .query("requestTime", time);
    }

    private Wire.Ask call(String secret) {
        return signed(wire.get(PATH), secret, Long.toString(clock.millis())).query("additional", PURPOSE);
    }

    private static String requestSecret(Wire from) {
        return signed(from.get(BY_KEY), APP_SECRET, TIME).send().at("/datas/requestSecret");
    }

    @Test
    void exchangeByKey_withTheGoldenSignature_givesBothSecretsWithTheirEnds() {
        Got got = signed(wire.get(BY_KEY), APP_SECRET, TIME)
                .query("sign", "6b6885436f714063e6f3372540616975")
                .send();

        assertThat(got.at("/code")).isEqualTo("00");
        assertThat(got.json().at("/datas/requestSecretEndTime").isNumber()).isTrue();
        assertThat(got.json().at("/datas/requestSecretEndTime").asLong()).isEqualTo(1_700_000_900_000L);
        assertThat(got.json().at("/datas/refreshSecretEndTime").asLong()).isEqualTo(1_700_172_800_000L);
        assertThat(got.at("/datas/refreshSecret")).isNotEqualTo(got.at("/datas/requestSecret"));
        assertThat(got.at("/requestId")).isEqualTo(got.headers().get("X-Request-Id"));
    }

    @Test
    void exchangeBySecret_signedWithTheRefreshSecret_givesNewOnes() {
        String refresh = wire.post(BY_KEY)
                .form("appKey", APP_KEY)
                .form("sign", Wire.hex("MD5", APP_KEY + APP_SECRET + TIME))
                .form("requestTime", TIME)
                .send()
                .at("/datas/refreshSecret");
        clock.pass(Duration.ofMinutes(16));
        String now = Long.toString(clock.millis());

        Got got = signed(wire.get(BY_SEC), refresh, now).send();

        assertThat(call(got.at("/datas/requestSecret")).send().at("/code")).isEqualTo("00");
        refused(signed(wire.get(BY_SEC), APP_SECRET, now).send(), "14", "BySec takes the refresh secret");
        clock.pass(Duration.ofDays(2));
        now = Long.toString(clock.millis());
        refused(signed(wire.get(BY_SEC), refresh, now).send(), "11", "not in validity");
    }

    @Test
    void exchange_wrong_isRefusedNamingThePart() {
        refused(signed(wire.get(BY_KEY), "wrong", TIME).send(), "14", "parameter sign is wrong: another key");
        refused(signed(wire.get(BY_KEY), APP_SECRET, TIME).query("x", "1").send(), "01", "takes no parameter x");
        refused(
                signed(wire.get(BY_KEY), APP_SECRET, TIME).query("appKey", "no").send(),
                "12",
                "names no, which is not");
        refused(signed(wire.get(BY_KEY), APP_SECRET, "1699999000000").send(), "15", "1000 s behind");
        refused(wire.get(BY_KEY).query("appKey", APP_KEY).send(), "01", "parameter sign is missing");
        refused(
                signed(wire.post(BY_KEY), APP_SECRET, TIME)
                        .json(Map.of("appKey", APP_KEY))
                        .send(),
                "01",
                "type 'application/json'; this takes parameters in query or form");
        String upper = Wire.hex("MD5", APP_KEY + APP_SECRET + TIME).toUpperCase(Locale.ROOT);
        refused(
                signed(wire.get(BY_KEY), APP_SECRET, TIME).query("sign", upper).send(),
                "14",
                "is right, but in upper-case hex; this gateway wants lower-case hex");
        refused(
                signed(wire.get(BY_KEY), APP_SECRET, TIME)
                        .query("sign", upper.toLowerCase(Locale.ROOT) + " ")
                        .send(),
                "14",
                "there is white space around it");
    }

    @Test
    void call_signedWithTheRequestSecret_getsRowsInsideAString() {
        String secret = requestSecret(wire);

        Got got = call(secret).query("code", "2").send();
        Got none = call(secret).query("code", "3").send();

        assertThat(got.at("/code")).isEqualTo("00");
        assertThat(got.inside("/datas").toString())
                .isEqualTo("{\"success\":true,\"errorMsg\":\"\",\"data\":[{\"code\":\"2\"}]}");
        assertThat(none.json().at("/datas").stringValue()).isEqualTo("[]");
    }

    @Test
    void call_wrong_isRefusedNamingThePart() {
        String secret = requestSecret(wire);

        refused(call(APP_SECRET).send(), "14", "made with the app secret, not with the exchanged request secret");
        String refresh = signed(wire.get(BY_KEY), APP_SECRET, TIME).send().at("/datas/refreshSecret");
        refused(call(refresh).send(), "14", "made with the refresh secret, not with the request secret");
        refused(call(secret).query("additional", "{").send(), "01", "parameter additional is not JSON");
        refused(call(secret).query("additional", "{}").send(), "10", "powerMatters of additional is missing");
        refused(
                call(secret).query("additional", PURPOSE.replace("op-1", "")).send(),
                "10",
                "accesscardId of additional is missing or empty");
        refused(
                call(secret)
                        .query("additional", PURPOSE.replace("\"op-1\"", "1"))
                        .send(),
                "10",
                "accesscardId of additional is no JSON string");
        refused(
                call(secret)
                        .query("additional", PURPOSE.replace("powerM", "PowerM"))
                        .send(),
                "10",
                "a member PowerMatters that is not known");
        refused(signed(wire.get(PATH), secret, TIME).send(), "10", "parameter additional is missing");
        refused(call(secret).query("requestTime", "1700000009000").send(), "15", "9 s ahead");
        refused(call(secret).query("cod", "1").send(), "10", "there is no parameter cod");
        refused(
                signed(wire.get(PATH.replace("Q01", "Q02")), secret, TIME)
                        .query("additional", PURPOSE)
                        .send(),
                "16",
                "may not use service population/Q02");
        refused(
                signed(wire.get(PATH.replace("Q01", "Q03")), secret, TIME)
                        .query("additional", PURPOSE)
                        .send(),
                "17",
                "no service population/Q03");
        refused(wire.get("/gateway/api/x.htm").send(), "17", "the gateway has no /gateway/api/x.htm");
        gateway.expireSecrets();
        refused(call(secret).send(), "11", "not in validity");
    }

    @Test
    void signatureInHeaders_isReadThereOnly() {
        try (GatewaySandbox other = builder()
                        .signatureInHeaders()
                        .purposeInHeaders()
                        .plainDatas()
                        .start();
                Wire toOther = new Wire(other)) {
            String secret = requestSecret(toOther);
            Wire.Ask ask = toOther.post(PATH)
                    .header("appKey", APP_KEY)
                    .header("sign", Wire.hex("MD5", APP_KEY + secret + TIME))
                    .header("requestTime", TIME)
                    .header("powerMatters", "marriage")
                    .json(Map.of("code", "1"));

            assertThat(ask.send().json().at("/datas/data").toString()).isEqualTo("[{\"code\":\"1\"}]");
            assertThat(ask.json(Map.of("code", "3")).send().json().at("/datas").toString())
                    .isEqualTo("[]");
            refused(ask.header("powerMatters", "").send(), "10", "header powerMatters is missing");
            refused(ask.header("sign", "").send(), "01", "header sign is missing");
            refused(ask.json(Map.of("additional", "{}")).send(), "01", "header sign is missing");
            refused(
                    ask.header("sign", Wire.hex("MD5", APP_KEY + secret + TIME))
                            .json(Map.of("additional", "{}"))
                            .send(),
                    "10",
                    "reads the purpose from headers");
            refused(signed(toOther.get(PATH), secret, TIME).send(), "01", "this gateway reads headers");
        }
    }

    @Test
    void signatureInJson_isReadFromMembersOfAnyName() {
        try (GatewaySandbox other = builder()
                        .signatureInJson()
                        .names("app_key", "sig", "ts")
                        .upperCaseHex()
                        .endTimesAsText()
                        .start();
                Wire toOther = new Wire(other)) {
            Got exchanged = toOther.get(BY_KEY)
                    .query("app_key", APP_KEY)
                    .query("sig", Wire.hex("MD5", APP_KEY + APP_SECRET + TIME).toUpperCase(Locale.ROOT))
                    .query("ts", TIME)
                    .send();
            String secret = exchanged.at("/datas/requestSecret");
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("app_key", APP_KEY);
            members.put("sig", Wire.hex("MD5", APP_KEY + secret + TIME).toUpperCase(Locale.ROOT));
            members.put("ts", TIME);
            members.put("additional", Map.of("powerMatters", "marriage", "accesscardId", "op-1"));
            members.put("code", "2");

            assertThat(exchanged.json().at("/datas/requestSecretEndTime").stringValue())
                    .isEqualTo("1700000900000");
            assertThat(toOther.post(PATH)
                            .json(members)
                            .send()
                            .inside("/datas")
                            .at("/data/0/code")
                            .asString())
                    .isEqualTo("2");
            members.put("sig", Wire.hex("MD5", APP_KEY + secret + TIME));
            refused(toOther.post(PATH).json(members).send(), "14", "member sig is right, but in lower-case hex");
            members.remove("ts");
            refused(toOther.post(PATH).json(members).send(), "01", "member ts is missing");
            refused(toOther.post(PATH).json("[1]").send(), "01", "is no JSON object");
        }
    }

    @Test
    void builder_wrong_isRefusedNamingTheMethod() {
        assertThatThrownBy(() -> builder().requirePurpose("purpose"))
                .hasMessageContaining("requirePurpose takes some of");
        assertThatThrownBy(() -> builder().service("/a/b/c", List.of())).hasMessageContaining("directory/interface");
        assertThatThrownBy(() -> builder().secretLifetime(Duration.ofMinutes(1), Duration.ZERO))
                .hasMessageContaining("secretLifetime");
    }

    private static void refused(Got got, String code, String cause) {
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.at("/msg")).contains(cause);
        assertThat(got.at("/code")).isEqualTo(code);
    }
}
