package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.Province;
import io.govshare.testing.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueMemoryTest {

    @TempDir
    Path folder;

    /** Held all at once, the descriptions of a province would not fit into this heap. */
    @Test
    void stream_wholeProvince_fitsIntoASmallHeap() throws Exception {
        Province province = Province.of(35);
        try (Sandbox sandbox = Sandbox.builder()
                .catalogue(province)
                .sampleClient("residence-permits", "residence-permit")
                .start()) {
            Path key = Files.writeString(
                    folder.resolve("key.pem"), sandbox.sampleClient().privateKeyPem());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx32m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CatalogueProcess.class.getName(),
                            sandbox.url().toString(),
                            key.toString(),
                            folder.resolve("spool").toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("40000 datasets, " + province.dirtyDatasets() + " dirty");
            assertThat(sandbox.requestCount("/catalogue")).isEqualTo(80);
        }
    }
}
