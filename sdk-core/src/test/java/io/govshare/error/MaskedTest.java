package io.govshare.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
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

    @Test
    void text_lineBreaks_forgeNoLineOfALog() {
        assertThat(Masked.text("refused\r\n2026-01-01 INFO all is well\u2028really"))
                .isEqualTo("refused 2026-01-01 INFO all is well really");
    }

    @Test
    void code_isShownUnlessItMayBeANumberOfAPerson() {
        assertThat(Masked.code("400000429")).isEqualTo("400000429");
        assertThat(Masked.code("E-QUOTA")).isEqualTo("E-QUOTA");
        assertThat(Masked.code("13800138000")).as("a phone").isEqualTo("***");
        assertThat(Masked.code("440102199003070011")).as("an identity number").isEqualTo("***");
        assertThat(Masked.code("no 123456")).isEqualTo("no ***");
    }

    @Test
    void id_keepsItsDigits_onOneLineAndShort() {
        assertThat(Masked.id("R-20260101-000017\n")).isEqualTo("R-20260101-000017 ");
        assertThat(Masked.id("7".repeat(10_000))).hasSizeLessThan(200);
    }

    @Test
    void values_areMaskedAsTheyAreAndAsUrlsSpellThem() {
        assertThat(Masked.values(
                        "no 张三 at /p('%E5%BC%A0%E4%B8%89') nor li wei, li%20wei, li+wei, flag 1",
                        Set.of("张三", "li wei", "1", "li")))
                .isEqualTo("no *** at /p('***') nor ***, ***, ***, flag 1");
    }

    @Test
    void values_areMaskedAsJsonAndHtmlAndLowerCaseUrlsSpellThem() {
        String secret = "p\"q\\r&s:t";

        assertThat(Masked.values(
                        "{\\\"s\\\":\\\"p\\\"q\\\\r&s:t\\\"} p&quot;q\\r&amp;s:t p%22q%5cr%26s%3at p%22q%5Cr%26s%3At",
                        Set.of(secret)))
                .isEqualTo("{\\\"s\\\":\\\"***\\\"} *** *** ***");
    }

    @Test
    void template_valuesInThePath_areMasked_butNotHostAndPort() {
        assertThat(Masked.template("https://u:p@127.0.0.1:54321/v2/p('li')/%E5%BC%A0/11010519491231002X?name=li#x"))
                .isEqualTo("https://127.0.0.1:54321/v2/p('***')/***/***");
        assertThat(Masked.template("https://share.example.gov")).isEqualTo("https://share.example.gov");
    }
}
