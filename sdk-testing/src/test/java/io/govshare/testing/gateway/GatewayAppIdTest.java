package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.gateway.Wire.Got;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayAppIdTest {

    private static final String APP_ID = "app-0001";
    private static final String APP_KEY = "TEST-APP-KEY-0001";
    private static final String TIME = "1700000000000";
    private static final String PATH = "/share/companies";

    private final Wire.SetClock clock = new Wire.SetClock();
    private final GatewaySandbox gateway = builder().start();
    private final Wire wire = new Wire(gateway);

    private GatewayAppIdBuilder builder() {
        return GatewaySandbox.gatewayAppId()
                .client(APP_ID, APP_KEY)
                .service(PATH, List.of(Map.of("code", "91A"), Map.of("code", "91B")))
                .service("/share/secret", List.of())
                .forbid(APP_ID, "/share/secret")
                .clock(clock);
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private static Wire.Ask signed(Wire.Ask ask, String key, String time) {
        return ask.header("gateway_appid", APP_ID)
                .header("gateway_rtime", time)
                .header("gateway_sig", Wire.hmac(key, APP_ID + time));
    }

    private String secret(Wire from, String time) {
        return Wire.decrypted(
                APP_KEY, signed(from.post("/auth/token"), APP_KEY, time).send().at("/body/access_token"), "CBC");
    }

    @Test
    void exchange_withTheGoldenSignature_givesASecret() {
        Got got = signed(wire.post("/auth/token"), APP_KEY, TIME)
                .header("gateway_sig", "3dCeFDeyphyD2gjYsIWxSmpLBsKTuPH79r59GBvY1q8=")
                .send();

        assertThat(got.at("/code")).isEqualTo("200");
        assertThat(Wire.decrypted(APP_KEY, got.at("/body/access_token"), "CBC")).matches("[0-9a-f]{32}");
    }

    @Test
    void exchange_wrong_isRefusedNamingThePart() {
        refused(signed(wire.get("/auth/token"), APP_KEY, TIME).send(), "400", "the method is GET");
        refused(signed(wire.post("/auth/token"), APP_KEY, TIME).json("{}").send(), "400", "it takes none");
        refused(signed(wire.post("/auth/token"), APP_KEY, TIME).query("a", "1").send(), "400", "the URL has a query");
        refused(signed(wire.post("/auth/token"), "wrong", TIME).send(), "401", "gateway_sig is wrong: another key");
        refused(signed(wire.post("/auth/token"), APP_KEY, "1700000010000").send(), "400", "10 s ahead");
        refused(signed(wire.post("/auth/token"), APP_KEY, "yesterday").send(), "400", "takes 13 digits");
        refused(
                signed(wire.post("/auth/token"), APP_KEY, TIME)
                        .header("gateway_appid", "nobody")
                        .send(),
                "401",
                "gateway_appid names nobody, which is not registered");
        refused(
                signed(wire.post("/auth/token"), APP_KEY, TIME)
                        .header("gateway_sig", Wire.hmac(APP_KEY, TIME + APP_ID))
                        .send(),
                "401",
                "the time stands before the app id");
        refused(
                signed(wire.post("/auth/token"), APP_KEY, TIME)
                        .header(
                                "gateway_sig",
                                java.util.HexFormat.of().formatHex(Wire.hmacBytes(APP_KEY, APP_ID + TIME)))
                        .send(),
                "401",
                "is right, but in lower-case hex; this gateway wants Base64");
    }

    @Test
    void call_repeatingTheTimeOfItsExchange_isAnsweredAsLongAsTheSecretLives() {
        String secret = secret(wire, TIME);
        clock.pass(Duration.ofMinutes(9));

        Got got = signed(wire.get(PATH), secret, TIME).query("code", "91B").send();

        assertThat(got.at("/code")).isEqualTo("200");
        assertThat(got.json().at("/body").toString()).isEqualTo("[{\"code\":\"91B\"}]");
        refused(signed(wire.get(PATH), secret, "1700000000001").send(), "400", "wants it repeated");
        clock.pass(Duration.ofMinutes(2));
        refused(signed(wire.get(PATH), secret, TIME).send(), "401", "token无效");
    }

    @Test
    void call_freshTimes_areWantedWhenSetSo() {
        try (GatewaySandbox fresh = builder().freshRtime().start();
                Wire toFresh = new Wire(fresh)) {
            String secret = secret(toFresh, TIME);

            assertThat(signed(toFresh.get(PATH), secret, "1700000000001").send().at("/code"))
                    .isEqualTo("200");
            refused(signed(toFresh.get(PATH), secret, TIME).send(), "400", "wants a time of its own");
            refused(signed(toFresh.get(PATH), secret, "1699999600000").send(), "400", "400 s behind");
        }
    }

    @Test
    void call_wrong_isRefusedNamingThePart() {
        String secret = secret(wire, TIME);

        refused(signed(wire.get(PATH), APP_KEY, TIME).send(), "401", "made with the app key");
        refused(signed(wire.get("/share/none"), secret, TIME).send(), "404", "no service /share/none");
        refused(signed(wire.get("/share/secret"), secret, TIME).send(), "403", "may not use service /share/secret");
        refused(
                signed(wire.get(PATH), secret, TIME).header("gateway_rtime", "").send(),
                "400",
                "gateway_rtime is missing");
        refused(signed(wire.get(PATH), secret, TIME).query("x", "1").send(), "400", "there is no parameter x");
    }

    private static void refused(Got got, String code, String cause) {
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.at("/msg")).contains(cause);
        assertThat(got.at("/code")).isEqualTo(code);
    }
}
