package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyTest {

    @Test
    void of_values_keepsTheirOrder() {
        assertThat(Key.of("350102", 2023).values()).containsExactly("350102", 2023);
    }

    @Test
    void of_aKey_isThatKey() {
        Key key = Key.of("350102");

        assertThat(Key.of(key)).isSameAs(key);
    }

    @Test
    void of_optional_isWhatItHolds() {
        assertThat(Key.of(Optional.of("x"))).isEqualTo(Key.of("x"));
    }

    @Test
    void toString_showsNoValue() {
        assertThat(Key.of("110101199003071234")).hasToString("Key[1 value]");
        assertThat(Key.of("a", "b")).hasToString("Key[2 values]");
    }

    @Test
    void of_nothingNullOrAList_isRefused() {
        assertThatThrownBy(Key::of)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Key.of(…) got no value");
        assertThatThrownBy(() -> Key.of("a", null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Key.of(…) got null")
                .hasMessageContaining("query(…)");
        assertThatThrownBy(() -> Key.of(List.of("a")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Key.of(…) got a java.util");
    }
}
