package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.CallRate;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dialect.gjgxjhpt.ExchangeGateway;
import io.govshare.dialect.gjgxjhpt.ServiceRegistration;
import io.govshare.error.QuotaExceededException;
import io.govshare.signing.Secret;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rate that a gateway registers for a service, from its registration to the call that is too many. */
class RegisteredRateTest {

    record Company(String code, String name) {}

    private static final String SID = "s_TEST_0001";

    @Test
    void registeredRate_aFifthGoesAtOnce_theNextIsRefusedHereAndSaysWhen(@TempDir Path spool) {
        try (GatewaySandbox gateway = GatewaySandbox.nationalExchange()
                        .client("rid-0001", SID, "canary-app-key-0001")
                        .service(GatewayService.of(SID, List.of(new Company("91A", "Mill")))
                                .requires("code")
                                .rate(10, Duration.ofHours(1)))
                        .start();
                GovShare govshare = GovShare.builder()
                        .application("tax-assessment", "1.0.0")
                        .platform(ExchangeGateway.at(gateway.url().toString())
                                .service(ServiceRegistration.read("companies", SID, gateway.registration(SID))
                                        .method("GET")))
                        .credentials(Credentials.sharedSecret("rid-0001", Secret.of("canary-app-key-0001")))
                        .context(CallContext.purpose("tax-assessment").build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            Dataset<Company> companies = govshare.dataset("companies", Company.class)
                    .with(CallOptions.defaults().timeout(Duration.ofSeconds(20)));
            for (int i = 0; i < 2; i++) {
                assertThat(companies.query(where("code").is("91A")).items()).hasSize(1);
            }

            assertThat(govshare.catalogue().find("companies").orElseThrow().rate())
                    .isEqualTo(new CallRate(10, Duration.ofHours(1)));
            assertThatThrownBy(() -> companies.query(where("code").is("91A")))
                    .isInstanceOfSatisfying(
                            QuotaExceededException.class,
                            e -> assertThat(e.retryAfter().orElseThrow())
                                    .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7)))
                    .hasMessageContaining("companies")
                    .hasMessageContaining("the 10 calls in 1 h that are registered for it");
            assertThat(gateway.requestCount("/httpproxy")).isEqualTo(2);
        }
    }
}
