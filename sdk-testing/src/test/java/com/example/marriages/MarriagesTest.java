package com.example.marriages;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// The third example of docs/sandbox.md.
class MarriagesTest {

    record Marriage(String idNo, LocalDate registered, int year) {}

    private final GatewaySandbox gateway = GatewaySandbox.paasId()
            .prefix("x-tif")
            .client("paas-0001", "token")
            .service(GatewayService.of("/ebus/marriages", List.of(new Marriage("A1", LocalDate.of(2023, 6, 30), 2023)))
                    .requires("idNo"))
            .start();

    private final MarriagesClient client = new MarriagesClient(gateway.url(), "paas-0001", "token");

    @Test
    void find_rowsAsDepartmentsDeliverThem_isRead() {
        gateway.faults().next(GatewayFault.dirtyRows());

        assertThat(client.find("A1"))
                .contains("\"registered\":\"20230630\"", "\"year\":\"2023\"")
                .contains("\"errcode\":0");
    }

    @Test
    void find_clockAhead_isRefusedNamingHeaderAndOffset() {
        gateway.clockSkew(Duration.ofMinutes(-1));

        assertThat(client.find("A1")).contains("x-tif-timestamp is", "ahead of the gateway's clock");
        assertThat(gateway.requestCount("/ebus/marriages")).isEqualTo(1);
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }
}
