package io.govshare.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.UsageEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that an application outside this build can use the artifacts: it resolves them, holds one copy of OkHttp, and its
 * call reaches a platform.
 */
class ConsumerIT {

    record Parcel(String number, String street, int area) {}

    private static Path coreOnly;
    private static Path withRetrofit;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws Exception {
        ConsumerBuild.publish();
        coreOnly = ConsumerBuild.packageApplication("core-only");
        withRetrofit = ConsumerBuild.packageApplication("with-retrofit");
    }

    private static Sandbox platform() {
        return Sandbox.builder()
                .dataset(SandboxDataset.ofRecords(
                        "com.example.parcels",
                        List.of(new Parcel("P-1", "Mill Lane", 420), new Parcel("P-2", "Church Road", 655)),
                        "number"))
                .sampleClient("land-office", "tax-assessment")
                .start();
    }

    private List<String> run(Sandbox sandbox, Path... classPath) throws Exception {
        Path key = Files.writeString(
                folder.resolve("key.pem"), sandbox.sampleClient().privateKeyPem());
        return ConsumerBuild.run(
                List.of(classPath),
                sandbox.url().toString(),
                key.toString(),
                folder.resolve("spool").toString());
    }

    @Test
    void application_withCoreAlone_readsRecordsAndHoldsOneCopyOfOkHttp() throws Exception {
        try (Sandbox sandbox = platform()) {
            assertThat(run(sandbox, coreOnly))
                    .contains("record: Parcel[number=P-2, street=Church Road, area=655]", "copies of okhttp3: 1");
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::operation).containsExactly("find");
        }
    }

    @Test
    void application_withRetrofitAndBom_readsRecordsAndHoldsOneCopyOfOkHttp() throws Exception {
        try (Sandbox sandbox = platform()) {
            assertThat(run(sandbox, withRetrofit))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("record: {")
                            .contains("\"number\":\"P-2\"", "\"street\":\"Church Road\""))
                    .contains("copies of okhttp3: 1");
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::operation).containsExactly("raw");
        }
    }

    @Test
    void application_withTwoCopiesOfOkHttp_isWarnedAndToldWhereTheyAre() throws Exception {
        Path second = Files.copy(jarOf(OkHttpClient.class), folder.resolve("okhttp-of-another-name.jar"));
        try (Sandbox sandbox = platform()) {
            // With a provider of SLF4J, to see the warning.
            assertThat(run(sandbox, coreOnly, second, jarOf(LoggerContext.class), jarOf(Appender.class)))
                    .contains("copies of okhttp3: 2")
                    .anySatisfy(line -> assertThat(line)
                            .contains("WARN", "DuplicateOkHttp", "2 times", second.toString(), "okhttp-jvm-"));
        }
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
