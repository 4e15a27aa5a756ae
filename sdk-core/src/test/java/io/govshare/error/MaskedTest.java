package io.govshare.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedTest {

    @Test
    void text_digitRuns_areMaskedButNotTheNamesOfAlgorithms() {
        assertThat(Masked.text("person 11010519491231002X has an Ed25519 key, not X25519, ed25519 or 25519"))
                .isEqualTo("person *** has an Ed25519 key, not X25519, ed25519 or ***");
        assertThat(Masked.text("E12345678 Ed2551900")).isEqualTo("E*** Ed***");
    }

    @Test
    void text_queryValues_areMasked() {
        assertThat(Masked.text("GET /p?name=li&id=7 failed")).isEqualTo("GET /p?name=***&id=*** failed");
    }
}
