package io.govshare.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedTest {

    @Test
    void text_runsOfSixDigits_areMasked_butPortsAndNamesOfAlgorithmsAreNot() {
        assertThat(Masked.text("person 11010519491231002X, phone 13800138000, passport E12345678"))
                .isEqualTo("person ***, phone ***, passport E***");
        assertThat(Masked.text("an Ed25519 key at 127.0.0.1:54321")).isEqualTo("an Ed25519 key at 127.0.0.1:54321");
    }

    @Test
    void text_numberAtTheCut_isMaskedBeforeItIsCut() {
        assertThat(Masked.text("x".repeat(495) + "110105194912310021")).doesNotContain("1");
    }

    @Test
    void text_queryValues_areMasked() {
        assertThat(Masked.text("GET /p?name=li&id=7 failed")).isEqualTo("GET /p?name=***&id=*** failed");
    }
}
