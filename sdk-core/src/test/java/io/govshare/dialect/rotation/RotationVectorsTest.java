package io.govshare.dialect.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import org.junit.jupiter.api.Test;

/** The golden vectors of dialect C. */
class RotationVectorsTest {

    private static Stamp stamp(String secret) {
        return new Stamp("app-0001", "1700000000000", "", Secret.of(secret), Request.get("https://gw.example.gov/"));
    }

    @Test
    void exchangeSignature_ofVector_isExpected() {
        assertThat(RotationGateway.signature(stamp("app-secret-0001"))).isEqualTo("6b6885436f714063e6f3372540616975");
    }

    @Test
    void callSignature_ofVector_isExpected() {
        assertThat(RotationGateway.signature(stamp("request-secret-0001")))
                .isEqualTo("f23658a7264e1090ab7eb99b27943930");
    }
}
