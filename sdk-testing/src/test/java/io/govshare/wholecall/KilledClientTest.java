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
import io.govshare.usage.UsageVerification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole client process, killed in the middle of its calls at a random moment and started again on the same spool, over and
 * over: what it was answered is on record all the same, once. {@code -Dkills=200} kills more often.
 */
class KilledClientTest {

    private static final int KILLS = Integer.getInteger("kills", 20);

    /** Answers until the kill, at most. */
    private static final int MOST = 120;

    @TempDir
    Path folder;

    @Test
    void kill_whileThreadsCallAgainAndAgain_everyAnsweredUseHasOneEventInTheEnd() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            SampleClient client = sandbox.sampleClient();
            Path key = Files.writeString(folder.resolve("key.pem"), client.privateKeyPem());
            Path spool = folder.resolve("spool");
            Random random = new Random();
            List<String> answered = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                answered.addAll(answeredUntilKilled(sandbox, key, spool, 1 + random.nextInt(MOST)));
            }

            int reported = sandbox.usageCount();
            UsageVerification verified;
            try (GovShare last = client(sandbox.url().toString(), key, spool).build()) {
                assertThat(last.usage().flush(Duration.ofSeconds(20))).isTrue();
                verified = last.usage().verify();
            }

            Map<String, Long> events = sandbox.usageEvents().stream()
                    .collect(Collectors.groupingBy(KilledClientTest::matter, Collectors.counting()));
            System.out.printf(
                    "%d kills: %d answered uses, %d events, %d answered uses without an event, %d uses with several%n",
                    KILLS,
                    answered.size(),
                    sandbox.usageCount(),
                    answered.stream().filter(use -> !events.containsKey(use)).count(),
                    answered.stream()
                            .filter(use -> events.getOrDefault(use, 1L) > 1)
                            .count());
            assertThat(answered).hasSizeGreaterThanOrEqualTo(KILLS).doesNotHaveDuplicates();
            assertThat(events).as("every answered use is on record").containsKeys(answered.toArray(new String[0]));
            assertThat(events.entrySet())
                    .filteredOn(event -> event.getKey().startsWith(ClientProcess.ANSWERED))
                    .as("once")
                    .allMatch(event -> event.getValue() == 1);
            assertThat(events).hasSizeLessThanOrEqualTo(answered.size() + KILLS * (ClientProcess.THREADS + 1));
            assertThat(sandbox.usageCount())
                    .as("the last start had something to report")
                    .isGreaterThanOrEqualTo(reported);
            assertThat(sandbox.usageEvents())
                    .filteredOn(event -> event.operation().equals("stream"))
                    .hasSize(KILLS)
                    .allSatisfy(event -> {
                        assertThat(event.outcome()).isEqualTo("interrupted");
                        assertThat(event.data()).containsEntry("purpose", client.purpose());
                    });
            assertThat(verified.isIntact()).as(verified.toString()).isTrue();
        }
    }

    private static String matter(UsageEvent event) {
        return event.data().get("matter").toString();
    }

    private static List<String> answeredUntilKilled(Sandbox sandbox, Path key, Path spool, int answers)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
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
                if (answered.size() == answers) {
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
