package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.gateway.Wire.Got;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GatewayFaultsTest {

    record Birth(
            int number,
            LocalDate born,
            boolean rural,
            @Nullable String nickname,
            Map<String, Object> mother) {}

    private static final List<Birth> BIRTHS = IntStream.range(0, 5)
            .mapToObj(number -> new Birth(
                    number, LocalDate.of(2023, 6, 30), true, null, Map.of("born", "1999-03-07", "ids", List.of(1))))
            .toList();
    private static final String PATH = "/births";
    private static final String TIME = "1700000000";

    private final Wire.SetClock clock = new Wire.SetClock();
    private final GatewaySandbox gateway = GatewaySandbox.paasId()
            .client("p", "t")
            .service(PATH, BIRTHS)
            .service(GatewayService.of("/limited", BIRTHS)
                    .rate(2, Duration.ofHours(1))
                    .parameter("xh", "number"))
            .requireHeader("X-Forwarded-For")
            .clock(clock)
            .start();
    private final Wire wire = new Wire(gateway);
    private int nonces;

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private Wire.Ask ask(String path, Map<String, Object> query) {
        String nonce = "nonce-" + (1000 + nonces++);
        return wire.post(path)
                .header("X-Forwarded-For", "10.0.0.1")
                .header("x-tif-paasid", "p")
                .header("x-tif-timestamp", TIME)
                .header("x-tif-nonce", nonce)
                .header("x-tif-signature", Wire.hex("SHA-256", TIME + "t" + nonce + TIME))
                .json(Map.of(
                        "system_id",
                        "s",
                        "vender_id",
                        "v",
                        "department_id",
                        "d",
                        "query_timestamp",
                        TIME,
                        "UID",
                        nonce,
                        "query",
                        query,
                        "audit_info",
                        Map.of("operator_id", "o", "operator_name", "n", "item_id", "i", "query_timestamp", TIME)));
    }

    private Got get() {
        return ask(PATH, Map.of()).send();
    }

    @Test
    void dirtyRows_haveTextForNumbersAndManySpellings() {
        gateway.faults().next(GatewayFault.dirtyRows());

        JsonNode rows = get().json().at("/data/data");

        assertThat(IntStream.range(0, 5).mapToObj(i -> rows.path(i).path("born").stringValue()))
                .containsExactly("20230630", "2023/06/30", "2023-06-30 00:00:00", "2023年6月30日", "20230630");
        assertThat(rows.at("/1/number").stringValue()).isEqualTo("1");
        assertThat(rows.at("/1/rural").stringValue()).isEqualTo("true");
        assertThat(rows.at("/1/nickname").stringValue()).isEmpty();
        assertThat(rows.at("/1/mother/born").stringValue()).isEqualTo("1999/03/07");
        assertThat(rows.at("/1/mother/ids/0").isNumber()).isTrue();
        assertThat(get().json().at("/data/data/1/number").isNumber()).isTrue();
    }

    @Test
    void doubleEncoded_isJsonInAString() {
        gateway.faults().next(GatewayFault.doubleEncoded());

        assertThat(get().inside("/data/data")).hasSize(5);
        assertThat(get().json().at("/data/data")).hasSize(5);
    }

    @Test
    void doubleEncoded_inStylesThatEncodeOnce_isEncodedTwice() {
        Map<GatewayBuilder<?>, Integer> depths = Map.of(
                GatewaySandbox.clientId().client("p", "t"), 2,
                GatewaySandbox.twoSecrets().client("p", "t"), 2,
                GatewaySandbox.gatewayAppId().client("p", "t"), 1);

        depths.forEach((builder, depth) -> {
            Dialect dialect = builder.dialect(settings(builder));
            JsonNode rows = Wire.JSON.readTree("[{\"a\":1}]");
            JsonNode answer = dialect.rows(Wire.JSON.getNodeFactory().stringNode(rows.toString()), "R-1");
            assertThat(strings(answer)).as(builder.getClass().getSimpleName()).isEqualTo(depth);
        });
    }

    private static GatewaySettings settings(GatewayBuilder<?> builder) {
        String rowsIn = builder instanceof GatewayAppIdBuilder ? "body" : "data";
        return new GatewaySettings(
                new io.govshare.testing.platform.PlatformClock(new Wire.SetClock()),
                TimeWindow.ofSeconds(1, 1),
                Duration.ofMinutes(1),
                Map.of("p", "t"),
                new Services(Map.of(), Map.of()),
                rowsIn);
    }

    /** How many strings with JSON in them lie around the rows. */
    private static int strings(JsonNode node) {
        for (String member : Arrays.asList("datas", "data", "body")) {
            if (node.has(member)) {
                return strings(node.path(member));
            }
        }
        return node.isString() ? 1 + strings(Wire.JSON.readTree(node.stringValue())) : 0;
    }

    @Test
    void noData_isTheStringOfAnEmptyListOrABareSentence() {
        gateway.faults().next(GatewayFault.emptyListAsText()).next(GatewayFault.noDataSentence());

        assertThat(get().json().at("/data/data").stringValue()).isEqualTo("[]");
        Got sentence = get();
        assertThat(sentence.status()).isEqualTo(200);
        assertThat(sentence.text()).isEqualTo("没有数据或者时间格式错误");
        assertThat(gateway.faults().remaining()).isZero();
    }

    @Test
    void problem_isSaidInTheStylesOwnCodeInsideHttp200() {
        gateway.faults().next(GatewayFault.quota()).next(GatewayFault.upstream().onService("/limited"));

        assertThat(get().at("/errcode")).isEqualTo("400000429");
        assertThat(get().at("/errcode")).isEqualTo("0");
        Got upstream = ask("/limited", Map.of()).send();
        assertThat(upstream.status()).isEqualTo(200);
        assertThat(upstream.at("/errcode")).isEqualTo("400000529");
    }

    @Test
    void upstream_withTwoSecrets_isAFailureInsideASuccess() {
        try (GatewaySandbox other = GatewaySandbox.twoSecrets().client("a", "s").start();
                GatewaySandbox plain = GatewaySandbox.twoSecrets()
                        .client("a", "s")
                        .code(GatewayProblem.UPSTREAM, "503")
                        .start();
                Wire toOther = new Wire(other);
                Wire toPlain = new Wire(plain)) {
            other.faults().next(GatewayFault.upstream());
            plain.faults().next(GatewayFault.upstream());
            String path = "/gateway/api/a/dataSharing/b.htm";

            Got got = toOther.get(path).send();
            assertThat(got.at("/code")).isEqualTo("00");
            assertThat(got.inside("/datas").at("/success").asBoolean()).isFalse();
            assertThat(toPlain.get(path).send().at("/code")).isEqualTo("503");
        }
    }

    @Test
    void transport_faults_areThoseOfAProxyInFront() {
        gateway.faults()
                .next(GatewayFault.status(502).onPath("/births"))
                .next(GatewayFault.noAnswer())
                .next(GatewayFault.delay(Duration.ofMillis(5)));

        Got got = get();
        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).startsWith("<html>");
        assertThatThrownBy(this::get).isInstanceOf(UncheckedIOException.class);
        assertThat(get().at("/errcode")).isEqualTo("0");
        assertThat(gateway.requests()).extracting(request -> request.status()).containsExactly(502, 0, 200);
    }

    @Test
    void times_andClear_endAFault() {
        gateway.faults()
                .next(GatewayFault.quota().times(2))
                .next(GatewayFault.upstream().always());

        assertThat(gateway.faults().remaining()).isEqualTo(3);
        assertThat(get().at("/errcode")).isEqualTo("400000429");
        assertThat(get().at("/errcode")).isEqualTo("400000429");
        assertThat(get().at("/errcode")).isEqualTo("400000529");
        assertThat(get().at("/errcode")).isEqualTo("400000529");
        gateway.faults().clear();
        assertThat(get().at("/errcode")).isEqualTo("0");
        assertThat(GatewayFault.quota().onService("/x").always()).hasToString("GatewayFault[QUOTA on /x, always]");
        assertThatThrownBy(() -> GatewayFault.status(200)).hasMessageContaining("400 to 599");
        assertThatThrownBy(() -> GatewayFault.quota().times(0)).hasMessageContaining("1 or more");
    }

    @Test
    void expiredSecret_endsThoseIssuedBefore() {
        try (GatewaySandbox other = GatewaySandbox.gatewayAppId()
                        .client("p", "t")
                        .service("/births", BIRTHS)
                        .clock(clock)
                        .start();
                Wire toOther = new Wire(other)) {
            String time = Long.toString(clock.millis());
            String secret = Wire.decrypted(
                    "t", appId(toOther.post("/auth/token"), "t", time).send().at("/body/access_token"), "CBC");
            other.faults().next(GatewayFault.expiredSecret().onService("/births"));

            assertThat(appId(toOther.get("/births"), secret, time).send().at("/msg"))
                    .contains("token无效");
            assertThat(appId(toOther.get("/births"), secret, time).send().at("/code"))
                    .isEqualTo("401");
        }
    }

    @Test
    void faultOfRows_passesByTheExchangeOfASecret() {
        try (GatewaySandbox other = GatewaySandbox.gatewayAppId()
                        .client("p", "t")
                        .service("/births", BIRTHS)
                        .clock(clock)
                        .start();
                Wire toOther = new Wire(other)) {
            String time = Long.toString(clock.millis());
            other.faults().next(GatewayFault.dirtyRows());

            String secret = Wire.decrypted(
                    "t", appId(toOther.post("/auth/token"), "t", time).send().at("/body/access_token"), "CBC");

            assertThat(other.faults().remaining()).isEqualTo(1);
            assertThat(appId(toOther.get("/births"), secret, time)
                            .send()
                            .json()
                            .at("/body/0/number")
                            .isString())
                    .isTrue();
            assertThat(other.faults().remaining()).isZero();
        }
    }

    private static Wire.Ask appId(Wire.Ask ask, String key, String time) {
        return ask.header("gateway_appid", "p")
                .header("gateway_rtime", time)
                .header("gateway_sig", Wire.hmac(key, "p" + time));
    }

    @Test
    void clockSkew_movesDateAndWindow() {
        gateway.clockSkew(Duration.ofMinutes(5));

        Got got = get();
        assertThat(got.at("/errmsg"))
                .isEqualTo("x-tif-timestamp is 300 s behind the gateway's clock; less than 180 s is accepted");
        assertThat(got.headers().get("Date")).isEqualTo("Tue, 14 Nov 2023 22:18:20 GMT");
        gateway.clockSkew(Duration.ZERO);
        assertThat(get().at("/errcode")).isEqualTo("0");
    }

    @Test
    void rate_isCountedForEachHour() {
        assertThat(ask("/limited", Map.of("xh", 3)).send().at("/data/data/0/number"))
                .isEqualTo("3");
        assertThat(ask("/limited", Map.of()).send().at("/errcode")).isEqualTo("0");
        Got third = ask("/limited", Map.of()).send();
        assertThat(third.at("/errcode")).isEqualTo("400000429");
        assertThat(third.at("/errmsg")).isEqualTo("service /limited takes 2 calls in 3600 s from each client");
    }

    @Test
    void requiredHeader_missing_isRefused() {
        assertThat(ask(PATH, Map.of()).header("X-Forwarded-For", "").send().at("/errmsg"))
                .isEqualTo("header X-Forwarded-For is missing");
    }
}
