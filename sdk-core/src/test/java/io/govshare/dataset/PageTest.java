package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void items_areThoseGiven_whateverBecomesOfTheList() {
        List<String> given = new ArrayList<>(List.of("a", "b"));
        Page<String> page = Page.of(given, OptionalLong.of(9), null);
        given.clear();

        assertThat(page.items()).containsExactly("a", "b");
        assertThat(page).containsExactly("a", "b");
        assertThat(page.stream()).containsExactly("a", "b");
        assertThat(page.size()).isEqualTo(2);
        assertThat(page.isEmpty()).isFalse();
        assertThat(page.total()).hasValue(9);
        assertThatThrownBy(() -> page.items().add("c")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void freshness_isThatOfTheAnswer() {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        Page<String> kept = Page.of(new Records<>(List.of("a"), null, OptionalLong.empty()), null, then, true, null);

        assertThat(kept.asOf()).isEqualTo(then);
        assertThat(kept.isFromCache()).isTrue();
        assertThat(Page.of(List.of("a"), OptionalLong.empty(), null).isFromCache())
                .isFalse();
    }

    @Test
    void next_onTheLastPage_isEmpty() {
        Page<String> page = Page.of(List.of(), OptionalLong.empty(), null);

        assertThat(page.hasNext()).isFalse();
        assertThat(page.next()).isEmpty();
        assertThat(page.isEmpty()).isTrue();
    }

    @Test
    void next_isReadWhenAskedForAndNotBefore() {
        AtomicInteger reads = new AtomicInteger();
        Page<String> page = Page.of(List.of("a"), OptionalLong.empty(), () -> {
            reads.incrementAndGet();
            return Page.of(List.of("b"), OptionalLong.empty(), null);
        });

        assertThat(page.hasNext()).isTrue();
        assertThat(reads).hasValue(0);
        assertThat(page.next().orElseThrow().items()).containsExactly("b");
        assertThat(page.next().orElseThrow().hasNext()).isFalse();
        assertThat(reads).hasValue(2);
    }

    @Test
    void toString_showsCountsOnly() {
        assertThat(Page.of(List.of("Zhang"), OptionalLong.of(3), () -> Page.of(List.of(), OptionalLong.empty(), null)))
                .hasToString("Page[1 records of 3]");
        assertThat(Page.of(List.of("Zhang"), OptionalLong.empty(), null)).hasToString("Page[1 records, last]");
    }
}
