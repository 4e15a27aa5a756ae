package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueQueryTest {

    @Test
    void methods_returnAnotherQuery() {
        CatalogueQuery all = CatalogueQuery.all();

        CatalogueQuery narrowed = all.publisher(" 民政部 ").theme("t").sharing(SharingAttribute.NOT_SHARED);

        assertThat(all).isEqualTo(CatalogueQuery.all()).hasToString("CatalogueQuery[all]");
        assertThat(narrowed.publisher()).contains("民政部");
        assertThat(narrowed.theme()).contains("t");
        assertThat(narrowed.sharing()).contains(SharingAttribute.NOT_SHARED);
        assertThat(narrowed).isNotEqualTo(all);
    }

    @Test
    void toString_words_areNotShown() {
        assertThat(CatalogueQuery.text("张三").region("350100").limit(5))
                .hasToString("CatalogueQuery[text ? region 350100 limit 5]");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, -1", "50, 0, 50", "2500, 0, 1000", "0, 20, 20", "5, 20, 5", "50, 20, 20"})
    void pageSize_isNeverMoreThanTheLimit(int limit, int pageSize, int asked) {
        CatalogueQuery query = CatalogueQuery.all();
        query = limit == 0 ? query : query.limit(limit);
        query = pageSize == 0 ? query : query.pageSize(pageSize);

        assertThat(query.pageSize().orElse(-1)).isEqualTo(asked);
    }

    @Test
    void criterion_thatSaysNothing_isRefusedNamingTheMethod() {
        assertThatThrownBy(() -> CatalogueQuery.text(" "))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("text(…)");
        assertThatThrownBy(() -> CatalogueQuery.all().region(""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("region(…)");
        assertThatThrownBy(() -> CatalogueQuery.all().limit(0)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> CatalogueQuery.all().pageSize(1_001)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void search_sourceThatHasNone_saysSo() {
        assertThatThrownBy(() -> CatalogueSource.NONE.search(CatalogueQuery.all(), null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no catalogue that can be searched");
        assertThatThrownBy(() -> CatalogueSource.NONE.services(CatalogueQuery.all(), null))
                .isInstanceOf(ConfigurationException.class);
    }
}
