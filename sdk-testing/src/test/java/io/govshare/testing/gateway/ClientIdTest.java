package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.gateway.Wire.Got;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientIdTest {

    record Parcel(int number, String street) {}

    private static final List<Parcel> PARCELS = IntStream.rangeClosed(1, 250)
            .mapToObj(number -> new Parcel(number, number % 2 == 0 ? "Mill Lane" : "High Street"))
            .toList();
    private static final String ID = "client-0001";
    private static final String SECRET = "client-secret-0001";
    private static final String TIME = "1700000000000";

    private final GatewaySandbox gateway = GatewaySandbox.clientId()
            .client(ID, SECRET)
            .service("/parcels", PARCELS)
            .service(GatewayService.of("/starting", PARCELS)
                    .paging(GatewayPaging.startNumber("STARTNUM", "PAGENUM").countedFrom(1)))
            .service(GatewayService.of("/numbered", PARCELS)
                    .paging(GatewayPaging.pageNumber("pageNo").atMost(20)))
            .service(GatewayService.of("/along", PARCELS)
                    .paging(GatewayPaging.cursor("CURSOR", "PAGENUM", "next").total("total")))
            .service(GatewayService.of("/text", PARCELS)
                    .paging(GatewayPaging.cursor("CURSOR", "PAGENUM", "next").asText()))
            .freshFor(Duration.ofMinutes(1))
            .clock(new Wire.SetClock())
            .start();
    private final Wire wire = new Wire(gateway);
    private int nonces;

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private Wire.Ask get(String path) {
        return signed(path, TIME, "nonce-" + (1000 + nonces++));
    }

    private Wire.Ask signed(String path, String time, String nonce) {
        return wire.get(path)
                .header("X-Client-Id", ID)
                .header("X-Timestamp", time)
                .header("X-Nonce", nonce)
                .header("X-Signature", Wire.hmac(SECRET, ID + time + nonce));
    }

    @Test
    void call_withTheGoldenSignature_getsRowsInsideAString() {
        Got got = signed("/parcels", TIME, "nonce-0001")
                .header("X-Signature", "o4FVmp3/+6zkTYuBd7fJUvAX619mNq/chKeEwQzgG9o=")
                .query("PAGE", "2")
                .query("PAGENUM", "100")
                .send();

        assertThat(got.at("/code")).isEqualTo("200");
        assertThat(got.inside("/data")).hasSize(100);
        assertThat(got.inside("/data").at("/0/number").asInt()).isEqualTo(101);
    }

    @Test
    void pages_inEachStyle_endShortThenEmpty() {
        assertThat(rows(get("/parcels").query("PAGE", "3").query("PAGENUM", "100")))
                .isEqualTo("201..250");
        assertThat(rows(get("/parcels").query("PAGE", "4").query("PAGENUM", "100")))
                .isEqualTo("none");
        assertThat(rows(get("/starting").query("STARTNUM", "1").query("PAGENUM", "10")))
                .isEqualTo("1..10");
        assertThat(rows(get("/starting").query("STARTNUM", "241").query("PAGENUM", "50")))
                .isEqualTo("241..250");
        assertThat(rows(get("/starting").query("STARTNUM", "251").query("PAGENUM", "50")))
                .isEqualTo("none");
        assertThat(rows(get("/numbered").query("pageNo", "13"))).isEqualTo("241..250");
        assertThat(rows(get("/numbered").query("pageNo", "2").query("street", "Mill Lane")))
                .isEqualTo("42..80");
    }

    @Test
    void cursor_isHandedOutWithEachPageButTheLast_andTakenBackOnlyAsItWas() {
        Got first = get("/along").query("PAGENUM", "100").send();
        assertThat(first.json().at("/next").isNumber()).isTrue();
        assertThat(first.at("/next")).isEqualTo("100");
        assertThat(first.at("/total")).isEqualTo("250");
        Wire.Ask last = get("/along").query("CURSOR", "200").query("PAGENUM", "100");
        assertThat(last.send().at("/next")).isEqualTo("0");
        assertThat(rows(get("/along").query("CURSOR", "200").query("PAGENUM", "100")))
                .isEqualTo("201..250");

        assertThat(get("/text").query("PAGENUM", "100").send().at("/next")).isEqualTo("c-100");
        assertThat(rows(get("/text").query("CURSOR", "c-100").query("PAGENUM", "10")))
                .isEqualTo("101..110");
        assertThat(get("/text")
                        .query("CURSOR", "c-200")
                        .query("PAGENUM", "50")
                        .send()
                        .json()
                        .has("next"))
                .isFalse();
        for (String wrong : List.of("100", "c-0", "c-250", "c-x")) {
            refused(
                    get("/text").query("CURSOR", wrong).query("PAGENUM", "10").send(),
                    "400",
                    "takes a cursor that an answer gave");
        }
    }

    @Test
    void answers_sayHowLongTheyAreFresh_refusalsDoNot() {
        assertThat(get("/along").query("PAGENUM", "1").send().headers().get("Cache-Control"))
                .isEqualTo("private, max-age=60");
        assertThat(get("/along").send().headers().get("Cache-Control")).isNull();
    }

    @Test
    void lastPageAgain_comesForEachPageBehindTheEnd() {
        gateway.faults().next(GatewayFault.lastPageAgain().always());

        assertThat(rows(get("/parcels").query("PAGE", "4").query("PAGENUM", "100")))
                .isEqualTo("201..250");
        assertThat(rows(get("/starting").query("STARTNUM", "301").query("PAGENUM", "100")))
                .isEqualTo("201..250");
        assertThat(rows(get("/numbered").query("pageNo", "99"))).isEqualTo("241..250");
        assertThat(rows(get("/numbered").query("pageNo", "1"))).isEqualTo("1..20");
    }

    private static String rows(Wire.Ask ask) {
        var rows = ask.send().inside("/data");
        return rows.isEmpty()
                ? "none"
                : rows.at("/0/number").asInt() + ".."
                        + rows.at("/" + (rows.size() - 1) + "/number").asInt();
    }

    @Test
    void page_missingOrTooLarge_isRefused() {
        refused(get("/parcels").send(), "400", "parameter PAGENUM is missing: this service is read page by page");
        refused(get("/parcels").query("PAGENUM", "10").send(), "400", "parameter PAGE is missing");
        refused(
                get("/parcels").query("PAGE", "1").query("PAGENUM", "101").send(),
                "400",
                "PAGENUM is 101; a page has at most 100");
        refused(
                get("/parcels").query("PAGE", "0").query("PAGENUM", "10").send(),
                "400",
                "takes a number from 1, not '0'");
        refused(get("/numbered").query("pageNo", "one").send(), "400", "takes a number from 1, not 'one'");
        refused(
                get("/numbered").query("pageNo", "1").query("PAGENUM", "5").send(),
                "400",
                "there is no parameter PAGENUM");
    }

    @Test
    void header_wrong_isRefusedNamingIt() {
        refused(get("/parcels").header("X-Client-Id", "no").send(), "401", "X-Client-Id names no");
        refused(get("/parcels").header("X-Signature", "x").send(), "401", "X-Signature is wrong: another key");
        refused(get("/parcels").header("X-Nonce", "").send(), "400", "header X-Nonce is missing");
        refused(signed("/parcels", TIME, "short").send(), "400", "X-Nonce has 5 characters: too short");
        refused(signed("/parcels", "1699999400000", "nonce-old-0").send(), "400", "X-Timestamp is 600 s behind");
        refused(signed("/parcels", "1700000005001", "nonce-new-0").send(), "400", "X-Timestamp is 5.001 s ahead");
        refused(
                get("/parcels")
                        .header("X-Nonce", "nonce-x-1")
                        .header("X-Signature", Wire.hmac(SECRET, ID + "nonce-x-1" + TIME))
                        .send(),
                "401",
                "the nonce stands before the timestamp");
        signed("/parcels", TIME, "nonce-twice").send();
        refused(signed("/parcels", TIME, "nonce-twice").send(), "400", "X-Nonce was used before");
        refused(get("/none").send(), "404", "no service /none");
    }

    @Test
    void names_areOptions() {
        try (GatewaySandbox other = GatewaySandbox.clientId()
                        .client(ID, SECRET)
                        .names("id", "ts", "once", "Sum")
                        .nonceLength(1, 4)
                        .service("/parcels", PARCELS)
                        .start();
                Wire toOther = new Wire(other)) {
            String now = Long.toString(System.currentTimeMillis());
            assertThat(toOther.get("/parcels")
                            .header("id", ID)
                            .header("ts", now)
                            .header("once", "n")
                            .header("sum", Wire.hmac(SECRET, ID + now + "n"))
                            .query("PAGE", "1")
                            .query("PAGENUM", "3")
                            .send()
                            .inside("/data"))
                    .hasSize(3);
            assertThat(other.requests().get(0).headers()).containsEntry("sum", List.of("***"));
        }
        assertThatThrownBy(() -> GatewayPaging.pageNumber("p").atMost(0)).hasMessageContaining("atMost takes");
        assertThatThrownBy(() -> GatewayPaging.pageNumber("p").countedFrom(2))
                .hasMessageContaining("countedFrom takes");
    }

    private static void refused(Got got, String code, String cause) {
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.at("/message")).contains(cause);
        assertThat(got.at("/code")).isEqualTo(code);
    }
}
