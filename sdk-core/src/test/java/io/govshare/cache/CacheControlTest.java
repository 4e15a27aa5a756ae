package io.govshare.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTest {

    private static CacheControl of(String... values) {
        Headers headers = Headers.none();
        for (String value : values) {
            headers = headers.and("Cache-Control", value);
        }
        return CacheControl.of(headers);
    }

    @Test
    void of_noField_hasNothing() {
        assertThat(of().has("no-store")).isFalse();
        assertThat(of().seconds("max-age")).isEmpty();
    }

    @Test
    void of_severalFields_areReadTogetherWhateverTheirCase() {
        CacheControl directives = of("Private,, MAX-AGE = 60", "must-revalidate");

        assertThat(directives.has("private")).isTrue();
        assertThat(directives.has("must-revalidate")).isTrue();
        assertThat(directives.seconds("max-age")).contains(Duration.ofSeconds(60));
    }

    @Test
    void of_commaWithinQuotes_endsNoDirective() {
        CacheControl directives = of("private=\"Set-Cookie, \\\", no-store\", max-age=\"30\"");

        assertThat(directives.has("no-store")).isFalse();
        assertThat(directives.has("private")).isTrue();
        assertThat(directives.seconds("max-age")).contains(Duration.ofSeconds(30));
    }

    @Test
    void of_quoteThatNeverEnds_takesTheRest() {
        assertThat(of("private=\"a, no-store").has("no-store")).isFalse();
    }

    @Test
    void seconds_givenTwice_theShorterCounts() {
        assertThat(of("max-age=60, max-age=5").seconds("max-age")).contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"max-age", "max-age=", "max-age=-1", "max-age=1.5", "max-age=soon"})
    void seconds_noNumber_isStaleAtOnce(String value) {
        assertThat(of(value).seconds("max-age")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"max-age=2147483649", "max-age=99999999999999999999999999"})
    void seconds_tooLargeToBeKept_isTakenForTheLargest(String value) {
        assertThat(of(value).seconds("max-age")).contains(Duration.ofSeconds(1L << 31));
    }
}
