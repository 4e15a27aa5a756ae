package io.govshare.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.dataset.Order;
import io.govshare.error.InvalidRequestException;
import org.junit.jupiter.api.Test;

class PageRequestTest {

    record County(String code, int population) {}

    @Test
    void methods_addToWhatWasSaid() {
        PageRequest request = PageRequest.of(50)
                .orderByDescending(County::population)
                .orderBy("code")
                .counted();

        assertThat(request.limit()).hasValue(50);
        assertThat(request.order()).containsExactly(new Order("population", true), new Order("code", false));
        assertThat(request.isCounted()).isTrue();
        assertThat(request).hasToString("PageRequest[all order by population descending, code limit 50 counted]");
        assertThat(request.limit(9).limit()).hasValue(9);
    }

    @Test
    void all_saysNothing() {
        assertThat(PageRequest.all().limit()).isEmpty();
        assertThat(PageRequest.all().order()).isEmpty();
        assertThat(PageRequest.all().isCounted()).isFalse();
    }

    @Test
    void equals_isByValue() {
        assertThat(PageRequest.of(5).orderBy(County::code))
                .isEqualTo(PageRequest.of(5).orderBy("code"))
                .hasSameHashCodeAs(PageRequest.of(5).orderBy("code"))
                .isNotEqualTo(PageRequest.of(5).orderByDescending("code"));
    }

    @Test
    void limitOrName_thatCannotBe_isRefused() {
        assertThatThrownBy(() -> PageRequest.of(0)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> PageRequest.all().orderBy("a b")).isInstanceOf(InvalidRequestException.class);
    }
}
