package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.gateway.Wire.Got;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaasIdTest {

    private static final String PATH = "/ebus/marriages";
    private static final String TOKEN = "paas-token-0001";
    private static final String TIME = "1700000000";
    private static final String NONCE = "18bcfe56800-a1b2c";

    private final GatewaySandbox gateway = builder().prefix("x-tif").start();
    private final Wire wire = new Wire(gateway);
    private int nonces;

    private static PaasIdBuilder builder() {
        return GatewaySandbox.paasId()
                .client("paas-0001", TOKEN)
                .service(GatewayService.of(PATH, List.of(Map.of("ID_NO", "A1", "YEAR", 2001), Map.of("ID_NO", "A2")))
                        .requires("ID_NO"))
                .service("/ebus/secret", List.of())
                .forbid("paas-0001", "/ebus/secret")
                .clock(new Wire.SetClock());
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private static String signature(String time, String nonce) {
        return Wire.hex("SHA-256", time + TOKEN + nonce + time);
    }

    private static Wire.Ask signed(Wire.Ask ask, String prefix, String time, String nonce) {
        return ask.header(prefix + "-paasid", "paas-0001")
                .header(prefix + "-timestamp", time)
                .header(prefix + "-nonce", nonce)
                .header(prefix + "-signature", signature(time, nonce))
                .json(content());
    }

    /** A right request whose signature fits these. */
    private Wire.Ask ask(String time, String nonce) {
        return signed(wire.post(PATH), "x-tif", time, nonce);
    }

    private Wire.Ask ask() {
        return ask(TIME, "nonce-" + (1000 + nonces++));
    }

    private static Map<String, Object> content() {
        Map<String, Object> audit = new LinkedHashMap<>(
                Map.of("operator_id", "op-1", "operator_name", "Li", "item_id", "marriage", "query_timestamp", TIME));
        Map<String, Object> content = new LinkedHashMap<>(Map.of(
                "system_id", "residence",
                "vender_id", "v-1",
                "department_id", "d-1",
                "query_timestamp", TIME,
                "UID", "u-1"));
        content.put("query", new LinkedHashMap<>(Map.of("ID_NO", "A1")));
        content.put("audit_info", audit);
        content.put("metadata", Map.of());
        return content;
    }

    @SuppressWarnings("unchecked") // content() made it so
    private static Map<String, Object> with(String object, String name, Object value) {
        Map<String, Object> content = content();
        (object.isEmpty() ? content : (Map<String, Object>) content.get(object)).put(name, value);
        return content;
    }

    @Test
    void call_withTheGoldenSignature_getsTheRows() {
        Got got = ask(TIME, NONCE)
                .header("x-tif-signature", "37fbb082dfb36abb8eed2e15f0cc1f3f0f91829493eb2a5270f006429fc45768")
                .send();

        assertThat(got.json().at("/errcode").isNumber()).isTrue();
        assertThat(got.at("/errcode")).isEqualTo("0");
        assertThat(got.json().at("/data/data")).hasSize(1);
        assertThat(got.at("/data/data/0/YEAR")).isEqualTo("2001");
        assertThat(got.json().at("/data/metadata").isObject()).isTrue();
    }

    @Test
    void signature_wrong_isRefusedNamingTheMistake() {
        refused(
                ask().header("x-tif-signature", signature(TIME, "other-nonce")).send(),
                401,
                "x-tif-signature is wrong: another key");
        refused(
                ask(TIME, NONCE)
                        .header("x-tif-signature", signature(TIME, NONCE).toUpperCase(Locale.ROOT))
                        .send(),
                401,
                "is right, but in upper-case hex; this gateway wants lower-case hex");
        refused(
                ask(TIME, NONCE)
                        .header("x-tif-signature", Wire.hex("SHA-256", TIME + TOKEN + NONCE))
                        .send(),
                401,
                "the timestamp was not repeated at the end");
        refused(ask().header("x-tif-paasid", "nobody").send(), 401, "x-tif-paasid names nobody");
    }

    @Test
    void query_inTheUrl_isRefusedForNobodyWouldReadIt() {
        refused(ask().query("ID_NO", "A2").send(), 400, "the URL has a query");
    }

    @Test
    void timestamp_outsideOfTheWindow_isRefused() {
        assertThat(ask("1700000001", "nonce-ahead").send().at("/errcode")).isEqualTo("0");
        assertThat(ask("1699999821", "nonce-behind").send().at("/errcode")).isEqualTo("0");
        refused(ask("1700000002", NONCE).send(), 400, "x-tif-timestamp is 2 s ahead of the gateway's clock");
        refused(ask("1699999820", NONCE).send(), 400, "x-tif-timestamp is 180 s behind the gateway's clock");
        refused(ask("1700000000000", NONCE).send(), 400, "these are milliseconds, this gateway wants seconds");
        refused(ask("now", NONCE).send(), 400, "x-tif-timestamp takes 10 digits");
    }

    @Test
    void nonce_wrongShapeOrUsed_isRefused() {
        refused(ask(TIME, "123456789").send(), 400, "x-tif-nonce has 9 characters: too short, it takes 10 to 20");
        refused(ask(TIME, "123456789012345678901").send(), 400, "has 21 characters: too long");
        assertThat(ask(TIME, NONCE).send().at("/errcode")).isEqualTo("0");
        refused(ask(TIME, NONCE).send(), 400, "x-tif-nonce was used before");
        try (GatewaySandbox strict =
                        builder().nonceAlphabet("[0-9a-f]+").nonceLength(4, 8).start();
                Wire toStrict = new Wire(strict)) {
            assertThat(signed(toStrict.post(PATH), "x-tif", TIME, "00ff").send().at("/errcode"))
                    .isEqualTo("0");
            refused(
                    signed(toStrict.post(PATH), "x-tif", TIME, "00fg").send(),
                    400,
                    "has a character outside of [0-9a-f]+");
        }
    }

    @Test
    void nonce_ofARefusedSignature_isNotUsedUp() {
        refused(ask(TIME, NONCE).header("x-tif-signature", "0").send(), 401, "is wrong");

        assertThat(ask(TIME, NONCE).send().at("/errcode")).isEqualTo("0");
    }

    @Test
    void nonce_usedByManyAtOnce_isAcceptedOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<String> call = () -> ask(TIME, NONCE).send().at("/errcode");
            List<String> codes = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(Collections.nCopies(32, call))) {
                codes.add(answer.get());
            }

            assertThat(codes).hasSize(32).containsOnlyOnce("0").containsOnly("0", "400000400");
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void header_missing_isRefused() {
        for (String name : List.of("paasid", "timestamp", "nonce", "signature")) {
            refused(ask().header("x-tif-" + name, "").send(), 400, "header x-tif-" + name + " is missing");
        }
        refused(signed(wire.post(PATH), "x-rio", TIME, NONCE).send(), 400, "header x-tif-paasid is missing");
    }

    @Test
    void content_wrong_isRefusedNamingTheMember() {
        refused(ask().json(with("", "system_id", "")).send(), 400, "member system_id is missing or empty");
        refused(ask().json(with("", "UID", Map.of())).send(), 400, "member UID is missing or empty");
        refused(ask().json(with("", "query", "x")).send(), 400, "member query is missing, or no JSON object");
        refused(ask().json(with("", "metadata", "x")).send(), 400, "member metadata is no JSON object");
        refused(ask().json(with("", "audit", "x")).send(), 400, "the content has a member audit that is not known");
        refused(ask().json(with("audit_info", "operator_id", "")).send(), 400, "operator_id of audit_info is missing");
        refused(ask().json(with("audit_info", "operator", "")).send(), 400, "audit_info has a member operator that");
        refused(
                ask().json(with("audit_info", "query_object_id", "A1")).send(),
                400,
                "only one of query_object_id and query_object_id_type");
        refused(ask().json(with("query", "ID_NO", "")).send(), 400, "required parameter ID_NO is missing");
        refused(ask().json(with("query", "ID_NO", List.of("A1"))).send(), 400, "ID_NO of query is no single value");
        refused(ask().json(with("query", "NAME", "x")).send(), 400, "there is no parameter NAME");
        refused(
                signed(wire.get(PATH), "x-tif", TIME, "nonce-of-a-get").send(),
                400,
                "the method is GET; this takes POST");
    }

    @Test
    void required_members_areOptions() {
        try (GatewaySandbox lax = builder()
                        .requireMembers("UID")
                        .requireAudit("item_code")
                        .start();
                Wire toLax = new Wire(lax)) {
            Map<String, Object> content =
                    Map.of("UID", "1", "query", Map.of("ID_NO", "A2"), "audit_info", Map.of("item_code", "c-1"));

            assertThat(signed(toLax.post(PATH), "x-tif", TIME, NONCE)
                            .json(content)
                            .send()
                            .json()
                            .at("/data/data"))
                    .hasSize(1);
        }
        assertThatThrownBy(() -> builder().requireAudit("purpose")).hasMessageContaining("requireAudit takes some of");
        assertThatThrownBy(() -> builder().nonceLength(5, 4).start()).hasMessageContaining("nonceLength takes");
    }

    @Test
    void service_forbiddenOrUnknown_isRefused() {
        refused(
                signed(wire.post("/ebus/secret"), "x-tif", TIME, NONCE).send(),
                403,
                "may not use service /ebus/secret");
        refused(signed(wire.post("/ebus/x"), "x-tif", TIME, "nonce-of-x").send(), 404, "no service /ebus/x");
    }

    @Test
    void serviceIds_nameTheServiceInAHeaderAndSignInUpperCase() {
        try (GatewaySandbox other = GatewaySandbox.paasId()
                        .client("paas-0001", TOKEN)
                        .serviceIds("/ebus")
                        .service("ZWFW-0001", List.of(Map.of("ID_NO", "A1")))
                        .clock(new Wire.SetClock())
                        .start();
                Wire toOther = new Wire(other)) {
            Wire.Ask ask = signed(toOther.post("/ebus"), "x-tif", TIME, NONCE).header("x-tif-serviceId", "ZWFW-0001");

            refused(ask.send(), 401, "is right, but in lower-case hex; this gateway wants upper-case hex");
            ask.header("x-tif-signature", signature(TIME, NONCE).toUpperCase(Locale.ROOT));
            refused(ask.header("x-tif-serviceId", "").send(), 400, "header x-tif-serviceId is missing");
            assertThat(ask.header("x-tif-serviceId", "ZWFW-0001").send().json().at("/data/data"))
                    .hasSize(1);
            refused(signed(toOther.post("/other"), "x-tif", TIME, NONCE).send(), 404, "are called at /ebus");
        }
    }

    private static void refused(Got got, int code, String cause) {
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.at("/errmsg")).contains(cause);
        assertThat(got.json().at("/errcode").asInt()).isEqualTo(400_000_000 + code);
    }
}
