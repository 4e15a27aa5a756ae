package io.govshare.dialect.rtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.error.CredentialException;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The golden vectors of dialect B. */
class RtimeVectorsTest {

    private static final Secret APP_KEY = Secret.of("TEST-APP-KEY-0001");
    private static final String SEALED = "Iy39f0voY7bXYNCXKbR7WD77gtpUJ9mTEWPAvP4tz2MmB7w/dbHqb/cVcPCT3sAy";

    private static Stamp stamp(Secret secret) {
        return new Stamp("app-0001", "1700000000000", "", secret, Request.get("https://gw.example.gov/"));
    }

    @Test
    void tokenSignature_ofVector_isExpected() {
        assertThat(RtimeGateway.signature(stamp(APP_KEY))).isEqualTo("3dCeFDeyphyD2gjYsIWxSmpLBsKTuPH79r59GBvY1q8=");
    }

    @Test
    void key_ofVector_isExpected() {
        assertThat(HexFormat.of().formatHex(SealedSecret.key(APP_KEY))).isEqualTo("eb5ce195b939846015eaeb4f5b742395");
    }

    @Test
    void accessToken_ofVector_opensToSecret() {
        assertThat(SealedSecret.open(APP_KEY, SEALED, SealedSecret.Mode.CBC).revealText())
                .isEqualTo("0123456789abcdef0123456789abcdef");
    }

    @Test
    void accessToken_underAnotherKey_isRefusedWithoutShowingEither() {
        assertThatThrownBy(() -> SealedSecret.open(Secret.of("ANOTHER-APP-KEY"), SEALED, SealedSecret.Mode.CBC))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("appKey")
                .hasMessageNotContaining("ANOTHER")
                .hasMessageNotContaining(SEALED);
    }

    @Test
    void callSignature_ofVector_isExpected() {
        assertThat(RtimeGateway.signature(stamp(Secret.of("0123456789abcdef0123456789abcdef"))))
                .isEqualTo("GPdoGgAcGqsUvQB4KCbLUWFPggfo3HvMcPweSIkR4sg=");
    }
}
