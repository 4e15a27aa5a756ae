package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.testing.SandboxRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Beginning, end and settings; what is left behind fails any test of this module. */
class GatewaySandboxTest {

    @Test
    void requests_areCountedAndShownWithoutSignatures() {
        try (GatewaySandbox gateway = GatewaySandbox.clientId().client("c", "s").start();
                Wire wire = new Wire(gateway)) {
            wire.get("/a/1").header("X-Signature", "secret").query("id", "1").send();
            wire.get("/a/2").send();

            assertThat(gateway.requestCount("/a")).isEqualTo(2);
            assertThat(gateway.requestCounts()).containsEntry("/a/1", 1L).containsEntry("/a/2", 1L);
            SandboxRequest first = gateway.requests().get(0);
            assertThat(first.path()).isEqualTo("/a/1");
            assertThat(first.code()).isEqualTo("400");
            assertThat(first.headers()).containsEntry("x-signature", List.of("***"));
            gateway.forgetRequests();
            assertThat(gateway.requests()).isEmpty();
            assertThat(gateway.requestCount("/")).isZero();
        }
    }

    @Test
    void refusals_haveTheStatusAndCodeThatWereSet() {
        try (GatewaySandbox gateway = GatewaySandbox.clientId()
                        .client("c", "s")
                        .errorStatuses()
                        .code(GatewayProblem.REQUEST, "E-01")
                        .start();
                Wire wire = new Wire(gateway)) {
            Wire.Got got = wire.get("/a").send();

            assertThat(got.status()).isEqualTo(400);
            assertThat(got.at("/code")).isEqualTo("E-01");
            assertThat(got.headers().get("X-Request-Id")).isEqualTo("G-1");
        }
    }

    @Test
    void window_andRowsIn_areSettings() {
        try (GatewaySandbox gateway = GatewaySandbox.clientId()
                        .client("c", "s")
                        .service("/rows", List.of(Map.of("a", 1)))
                        .window(Duration.ofSeconds(10), Duration.ofSeconds(20))
                        .rowsIn("result")
                        .clock(new Wire.SetClock())
                        .start();
                Wire wire = new Wire(gateway)) {
            assertThat(at(wire, "1700000020000", "nonce-0001").inside("/result"))
                    .hasSize(1);
            assertThat(at(wire, "1700000020001", "nonce-0002").at("/message")).contains("at most 20 s");
            assertThat(at(wire, "1699999990000", "nonce-0003").at("/message")).contains("less than 10 s");
        }
    }

    private static Wire.Got at(Wire wire, String time, String nonce) {
        return wire.get("/rows")
                .header("X-Client-Id", "c")
                .header("X-Timestamp", time)
                .header("X-Nonce", nonce)
                .header("X-Signature", Wire.hmac("s", "c" + time + nonce))
                .query("PAGE", "1")
                .query("PAGENUM", "1")
                .send();
    }

    @Test
    void close_whileRequestsAreRunning_endsThemAtOnce() {
        GatewaySandbox gateway = GatewaySandbox.paasId().client("p", "t").start();
        Wire wire = new Wire(gateway);
        gateway.faults().next(GatewayFault.delay(Duration.ofMinutes(1)).always());
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<?> running = threads.submit(() -> wire.get("/slow").send());
        Awaitility.await().until(() -> gateway.requestCount("/slow") == 1);

        gateway.close();
        gateway.close();

        assertThatThrownBy(running::get).hasRootCauseInstanceOf(java.io.IOException.class);
        threads.shutdown();
        wire.close();
    }

    @Test
    void builder_wrong_isRefusedNamingTheMethod() {
        PaasIdBuilder builder = GatewaySandbox.paasId().client("p", "t").service("/a", List.of());

        assertThatThrownBy(() -> GatewaySandbox.paasId().start()).hasMessageContaining("register a client");
        assertThatThrownBy(() -> builder.client("p", "t")).hasMessage("client p was registered twice");
        assertThatThrownBy(() -> builder.client("q", " ")).hasMessageContaining("not blank");
        assertThatThrownBy(() -> builder.service("/a", List.of())).hasMessage("service /a was given twice");
        assertThatThrownBy(() -> builder.service("/b", List.of(1))).hasMessageContaining("must become a JSON object");
        assertThatThrownBy(() -> builder.window(Duration.ZERO, Duration.ZERO)).hasMessageContaining("window takes");
        assertThatThrownBy(() -> GatewaySandbox.gatewayAppId().secretLifetime(Duration.ZERO))
                .hasMessageContaining("secretLifetime takes");
        assertThatThrownBy(
                        () -> GatewayService.of("/c", List.of(Map.of("a", 1))).requires("b"))
                .hasMessage("service /c has no field b; it has [a]");
        assertThatThrownBy(() -> GatewayService.of("/c", List.of()).rate(0, Duration.ofHours(1)))
                .hasMessageContaining("GatewayService.rate");
        assertThatThrownBy(() -> builder.forbid("p", "/x").start())
                .hasMessage("forbid names service /x, which was not given");
        assertThatThrownBy(() -> GatewaySandbox.nationalExchange()
                        .client("rid", "s_1", "t")
                        .service("s_1", List.of())
                        .forbid("rd", "s_1")
                        .start())
                .hasMessage("forbid names client rd, which was not registered");
    }

    @Test
    void port_taken_isAnErrorThatNamesIt() {
        try (GatewaySandbox gateway = GatewaySandbox.paasId().client("p", "t").start()) {
            int port = gateway.url().getPort();
            assertThatThrownBy(() ->
                            GatewaySandbox.paasId().client("p", "t").port(port).start())
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }
}
