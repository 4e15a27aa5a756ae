package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.gateway.Wire.Got;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NationalExchangeTest {

    record Company(String code, String name, int staff) {}

    private static final String RID = "rid-0001";
    private static final String SID = "s_TEST_0001";
    private static final String APP_KEY = "TEST-APP-KEY-0001";
    private static final String TIME = "1700000000000";

    private final Wire.SetClock clock = new Wire.SetClock();
    private final GatewaySandbox gateway = builder().start();
    private final Wire wire = new Wire(gateway);

    private NationalExchangeBuilder builder() {
        return GatewaySandbox.nationalExchange()
                .client(RID, SID, APP_KEY)
                .client(RID, "s_TEST_0002", "another")
                .client(RID, "s_TEST_0003", APP_KEY)
                .service(GatewayService.of(SID, List.of(new Company("91A", "Mill", 3), new Company("91B", "Forge", 12)))
                        .requires("code"))
                .service("s_TEST_0002", List.of())
                .forbid(RID, "s_TEST_0002")
                .clock(clock);
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private static Map<String, Object> exchange(String time, String key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("gjgxjhpt_rid", RID);
        members.put("gjgxjhpt_sid", SID);
        members.put("gjgxjhpt_rtime", time);
        members.put("gjgxjhpt_sign", Wire.hmac(key, SID + RID + time));
        return members;
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> members = exchange(TIME, APP_KEY);
        members.put(name, value);
        return members;
    }

    private static Map<String, Object> without(String name) {
        Map<String, Object> members = exchange(TIME, APP_KEY);
        members.remove(name);
        return members;
    }

    private Got exchange(Map<String, Object> members) {
        return wire.post("/sysapi/auth/refreshappsecret").json(members).send();
    }

    private String secret() {
        return Wire.decrypted(APP_KEY, exchange(exchange(TIME, APP_KEY)).at("/data/secret"), "CBC");
    }

    private Wire.Ask call(String key, String time) {
        return wire.get("/httpproxy")
                .header("gjgxjhpt_rid", RID)
                .header("gjgxjhpt_sid", SID)
                .header("gjgxjhpt_rtime", time)
                .header("gjgxjhpt_sign", Wire.hmac(key, SID + RID + time))
                .query("code", "91A");
    }

    @Test
    void exchange_withTheGoldenSignature_givesASecretForHalfAnHour() {
        Got got = exchange(with("gjgxjhpt_sign", "lrJUbE1b6G+I5wlUG18ZHmfLmNJSTD7B7S6ssH9VgvQ="));

        assertThat(got.at("/code")).isEqualTo("0");
        assertThat(got.at("/data/secretEndTime")).isEqualTo("1700001800000");
        assertThat(Wire.decrypted(APP_KEY, got.at("/data/secret"), "CBC")).matches("[0-9a-f]{32}");
    }

    @Test
    void exchange_wrong_isRefusedNamingThePart() {
        refused(exchange(without("gjgxjhpt_rid")), "400", "member gjgxjhpt_rid is missing");
        refused(exchange(with("gjgxjhpt_sid", "")), "400", "member gjgxjhpt_sid is empty");
        refused(exchange(with("gjgxjhpt_rtime", 1_700_000_000_000L)), "400", "gjgxjhpt_rtime is no JSON string");
        refused(exchange(with("gjgxjhpt_rtime", "1700000000")), "400", "these are seconds");
        refused(exchange(with("extra", "x")), "400", "member extra is not known");
        refused(exchange(with("gjgxjhpt_rid", "nobody")), "401", "nobody for s_TEST_0001, which is not registered");
        refused(exchange(exchange("1700000006000", APP_KEY)), "400", "is 6 s ahead of the gateway's clock");
        refused(exchange(exchange("1699999700000", APP_KEY)), "400", "is 300 s behind the gateway's clock");
        refused(exchange(exchange(TIME, "wrong")), "401", "gjgxjhpt_sign is wrong: another key");
        refused(
                exchange(with("gjgxjhpt_sign", Wire.hmac(APP_KEY, RID + SID + TIME))),
                "401",
                "the requester stands before the service");
        refused(wire.get("/sysapi/auth/refreshappsecret").send(), "400", "the method is GET; this takes POST");
        refused(
                wire.post("/sysapi/auth/refreshappsecret")
                        .query("a", "1")
                        .json(exchange(TIME, APP_KEY))
                        .send(),
                "400",
                "the URL has a query");
        refused(wire.post("/sysapi/auth/refreshappsecret").json("[]").send(), "400", "is no JSON object");
        refused(wire.post("/sysapi/auth/refreshappsecret").json("{").send(), "400", "is not JSON");
    }

    @Test
    void call_signedWithTheSecret_getsTheRowsByQueryFormAndJson() {
        String secret = secret();

        Got got = call(secret, "1700000000001").send();

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.at("/code")).isEqualTo("0");
        assertThat(got.json().at("/data").toString()).isEqualTo("[{\"code\":\"91A\",\"name\":\"Mill\",\"staff\":3}]");
        assertThat(post(secret).form("code", "91B").send().at("/data/0/name")).isEqualTo("Forge");
        assertThat(post(secret).json(Map.of("code", "91B", "staff", 12)).send().at("/data/0/name"))
                .isEqualTo("Forge");
        assertThat(post(secret).json(Map.of("code", "none")).send().json().at("/data"))
                .isEmpty();
    }

    private Wire.Ask post(String secret) {
        return wire.post("/httpproxy")
                .header("gjgxjhpt_rid", RID)
                .header("gjgxjhpt_sid", SID)
                .header("gjgxjhpt_rtime", "1700000000002")
                .header("gjgxjhpt_sign", Wire.hmac(secret, SID + RID + "1700000000002"));
    }

    @Test
    void call_wrong_isRefusedNamingThePart() {
        refused(call("early", "1700000000001").send(), "401", "no secret was exchanged for this client yet");
        String handedOut = exchange(exchange(TIME, APP_KEY)).at("/data/secret");
        String secret = Wire.decrypted(APP_KEY, handedOut, "CBC");

        refused(call(APP_KEY, "1700000000001").send(), "401", "made with the app key, not with the exchanged secret");
        refused(call(handedOut, "1700000000001").send(), "401", "decrypt it first");
        refused(call(secret, TIME).send(), "400", "that of the exchange; a call takes a time of its own");
        refused(call(secret, "1700000006000").send(), "400", "6 s ahead");
        refused(call(secret, "1700000000001").header("gjgxjhpt_sign", "").send(), "400", "gjgxjhpt_sign is missing");
        refused(call(secret, "1700000000001").query("cod", "1").send(), "400", "there is no parameter cod");
        refused(call(secret, "1700000000001").query("code", "").send(), "400", "required parameter code is missing");
        refused(call(secret, "1700000000001").header("gjgxjhpt_sid", "s_X").send(), "401", "rid-0001 for s_X");
        refused(wire.get("/other").send(), "404", "all services are called at /httpproxy");
    }

    @Test
    void call_secretEnded_isRefusedUntilANewOneIsExchanged() {
        String secret = secret();
        clock.pass(Duration.ofMinutes(31));

        refused(call(secret, Long.toString(clock.millis())).send(), "401", "token无效");
        String next = Wire.decrypted(
                APP_KEY,
                exchange(exchange(Long.toString(clock.millis()), APP_KEY)).at("/data/secret"),
                "CBC");
        assertThat(call(next, Long.toString(clock.millis() + 1)).send().at("/code"))
                .isEqualTo("0");
        gateway.expireSecrets();
        refused(call(next, Long.toString(clock.millis() + 1)).send(), "401", "token无效");
    }

    @Test
    void call_secretOfAnotherService_isRefused() {
        String time = "1700000000001";
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("gjgxjhpt_rid", RID);
        members.put("gjgxjhpt_sid", "s_TEST_0003");
        members.put("gjgxjhpt_rtime", TIME);
        members.put("gjgxjhpt_sign", Wire.hmac(APP_KEY, "s_TEST_0003" + RID + TIME));
        String other = Wire.decrypted(APP_KEY, exchange(members).at("/data/secret"), "CBC");
        secret();

        refused(call(other, time).send(), "401", "another key");
        refused(
                call(other, time)
                        .header("gjgxjhpt_sid", "s_TEST_0003")
                        .header("gjgxjhpt_sign", Wire.hmac(other, "s_TEST_0003" + RID + time))
                        .send(),
                "404",
                "the gateway has no service s_TEST_0003");
    }

    @Test
    void registration_saysParametersRateAndErrors() {
        try (GatewaySandbox other = GatewaySandbox.nationalExchange()
                        .client(RID, SID, APP_KEY)
                        .service(GatewayService.of(SID, List.of(new Company("91A", "Mill", 3)))
                                .requires("code")
                                .paging(GatewayPaging.pageNumber("PAGE", "PAGENUM"))
                                .rate(1000, Duration.ofHours(1)))
                        .service("s_TEST_0002", List.of())
                        .start();
                GatewaySandbox style = GatewaySandbox.paasId().client("p", "t").start()) {
            JsonNode registration = Wire.JSON.readTree(other.registration(SID));

            assertThat(registration.path("url").stringValue()).isEqualTo(other.url() + "/httpproxy");
            assertThat(registration.path("reqRate").stringValue()).isEqualTo("1000次/小时");
            assertThat(registration.path("reqTimeout").stringValue()).isEqualTo("60");
            assertThat(registration.at("/methods/0/inputParams").valueStream())
                    .extracting(parameter -> parameter.path("name").stringValue() + " "
                            + parameter.path("isRequired").stringValue())
                    .containsExactly("PAGE true", "PAGENUM true", "code true", "name false", "staff false");
            assertThat(registration.path("errorCodes").valueStream())
                    .extracting(JsonNode::toString)
                    .contains(
                            "{\"codeNum\":\"401\",\"codeName\":\"签名错误、应用不存在、密钥过期\"}",
                            "{\"codeNum\":\"429\",\"codeName\":\"超过调用次数限制\"}")
                    .doesNotHaveDuplicates();
            assertThat(Wire.JSON
                            .readTree(other.registration("s_TEST_0002"))
                            .path("reqRate")
                            .stringValue())
                    .isEmpty();
            assertThatThrownBy(() -> other.registration("s_X")).hasMessageContaining("no service s_X; it has");
            assertThatThrownBy(() -> style.registration("s_X")).hasMessageContaining("nationalExchange() only");
        }
    }

    @Test
    void ecbAndDatesAndPrefix_areOptions() {
        try (GatewaySandbox other = builder()
                        .ecb()
                        .endTimesAsDates()
                        .prefix("prov_")
                        .paths("/auth", "/proxy")
                        .start();
                Wire toOther = new Wire(other)) {
            Map<String, Object> members = new LinkedHashMap<>();
            exchange(TIME, APP_KEY).forEach((name, value) -> members.put(name.replace("gjgxjhpt_", "prov_"), value));
            Got got = toOther.post("/auth").json(members).send();

            assertThat(got.at("/data/secretEndTime")).isEqualTo("2023-11-15 06:43:20");
            assertThat(Wire.decrypted(APP_KEY, got.at("/data/secret"), "ECB")).matches("[0-9a-f]{32}");
            assertThat(toOther.get("/proxy").send().at("/errMsg")).isEqualTo("header prov_rid is missing");
        }
    }

    private static void refused(Got got, String code, String cause) {
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.at("/errMsg")).contains(cause);
        assertThat(got.at("/errCode")).isEqualTo(code);
    }
}
