package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrantTest {

    private static final Grant GRANT = Grant.of("G-1", "cn.stats.counties", "residence-permit", "housing");

    @Test
    void toString_withAllThatIsKnown_isOneLine() {
        Grant full = GRANT.onlyFields("name", "code")
                .valid(Instant.parse("2026-01-01T00:00:00Z"), null)
                .applicationNumber(" SQ-2026-0017 ")
                .rows("counties\n of Fujian");

        assertThat(full)
                .hasToString("grant G-1 (application SQ-2026-0017) valid 2026-01-01T00:00:00Z to … for housing,"
                        + " residence-permit, fields code, name, rows: counties of Fujian");
    }

    @Test
    void toString_ofAnUnlimitedGrant_saysSo() {
        assertThat(Grant.of("G-1", "d")).hasToString("grant G-1 valid … to … for any purpose");
    }

    @Test
    void toString_longListsAndTexts_areShortened() {
        Grant wide = GRANT.onlyFields(
                        IntStream.range(10, 60).mapToObj(i -> "f" + i).toArray(String[]::new))
                .rows("x".repeat(5_000));

        assertThat(wide.toString()).contains("f10, f11", "f21 and 38 more").hasSizeLessThan(500);
    }

    @Test
    void rows_blank_isAbsent() {
        assertThat(GRANT.rows(" \n").applicationNumber("")).isEqualTo(GRANT);
    }
}
