package io.govshare.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheOptionsTest {

    @Test
    void defaults_are16MiB() {
        assertThat(CacheOptions.defaults().maxSize()).isEqualTo(16_777_216);
        assertThat(CacheOptions.defaults().isNone()).isFalse();
    }

    @Test
    void none_keepsNothing() {
        assertThat(CacheOptions.none().isNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {CacheOptions.SMALLEST_SIZE, CacheOptions.LARGEST_SIZE})
    void inMemory_endsOfTheRange_areAccepted(long size) {
        assertThat(CacheOptions.inMemory(size).maxSize()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, CacheOptions.SMALLEST_SIZE - 1, CacheOptions.LARGEST_SIZE + 1})
    void inMemory_outOfRange_namesMethodUnitAndWayOut(long size) {
        assertThatThrownBy(() -> CacheOptions.inMemory(size))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("CacheOptions.inMemory(", "bytes", "CacheOptions.none()");
    }
}
