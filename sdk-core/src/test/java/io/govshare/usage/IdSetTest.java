package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdSetTest {

    @Test
    void add_anyIds_areThoseOfAHashSet() {
        Random random = new Random(7);
        Set<UUID> expected = new HashSet<>();
        IdSet ids = new IdSet();
        for (int i = 0; i < 20_000; i++) {
            UUID id = new UUID(random.nextInt(100), random.nextInt(100));
            assertThat(ids.add(id)).isEqualTo(expected.add(id));
        }

        assertThat(ids.size()).isEqualTo(expected.size());
        assertThat(expected).contains(new UUID(0, 0)).noneMatch(ids::add);
        assertThat(ids.add(new UUID(100, 0))).isTrue();
    }
}
