package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.PagingCheck.Identity;
import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Query;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Request;
import java.net.URI;
import org.junit.jupiter.api.Test;

class PagingCheckTest {

    private final PagingCheck check = new PagingCheck();
    private int links;

    private void page(String first, Identity identity) {
        check.page(10, first, identity);
        check.following(Request.get("https://share.example.gov/odata/x?page=" + links++));
    }

    @Test
    void theSamePageBehindNewLinks_isRefusedAtOnce() {
        page("{\"code\":\"1\"}", Identity.KEY);
        page("{\"code\":\"11\"}", Identity.KEY);

        assertThatThrownBy(() -> page("{\"code\":\"11\"}", Identity.KEY))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("Page 3 begins with the same record as page 2");
    }

    @Test
    void pagesThatComeRoundAgainBehindNewLinks_areRefused() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        page("{\"code\":\"" + i % 7 + "\"}", Identity.KEY);
                    }
                })
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("same record");
        assertThat(links).isLessThan(20);
    }

    @Test
    void recordsThatMayBeAlike_areNoRepetition() {
        for (int i = 0; i < 5_000; i++) {
            page("{\"provinceCode\":\"44\"}", Identity.NONE);
        }
        assertThat(links).isEqualTo(5_000);
    }

    @Test
    void pagesWithoutRecords_mayComeForAWhile() {
        for (int i = 0; i < 900; i++) {
            emptyPage();
        }
        page("{\"code\":\"1\"}", Identity.KEY);
        for (int i = 0; i < 900; i++) {
            emptyPage();
        }

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        emptyPage();
                    }
                })
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("1000 pages without a record", "paging does not end");
        assertThat(links).isEqualTo(1_901);
    }

    private void emptyPage() {
        check.page(0, null, Identity.KEY);
        check.following(Request.get("https://share.example.gov/odata/x?page=" + links++));
    }

    @Test
    void wholeRecordsWithoutKey_mayBeAlikeForAWhile() {
        for (int i = 0; i < 900; i++) {
            page("{\"level\":0}", Identity.ALL_FIELDS);
        }
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        page("{\"level\":0}", Identity.ALL_FIELDS);
                    }
                })
                .hasMessageContaining("paging does not end");
    }

    @Test
    void identity_isThatOfTheFieldsThatCome() {
        DatasetDescription keyed = DatasetDescription.at("x", URI.create("https://share.example.gov/x"))
                .key("code");
        DatasetDescription unkeyed = DatasetDescription.at("x", URI.create("https://share.example.gov/x"));

        assertThat(Identity.of(Query.all(), keyed)).isEqualTo(Identity.KEY);
        assertThat(Identity.of(Query.all().select("name", "code"), keyed)).isEqualTo(Identity.KEY);
        assertThat(Identity.of(Query.all().select("name"), keyed)).isEqualTo(Identity.NONE);
        assertThat(Identity.of(Query.all(), unkeyed)).isEqualTo(Identity.ALL_FIELDS);
        assertThat(Identity.of(Query.all().select("name"), unkeyed)).isEqualTo(Identity.NONE);
    }
}
