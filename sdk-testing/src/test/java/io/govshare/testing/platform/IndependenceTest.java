package io.govshare.testing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sandbox checks the SDK only as long as it shares no code with it. */
class IndependenceTest {

    private static final Path SOURCES = Path.of("src/main/java/io/govshare/testing");

    @Test
    void sandbox_mentions_nothingOfTheSdkButTheMarkOfInternalTypes() throws IOException {
        List<String> foreign;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            foreign = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(IndependenceTest::lines)
                    .filter(line -> line.contains("io.govshare."))
                    .map(line -> line.replaceAll(
                            "io\\.govshare\\.(testing\\b|error\\.Internal\\b|usage\\.(gap\\.)?v1\")", ""))
                    .filter(line -> line.contains("io.govshare."))
                    .toList();
        }

        assertThat(SOURCES.resolve("platform")).isDirectoryContaining("glob:**SignatureCheck.java");
        assertThat(foreign).isEmpty();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
