package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class DivisionsTest {

    @Test
    void datasets_haveTheCountsOfTheirSource() {
        assertThat(Divisions.all()).extracting(SandboxDataset::size).containsExactly(31, 342, 2978, 41352);
        assertThat(Divisions.all())
                .extracting(SandboxDataset::sharing)
                .containsExactly(
                        Sharing.UNCONDITIONAL, Sharing.UNCONDITIONAL, Sharing.CONDITIONAL, Sharing.CONDITIONAL);
    }

    @Test
    void files_haveTheSumsThatTheirReadmeSays() throws Exception {
        String readme;
        try (InputStream in = Divisions.class.getResourceAsStream("divisions/README.md")) {
            readme = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String file : new String[] {"provinces", "cities", "counties", "townships"}) {
            assertThat(readme).containsPattern("\\| `" + file + "\\.csv\\.gz` .*`" + sum(file) + "`");
        }
    }

    private static String sum(String file) throws IOException, java.security.GeneralSecurityException {
        try (InputStream in =
                new GZIPInputStream(Divisions.class.getResourceAsStream("divisions/" + file + ".csv.gz"))) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        }
    }
}
