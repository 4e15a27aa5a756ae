package io.govshare.dialect.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.dialect.gateway.SignatureLayout.Timestamp;
import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The golden vector of dialect D. */
class HmacVectorTest {

    private static final String DATE = "Tue, 09 Nov 2021 08:49:20 GMT";

    @Test
    void signature_ofVector_isExpectedWhateverTheOrderOfTheQuery() {
        Request request = Request.post(
                "https://gw.example.gov/restapi/prod/IC0000/demo?b=%E4%B8%AD&a=1",
                Body.text("text/plain", "not signed"));
        Stamp stamp = new Stamp("AK0001", DATE, "", Secret.of("SK0001"), request);

        assertThat(HmacGateway.signature(stamp)).isEqualTo("g5DVxFL3cwZdebs+O1lRlc+VgZQcKDhOubG7zaHomMc=");
    }

    @Test
    void date_isSpelledAsInHttp() {
        assertThat(Timestamp.HTTP_DATE.of(Instant.parse("2021-11-09T08:49:20Z")))
                .isEqualTo(DATE);
    }

    @Test
    void query_withoutParameters_isAnEmptyLine() {
        assertThat(HmacGateway.canonical(null)).isEmpty();
    }

    @Test
    void query_isEncodedStrictlyAndSortedByName() {
        assertThat(HmacGateway.canonical("b=x+y&a=*~&b=%2F&flag")).isEqualTo("a=%2A~&b=x%20y&b=%2F&flag=");
    }

    @Test
    void query_isSortedByNamesBeforeTheyAreEncoded() {
        assertThat(HmacGateway.canonical("%E4%B8%AD=1&%7Bx%7D=2&a=3&a+b=4&a=0"))
                .isEqualTo("a=3&a=0&a%20b=4&%7Bx%7D=2&%E4%B8%AD=1");
    }
}
