package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.gateway.Wire.Got;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HmacHeadersTest {

    private static final String PATH = "/restapi/prod/IC0000/demo";
    private static final String DATE = "Tue, 09 Nov 2021 08:49:20 GMT";
    private static final String QUERY = "a=1&b=%E4%B8%AD";

    private final GatewaySandbox gateway = builder().start();
    private final Wire wire = new Wire(gateway);

    private static HmacHeadersBuilder builder() {
        return GatewaySandbox.hmacHeaders()
                .client("AK0001", "SK0001")
                .service(PATH, List.of(Map.of("a", 1, "b", "中"), Map.of("a", 2, "b", "文")))
                .service("/restapi/secret", List.of())
                .forbid("AK0001", "/restapi/secret")
                .clock(Clock.fixed(Instant.parse("2021-11-09T08:49:20Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        wire.close();
        gateway.close();
    }

    private Wire.Ask ask(String text) {
        return signed(wire.post(PATH).query("b", "中").query("a", "1"), "X-BG", text);
    }

    private static Wire.Ask signed(Wire.Ask ask, String prefix, String text) {
        return ask.header(prefix + "-HMAC-ACCESS-KEY", "AK0001")
                .header(prefix + "-HMAC-ALGORITHM", "hmac-sha256")
                .header(prefix + "-DATE-TIME", DATE)
                .header(prefix + "-HMAC-SIGNATURE", Wire.hmac("SK0001", text));
    }

    private static String lines(String method, String path, String query) {
        return method + "\n" + path + "\n" + query + "\nAK0001\n" + DATE + "\n";
    }

    @Test
    void call_withTheGoldenSignature_getsTheRows() {
        Got got = ask("").header("X-BG-HMAC-SIGNATURE", "g5DVxFL3cwZdebs+O1lRlc+VgZQcKDhOubG7zaHomMc=")
                .send();

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().at("/data")).hasSize(1);
        assertThat(got.at("/data/0/b")).isEqualTo("中");
    }

    @Test
    void call_withContent_isNotSignedOverIt() {
        Got got = ask(lines("POST", PATH, QUERY)).json("{}").send();

        assertThat(got.status()).isEqualTo(200);
        refused(
                ask(lines("POST", PATH, QUERY) + "{}").json("{}").send(),
                401,
                "Invalid signature",
                "content was signed");
    }

    @Test
    void call_wrongSignature_isRefusedNamingTheMistake() {
        refused(
                ask(lines("POST", PATH, QUERY).stripTrailing()).send(),
                401,
                "Invalid signature",
                "after the last line");
        refused(ask(lines("POST", PATH, "b=%E4%B8%AD&a=1")).send(), 401, "Invalid signature", "signed unsorted");
        refused(ask(lines("POST", PATH, "a=1&b=中")).send(), 401, "Invalid signature", "without percent-encoding");
        refused(ask(lines("POST", PATH, "")).send(), 401, "Invalid signature", "the query was not signed");
        refused(ask(lines("post", PATH, QUERY)).send(), 401, "Invalid signature", "method was signed in lower case");
        refused(ask(lines("GET", PATH, QUERY)).send(), 401, "Invalid signature", "another text was signed");
    }

    @Test
    void call_wrongHeader_isRefusedNamingIt() {
        String text = lines("POST", PATH, QUERY);

        refused(ask(text).header("X-BG-HMAC-ACCESS-KEY", "AK2").send(), 401, "Invalid access key", "names AK2");
        refused(
                ask(text)
                        .header("X-BG-DATE-TIME", "Tue, 09 Nov 2021 08:47:50 GMT")
                        .send(),
                401,
                "Clock skew exceeded",
                "90 s behind");
        refused(
                ask(text)
                        .header("X-BG-DATE-TIME", "Tue, 09 Nov 2021 08:50:51 GMT")
                        .send(),
                401,
                "Clock skew exceeded",
                "91 s ahead");
        assertThat(ask(text)
                        .header("X-BG-DATE-TIME", "2021-11-09 08:49:20")
                        .send()
                        .at("/message"))
                .contains("X-BG-DATE-TIME is no date such as");
        assertThat(ask(text)
                        .header("X-BG-DATE-TIME", "Tue, 30 Feb 2021 08:49:20 GMT")
                        .send()
                        .at("/message"))
                .contains("X-BG-DATE-TIME is no date such as");
        assertThat(ask(text).header("X-BG-HMAC-ALGORITHM", "hmac-sha1").send().at("/message"))
                .isEqualTo("X-BG-HMAC-ALGORITHM is hmac-sha1 instead of hmac-sha256");
        assertThat(ask(text).header("X-BG-HMAC-SIGNATURE", "").send().at("/message"))
                .isEqualTo("header X-BG-HMAC-SIGNATURE is missing");
    }

    @Test
    void call_ofAnotherMethod_isRefused() {
        assertThat(signed(wire.put(PATH), "X-BG", lines("PUT", PATH, "")).send().at("/message"))
                .isEqualTo("the method is PUT; this takes GET or POST");
    }

    @Test
    void call_withoutHeaders_isUnauthorized() {
        assertThat(wire.get(PATH).send().status()).isEqualTo(401);
    }

    @Test
    void call_forbiddenOrUnknownService_isRefused() {
        refused(
                signed(wire.get("/restapi/secret"), "X-BG", lines("GET", "/restapi/secret", ""))
                        .send(),
                403,
                "The route_id is forbidden.",
                "client AK0001 may not use service /restapi/secret");
        refused(
                signed(wire.get("/none"), "X-BG", lines("GET", "/none", "")).send(),
                404,
                "404 Route Not Found",
                "no service /none");
    }

    @Test
    void prefix_isAnOption() {
        try (GatewaySandbox other = builder().prefix("X-GD").start();
                Wire toOther = new Wire(other)) {
            assertThat(signed(toOther.get(PATH), "X-GD", lines("GET", PATH, ""))
                            .send()
                            .json()
                            .at("/data"))
                    .hasSize(2);
            assertThat(signed(toOther.get(PATH), "X-BG", lines("GET", PATH, ""))
                            .send()
                            .at("/message"))
                    .isEqualTo("header X-GD-HMAC-ACCESS-KEY is missing");
        }
    }

    private static void refused(Got got, int status, String message, String cause) {
        assertThat(got.at("/detail")).contains(cause);
        assertThat(got.at("/message")).isEqualTo(message);
        assertThat(got.status()).isEqualTo(status);
    }
}
