package io.govshare.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Headers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:50:37Z");
    private static final String A_MINUTE_AGO = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String IN_A_MINUTE = "Sun, 06 Nov 1994 08:51:37 GMT";

    private static Freshness of(String... headers) {
        return Freshness.of(Headers.of(headers), NOW, Duration.ofSeconds(2));
    }

    @Test
    void age_dateIsNow_isTheDelay() {
        assertThat(of("Date", "Sun, 06 Nov 1994 08:50:37 GMT").initialAge()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void age_dateInThePast_isApparentAge() {
        assertThat(of("Date", A_MINUTE_AGO).initialAge()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void age_givenByACacheOnTheWay_countsFromTheRequest() {
        assertThat(of("Date", A_MINUTE_AGO, "Age", "100").initialAge()).isEqualTo(Duration.ofSeconds(102));
        assertThat(of("Date", A_MINUTE_AGO, "Age", "10").initialAge()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void age_severalValues_firstCounts() {
        assertThat(of("Age", "100, 7").initialAge()).isEqualTo(Duration.ofSeconds(102));
    }

    @Test
    void age_dateInTheFuture_isNotNegative() {
        assertThat(of("Date", IN_A_MINUTE).initialAge()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void age_noDate_isMadeWhenItCame() {
        Freshness freshness = of("Expires", IN_A_MINUTE);

        assertThat(freshness.date()).isEqualTo(NOW);
        assertThat(freshness.lifetime()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void age_afterAWhile_grows() {
        assertThat(of("Date", A_MINUTE_AGO).age(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(65));
    }

    @Test
    void lifetime_maxAgeAndExpires_maxAgeWins() {
        Freshness freshness =
                of("Date", A_MINUTE_AGO, "Expires", IN_A_MINUTE, "Cache-Control", "max-age=30, s-maxage=900");

        assertThat(freshness.lifetime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(freshness.explicit()).isTrue();
    }

    @Test
    void lifetime_sharedCachesOnly_isNone() {
        Freshness freshness = of("Date", A_MINUTE_AGO, "Cache-Control", "s-maxage=900");

        assertThat(freshness.explicit()).isFalse();
        assertThat(freshness.lifetime()).isZero();
    }

    @Test
    void lifetime_expires_countsFromTheDate() {
        assertThat(of("Date", A_MINUTE_AGO, "Expires", IN_A_MINUTE).lifetime()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "Sun, 06 Nov 1994 08:48:37 GMT"})
    void lifetime_expiresNeverOrBefore_isExplicitlyZero(String expires) {
        Freshness freshness = of("Date", A_MINUTE_AGO, "Expires", expires);

        assertThat(freshness.lifetime()).isZero();
        assertThat(freshness.explicit()).isTrue();
    }

    @Test
    void lifetime_nothingSaid_isNotGuessed() {
        Freshness freshness = of("Date", A_MINUTE_AGO, "Last-Modified", "Sat, 06 Nov 1993 08:49:37 GMT");

        assertThat(freshness.lifetime()).isZero();
        assertThat(freshness.explicit()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void date_spellings_areTheSameInstant(String date) {
        assertThat(HttpDate.parse(date, NOW)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @Test
    void date_yearOfTwoDigits_isAtMostFiftyYearsAhead() {
        Instant now = Instant.parse("2026-11-06T08:49:37Z");

        assertThat(HttpDate.parse("Wednesday, 06-Nov-74 08:49:37 GMT", now))
                .as("in fifty years it would be a Tuesday")
                .isEmpty();
        assertThat(HttpDate.parse("Tuesday, 06-Nov-74 08:49:37 GMT", now))
                .contains(Instant.parse("2074-11-06T08:49:37Z"));
        assertThat(HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", now))
                .contains(Instant.parse("1994-11-06T08:49:37Z"));
    }
}
