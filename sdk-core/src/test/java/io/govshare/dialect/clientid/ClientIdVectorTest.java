package io.govshare.dialect.clientid;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import org.junit.jupiter.api.Test;

/** The golden vector of dialect F. */
class ClientIdVectorTest {

    @Test
    void signature_ofVector_isExpected() {
        Stamp stamp = new Stamp(
                "client-0001",
                "1700000000000",
                "nonce-0001",
                Secret.of("client-secret-0001"),
                Request.get("https://gw.example.gov/"));

        assertThat(ClientIdGateway.signature(stamp)).isEqualTo("o4FVmp3/+6zkTYuBd7fJUvAX619mNq/chKeEwQzgG9o=");
    }
}
