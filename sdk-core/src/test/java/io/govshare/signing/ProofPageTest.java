package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import io.govshare.guides.Guide;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The proof that docs/proof.md shows holds, and has the members that the page lists. */
class ProofPageTest {

    private final Guide format = Guide.of("proof.md").section("Format");
    private final String example = format.blocks("json").get(0);
    private final String keys = format.blocks("jwks").get(0);

    @Test
    void example_withTheKeysOfThePage_holds() {
        Proof proof = Proof.parse(example.getBytes(StandardCharsets.UTF_8)).verify(keys);

        assertThat(proof.target()).isEqualTo("https://share.example.gov/odata/cn.stats.counties('350102')");
        assertThat(new String(proof.body().orElseThrow(), StandardCharsets.UTF_8))
                .contains("鼓楼区");
    }

    @Test
    void example_changed_doesNotHold() {
        byte[] changed = example.replace("350102", "350103").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Proof.parse(changed).verify(keys)).isInstanceOf(ResponseRejectedException.class);
    }

    @Test
    void format_listsEveryMemberOfTheExample() {
        List<String> listed = format.rows().stream().map(row -> row.get(0)).toList();

        assertThat(listed)
                .containsAll(JsonMapper.shared().readTree(example).propertyNames())
                .contains("contentEncoding")
                .hasSize(8);
    }
}
