package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.catalog.CataloguePage;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.error.ResponseRejectedException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTurnTest {

    private static CataloguePage<String> page(@Nullable String next, String... items) {
        return new CataloguePage<>(List.of(items), OptionalLong.empty(), next);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void after_circleOfAnyLength_isFound(int length) {
        assertThatThrownBy(() -> {
                    CatalogueTurn turn = CatalogueTurn.FIRST;
                    for (int i = 0; i < 10 * length + 10; i++) {
                        turn = turn.after(page("/" + i % length, "a"), CatalogueQuery.all());
                    }
                })
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void after_endOfTheLinks_isTheEnd() {
        CatalogueTurn turn = CatalogueTurn.FIRST.after(page("/1", "a"), CatalogueQuery.all());

        assertThat(turn.next()).isEqualTo("/1");
        assertThat(turn.after(page(null), CatalogueQuery.all()).next()).isNull();
    }

    @Test
    void after_pagesWithoutEntriesForEver_areRefused() {
        assertThatThrownBy(() -> {
                    CatalogueTurn turn = CatalogueTurn.FIRST;
                    for (int i = 0; i < 2_000; i++) {
                        turn = turn.after(page("/" + i), CatalogueQuery.all());
                    }
                })
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("does not end");
    }

    @Test
    void within_limit_cutsTheLastPageAndAsksForNoOther() {
        CatalogueQuery three = CatalogueQuery.all().limit(3);
        CatalogueTurn turn = CatalogueTurn.FIRST.after(page("/1", "a", "b"), three);

        assertThat(turn.within(List.of("c", "d"), three)).containsExactly("c");
        assertThat(turn.after(page("/2", "c", "d"), three).next()).isNull();
    }
}
