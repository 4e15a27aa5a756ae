package io.govshare.dialect.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dataset.Query;
import io.govshare.platform.PageState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where reading ends. */
class PagingTest {

    private static final String URL = "https://gw.example.gov/rows";

    private static boolean goesOn(Paging paging, long records, int last, @Nullable Long total) {
        return paging.parameters(Query.all(), new PageState(URL, null, 1, records, last, total)) != null;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "10, 10, -,  true",
                "10, 9,  -,  false",
                "10, 0,  -,  false",
                "10, 10, 25, true",
                "13, 3,  25, true",
                "25, 5,  25, false",
                "20, 0,  25, false",
                "10, 10, 0,  true",
                "20, 10, 10, true",
                "15, 5,  10, false",
            })
    void numberedPages_goOnUntilTheTotal_unlessThatCannotBe(
            long records, int last, @Nullable Long total, boolean goesOn) {
        assertThat(goesOn(Paging.pages("page", "size", 1, 10), records, last, total))
                .isEqualTo(goesOn);
        assertThat(goesOn(Paging.offsets("start", "num", 0, 10), records, last, total))
                .isEqualTo(goesOn);
    }

    @Test
    void limit_asksForNoMoreThanThat() {
        Paging paging = Paging.pages("page", "size", 1, 10);

        assertThat(paging.parameters(Query.all().limit(3), null))
                .containsEntry("page", 1L)
                .containsEntry("size", 3L);
        assertThat(paging.parameters(Query.all().limit(3), new PageState(URL, null, 1, 3, 3, null)))
                .isNull();
    }
}
