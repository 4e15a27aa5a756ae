package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryShapeTest {

    @Test
    void ofKey_compositeKey_namesItsFields() {
        assertThat(QueryShape.ofKey(List.of("code", "year")).text()).isEqualTo("code is ? and year is ?");
        assertThat(QueryShape.ofKey(List.of()).text()).isEqualTo("key is ?");
    }
}
