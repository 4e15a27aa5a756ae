package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.guides.Guide;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SandboxGuideTest {

    @Test
    void examples_areTheCodeThatIsTested() {
        String tested = Guide.sources(Path.of("src/test/java/com/example/parcels"))
                + Guide.sources(Path.of("src/test/java/com/example/marriages"));
        assertThat(Guide.of("sandbox.md").blocks("java"))
                .hasSize(4)
                .allSatisfy(example -> assertThat(tested).contains(Guide.plain(example)));
    }
}
