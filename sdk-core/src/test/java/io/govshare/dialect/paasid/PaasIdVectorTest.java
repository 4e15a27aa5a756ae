package io.govshare.dialect.paasid;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import org.junit.jupiter.api.Test;

/** The golden vector of dialect E. */
class PaasIdVectorTest {

    @Test
    void signature_ofVector_isExpected() {
        Stamp stamp = new Stamp(
                "paas-0001",
                "1700000000",
                "18bcfe56800-a1b2c",
                Secret.of("paas-token-0001"),
                Request.get("https://gw.example.gov/"));

        assertThat(PaasIdGateway.signature(stamp))
                .isEqualTo("37fbb082dfb36abb8eed2e15f0cc1f3f0f91829493eb2a5270f006429fc45768");
    }
}
