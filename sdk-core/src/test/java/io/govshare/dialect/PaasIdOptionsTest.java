package io.govshare.dialect;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gateway.SignatureLayout.Timestamp;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.error.ConfigurationException;
import io.govshare.signing.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the paasid style puts on the wire, with each of its options. */
class PaasIdOptionsTest {

    record Person(String name) {}

    @TempDir
    Path spool;

    private SmallServer.Asked ask(PaasIdGateway gateway, SmallServer server) {
        try (GovShare govshare = GovShare.builder()
                .application("gateway-test", "1")
                .platform(gateway.system("sys-1", "vendor-1", "DEP-00")
                        .service(Service.at("persons", "/ebus/persons")
                                .parameter(Parameter.required("UID", ValueType.TEXT)
                                        .onWire("/UID"))
                                .optional("LEVEL", ValueType.INTEGER)))
                .credentials(Credentials.sharedSecret("paas-0001", Secret.of("canary-paas-token-0001")))
                .context(CallContext.purpose("residence-permit")
                        .matter("ITEM-0001")
                        .caseNumber("CASE-0001")
                        .operator("op-77", "Zhang San")
                        .subject("440102000000000000", "111")
                        .terminal("10.1.2.3")
                        .department("DEP-01")
                        .build())
                .usage(usage -> usage.folder(spool))
                .build()) {
            govshare.dataset("persons", Person.class)
                    .query(where("UID").is("u-1").and("LEVEL").is(3));
            return server.requests.get(server.requests.size() - 1);
        }
    }

    private static SmallServer server() throws Exception {
        return SmallServer.saying(asked -> "{\"errcode\":0,\"data\":{\"data\":[]}}");
    }

    private static String expected(SmallServer.Asked asked, String prefix) {
        String time = asked.header(prefix + "-timestamp");
        return Hashes.sha256Hex(time + "canary-paas-token-0001" + asked.header(prefix + "-nonce") + time);
    }

    @Test
    void usual_signsInLowerCaseWithoutServiceIdAndHoldsTheClockBack() throws Exception {
        try (SmallServer server = server()) {
            long before = Instant.now().getEpochSecond();
            SmallServer.Asked asked = ask(PaasIdGateway.at(server.url()), server);

            assertThat(asked.header("x-tif-paasid")).isEqualTo("paas-0001");
            assertThat(asked.header("x-tif-signature")).isEqualTo(expected(asked, "x-tif"));
            assertThat(asked.header("x-tif-serviceId")).isEmpty();
            assertThat(asked.header("x-tif-nonce")).matches("[0-9a-z]{16}");
            assertThat(Long.parseLong(asked.header("x-tif-timestamp")))
                    .isBetween(before - 2, Instant.now().getEpochSecond() - 2);
        }
    }

    @Test
    void serviceId_prefixNonceAndForwardedFor_areAsGiven() throws Exception {
        try (SmallServer server = server()) {
            SmallServer.Asked asked = ask(
                    PaasIdGateway.at(server.url())
                            .prefix("x-rio")
                            .serviceId("ZWFW-0001")
                            .nonce("0123456789", 20)
                            .header("X-Forwarded-For", "10.0.0.7"),
                    server);

            assertThat(asked.header("x-rio-serviceId")).isEqualTo("ZWFW-0001");
            assertThat(asked.header("x-rio-signature"))
                    .isEqualTo(expected(asked, "x-rio").toUpperCase(Locale.ROOT));
            assertThat(asked.header("x-rio-nonce")).matches("[0-9]{20}");
            assertThat(asked.header("X-Forwarded-For")).isEqualTo("10.0.0.7");
        }
    }

    @Test
    void upperCase_canBeTurnedOffWithServiceId() throws Exception {
        try (SmallServer server = server()) {
            SmallServer.Asked asked =
                    ask(PaasIdGateway.at(server.url()).serviceId("ZWFW-0001").upperCase(false), server);

            assertThat(asked.header("x-tif-signature")).isEqualTo(expected(asked, "x-tif"));
        }
    }

    @Test
    void body_hasParametersSystemAndContextWhereTheyBelong() throws Exception {
        try (SmallServer server = server()) {
            long before = Instant.now().toEpochMilli();
            SmallServer.Asked asked = ask(PaasIdGateway.at(server.url()), server);
            JsonNode body = JsonMapper.shared().readTree(asked.body());

            assertThat(body.at("/UID").asString()).isEqualTo("u-1");
            assertThat(body.at("/query/LEVEL").asInt()).isEqualTo(3);
            assertThat(body.at("/metadata").isObject()).isTrue();
            assertThat(body.at("/system_id").asString()).isEqualTo("sys-1");
            assertThat(body.at("/vender_id").asString()).isEqualTo("vendor-1");
            assertThat(body.at("/department_id").asString()).isEqualTo("DEP-01");
            assertThat(audit(body))
                    .containsOnly(
                            entry("operator_id", "op-77"),
                            entry("operator_name", "Zhang San"),
                            entry("query_object_id", "440102000000000000"),
                            entry("query_object_id_type", "111"),
                            entry("item_id", "ITEM-0001"),
                            entry("item_code", "ITEM-0001"),
                            entry("item_sequence", "CASE-0001"),
                            entry("terminal_info", "10.1.2.3"),
                            entry("query_timestamp", body.at("/query_timestamp").asString()));
            assertThat(Long.parseLong(body.at("/query_timestamp").asString()))
                    .as("milliseconds of now")
                    .isBetween(before, Instant.now().toEpochMilli());
        }
    }

    private static Map<String, String> audit(JsonNode body) {
        Map<String, String> members = new HashMap<>();
        body.at("/audit_info")
                .properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().asString()));
        return members;
    }

    @Test
    void timesInTheBody_andItsId_areSpelledAsChosen() throws Exception {
        try (SmallServer server = server()) {
            SmallServer.Asked asked = ask(
                    PaasIdGateway.at(server.url())
                            .context(context -> context.time("query_timestamp", Timestamp.SECONDS)
                                    .time("/query_timestamp", Timestamp.CHINA_TIME)
                                    .requestId("/trace")),
                    server);
            JsonNode body = JsonMapper.shared().readTree(asked.body());

            assertThat(body.at("/audit_info/query_timestamp").asString()).matches("[0-9]{10}");
            assertThat(body.at("/query_timestamp").asString())
                    .matches("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}");
            assertThat(body.at("/trace").asString()).matches("[0-9a-f]{32}");
            assertThat(body.at("/UID").asString()).as("that of the query stays").isEqualTo("u-1");
        }
    }

    @Test
    void header_thatNoneMayHave_isRefused() {
        assertThatThrownBy(() -> PaasIdGateway.at("https://gw.example.gov").header("X Forwarded", "10.0.0.7"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("header(name, value)");
    }

    @Test
    void nonce_thatWouldRepeatItself_isRefused() {
        assertThatThrownBy(() -> PaasIdGateway.at("https://gw.example.gov").nonce("01", 10))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nonce(characters, size)");
        assertThatThrownBy(() -> PaasIdGateway.at("https://gw.example.gov").nonce("壹贰叁肆伍陆柒捌", 16))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("visible ASCII");
    }
}
