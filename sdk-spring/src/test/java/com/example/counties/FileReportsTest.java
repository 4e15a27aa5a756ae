package com.example.counties;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.spring.autoconfigure.GovShareAutoConfiguration;
import io.govshare.testing.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FileReportsTest {

    @TempDir
    Path folder;

    @Test
    void useOfADataset_isALineOfTheDay_andNotReportedToThePlatform() throws IOException {
        try (Sandbox sandbox = Sandbox.start()) {
            Path key = Files.writeString(
                    folder.resolve("key.pem"), sandbox.sampleClient().privateKeyPem());
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(GovShareAutoConfiguration.class))
                    .withUserConfiguration(FileReports.class)
                    .withPropertyValues(
                            "spring.profiles.active=file-reports",
                            "spring.application.name=counties",
                            "reports.folder=" + folder.resolve("reports"),
                            "govshare.platform.national.endpoint=" + sandbox.url(),
                            "govshare.platform.national.credentials.client-id="
                                    + sandbox.sampleClient().id(),
                            "govshare.platform.national.credentials.key-location=file:" + key,
                            "govshare.context.purpose=" + sandbox.sampleClient().purpose(),
                            "govshare.usage.folder=" + folder.resolve("spool"))
                    .run(context -> assertThat(new CountyService(context.getBean(GovShare.class)).byCode("350102"))
                            .isPresent());
            assertThat(sandbox.usageEvents()).isEmpty();
        }
        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".csv")))
                    .singleElement()
                    .satisfies(day -> assertThat(Files.readAllLines(day))
                            .as("a header and one use")
                            .hasSize(2)
                            .last()
                            .asString()
                            .contains("cn.stats.counties", "find", "matched"));
        }
    }
}
