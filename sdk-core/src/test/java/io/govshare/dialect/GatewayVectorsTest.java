package io.govshare.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.signing.Secret;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The golden vectors of dialects B and E. */
class GatewayVectorsTest {

    private static final Secret APP_KEY = Secret.of("TEST-APP-KEY-0001");
    private static final String SESSION_SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void rtimeTokenSignature_ofVector_isExpected() {
        assertThat(RtimePlatform.hmac(APP_KEY, "app-0001" + "1700000000000"))
                .isEqualTo("3dCeFDeyphyD2gjYsIWxSmpLBsKTuPH79r59GBvY1q8=");
    }

    @Test
    void rtimeKey_ofVector_isExpected() {
        assertThat(HexFormat.of().formatHex(RtimePlatform.aesKey(APP_KEY)))
                .isEqualTo("eb5ce195b939846015eaeb4f5b742395");
    }

    @Test
    void rtimeAccessToken_ofVector_decryptsToSecret() {
        Secret secret =
                RtimePlatform.decrypt(APP_KEY, "Iy39f0voY7bXYNCXKbR7WD77gtpUJ9mTEWPAvP4tz2MmB7w/dbHqb/cVcPCT3sAy");
        assertThat(secret.revealText()).isEqualTo(SESSION_SECRET);
    }

    @Test
    void rtimeCallSignature_ofVector_isExpected() {
        assertThat(RtimePlatform.hmac(Secret.of(SESSION_SECRET), "app-0001" + "1700000000000"))
                .isEqualTo("GPdoGgAcGqsUvQB4KCbLUWFPggfo3HvMcPweSIkR4sg=");
    }

    @Test
    void paasIdSignature_ofVector_isExpected() {
        assertThat(PaasIdPlatform.signature("1700000000", "paas-token-0001", "18bcfe56800-a1b2c"))
                .isEqualTo("37fbb082dfb36abb8eed2e15f0cc1f3f0f91829493eb2a5270f006429fc45768");
    }
}
