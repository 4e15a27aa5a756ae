package io.govshare.testing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The gateways' own algorithms give what public client code gives for the same invented keys. */
class GoldenVectorsTest {

    private static final String APP_KEY = "TEST-APP-KEY-0001";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String MILLIS = "1700000000000";

    @Test
    void nationalExchange_exchangeAndCall_areSignedAlike() {
        assertThat(base64(NationalExchange.signature(APP_KEY, "s_TEST_0001", "rid-0001", MILLIS)))
                .isEqualTo("lrJUbE1b6G+I5wlUG18ZHmfLmNJSTD7B7S6ssH9VgvQ=");
        assertThat(base64(NationalExchange.signature(SECRET, "s_TEST_0001", "rid-0001", MILLIS)))
                .isEqualTo("6GMcOOnVUi6Xu27p3iCMYQje9yd3+OLLlEG9BsmNjPM=");
    }

    @Test
    void gatewayAppId_exchangeKeyTokenAndCall_areAsKnown() {
        assertThat(base64(GatewayAppId.signature(APP_KEY, "app-0001", MILLIS)))
                .isEqualTo("3dCeFDeyphyD2gjYsIWxSmpLBsKTuPH79r59GBvY1q8=");
        assertThat(HexFormat.of().formatHex(GatewayCrypto.aesKey(APP_KEY)))
                .isEqualTo("eb5ce195b939846015eaeb4f5b742395");
        assertThat(GatewayCrypto.encrypted(APP_KEY, SECRET, false))
                .isEqualTo("Iy39f0voY7bXYNCXKbR7WD77gtpUJ9mTEWPAvP4tz2MmB7w/dbHqb/cVcPCT3sAy");
        assertThat(base64(GatewayAppId.signature(SECRET, "app-0001", MILLIS)))
                .isEqualTo("GPdoGgAcGqsUvQB4KCbLUWFPggfo3HvMcPweSIkR4sg=");
    }

    @Test
    void twoSecrets_exchangeAndCall_areSignedAlike() {
        assertThat(SignatureForm.LOWER_HEX.write(TwoSecrets.signature("app-0001", "app-secret-0001", MILLIS)))
                .isEqualTo("6b6885436f714063e6f3372540616975");
        assertThat(SignatureForm.LOWER_HEX.write(TwoSecrets.signature("app-0001", "request-secret-0001", MILLIS)))
                .isEqualTo("f23658a7264e1090ab7eb99b27943930");
    }

    @Test
    void hmacHeaders_call_isSignedOverItsLines() {
        String text = HmacHeaders.toSign(
                "POST",
                "/restapi/prod/IC0000/demo",
                HmacHeaders.canonical("b=%e4%b8%ad&a=1"),
                "AK0001",
                "Tue, 09 Nov 2021 08:49:20 GMT");

        assertThat(text)
                .isEqualTo("POST\n/restapi/prod/IC0000/demo\na=1&b=%E4%B8%AD\nAK0001\nTue, 09 Nov 2021 08:49:20 GMT\n");
        assertThat(base64(GatewayCrypto.hmacSha256("SK0001", text)))
                .isEqualTo("g5DVxFL3cwZdebs+O1lRlc+VgZQcKDhOubG7zaHomMc=");
    }

    @Test
    void paasId_call_isSignedAlike() {
        assertThat(SignatureForm.LOWER_HEX.write(
                        PaasId.signature("paas-token-0001", "1700000000", "18bcfe56800-a1b2c")))
                .isEqualTo("37fbb082dfb36abb8eed2e15f0cc1f3f0f91829493eb2a5270f006429fc45768");
    }

    @Test
    void clientId_call_isSignedAlike() {
        assertThat(base64(ClientId.signature("client-secret-0001", "client-0001", MILLIS, "nonce-0001")))
                .isEqualTo("o4FVmp3/+6zkTYuBd7fJUvAX619mNq/chKeEwQzgG9o=");
    }

    private static String base64(byte[] signature) {
        return SignatureForm.BASE64.write(signature);
    }
}
