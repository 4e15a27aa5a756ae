package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.SampleClient;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole client process, killed in the middle of its calls: what it was answered is on record all the same. */
@Timeout(60)
class KilledClientTest {

    private static final int LEAST = 150;

    @TempDir
    Path folder;

    @Test
    void kill_whileThreadsCall_everyAnsweredUseHasOneEventAfterTheRestart() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            SampleClient client = sandbox.sampleClient();
            Path key = Files.writeString(folder.resolve("key.pem"), client.privateKeyPem());
            Path spool = folder.resolve("spool");
            List<String> answered = answeredUntilKilled(sandbox, key, spool);

            int reported = sandbox.usageCount();
            client(sandbox.url().toString(), key, spool).build().close();

            Map<String, Long> events = sandbox.usageEvents().stream()
                    .collect(Collectors.groupingBy(KilledClientTest::matter, Collectors.counting()));
            assertThat(answered).hasSizeGreaterThanOrEqualTo(LEAST).doesNotHaveDuplicates();
            assertThat(events).as("every answered use is on record").containsKeys(answered.toArray(new String[0]));
            assertThat(events.values()).as("once").containsOnly(1L);
            assertThat(events).hasSizeLessThanOrEqualTo(answered.size() + ClientProcess.THREADS + 1);
            assertThat(sandbox.usageCount())
                    .as("the restart had something to report")
                    .isGreaterThan(reported);
            assertThat(sandbox.usageEvents())
                    .filteredOn(event -> event.operation().equals("stream"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.outcome()).isEqualTo("interrupted");
                        assertThat(event.data()).containsEntry("purpose", client.purpose());
                    });
        }
    }

    private static String matter(UsageEvent event) {
        return event.data().get("matter").toString();
    }

    private static List<String> answeredUntilKilled(Sandbox sandbox, Path key, Path spool)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClientProcess.class.getName(),
                        sandbox.url().toString(),
                        key.toString(),
                        spool.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> answered = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The last line may be cut off in the middle.
                if (line.startsWith(ClientProcess.ANSWERED) && line.endsWith(".")) {
                    answered.add(line.substring(0, line.length() - 1));
                }
                if (answered.size() == LEAST) {
                    // Unlike Process, its handle leaves the pipe open, and what was said before the end can be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return answered;
    }

    /** A client as an application in its own process makes it. */
    static GovShare.Builder client(String platform, Path key, Path spool) {
        String id = "residence-permits";
        return GovShare.builder()
                .application(id, "1.0.0")
                .platform(StandardPlatform.at(platform))
                .credentials(Credentials.privateKeyJwt(id, SigningKey.load(key)))
                .context(CallContext.purpose("residence-permit").build())
                .usage(usage -> usage.folder(spool));
    }

    /** The datasets that it calls. */
    static final String DATASET = Divisions.COUNTIES;
}
