package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.govshare.http.TimeSource;
import io.govshare.http.TurnableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

    private static final int LEAST = 3_000;
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    @TempDir
    Path parent;

    @RepeatedTest(3)
    void kill_whileFourThreadsRecord_losesNothingThatWasOnRecordAndDeliversItOnce()
            throws IOException, InterruptedException {
        List<String> named = recordedUntilKilled();
        FakePlatform platform = new FakePlatform();

        Outbox outbox = Outbox.open(parent, Events.SOURCE, UsageOptions.defaults(), platform, TimeSource.SYSTEM);
        outbox.flush(Duration.ofSeconds(20));
        outbox.leave(platform, Duration.ofSeconds(1));

        assertThat(named).hasSizeGreaterThanOrEqualTo(LEAST);
        assertThat(platform.ids()).doesNotHaveDuplicates().containsAll(named);
        assertThat(platform.ids()).hasSizeLessThanOrEqualTo(named.size() + SpoolWriterProcess.THREADS + 1);
        assertThat(platform.events())
                .filteredOn(event -> event.outcome() == UseOutcome.INTERRUPTED)
                .extracting(UsageEvent::dataset)
                .containsExactly("lasting");
    }

    @Test
    void kill_besideAProcessThatLives_itsEventsAreAdoptedAndBothAreDeliveredOnce()
            throws IOException, InterruptedException {
        FakePlatform platform = new FakePlatform();
        TurnableClock clock = new TurnableClock();
        Outbox outbox =
                Outbox.open(parent, Events.SOURCE, UsageOptions.defaults().retention(Duration.ZERO), platform, clock);
        try {
            List<String> mine = new ArrayList<>();
            for (UUID id = append(outbox); mine.size() < 100; id = append(outbox)) {
                mine.add(id.toString());
            }

            List<String> named = recordedUntilKilled();
            assertThat(parent.resolve("2")).isDirectory();
            clock.turn(Duration.ofSeconds(61));
            mine.add(append(outbox).toString()); // wakes the thread, which waits by the real clock
            outbox.flush(Duration.ofSeconds(20));
            await().until(() -> platform.ids().containsAll(named));

            assertThat(platform.ids()).doesNotHaveDuplicates().containsAll(mine);
        } finally {
            outbox.leave(platform, Duration.ofSeconds(1));
        }
    }

    private static UUID append(Outbox outbox) throws IOException {
        UUID id = EventIds.ofProcess().next(TimeSource.SYSTEM);
        outbox.append(Frame.EVENT, id, UsageJson.encode(Events.of(id)));
        return id;
    }

    private List<String> recordedUntilKilled() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolWriterProcess.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> named = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (ID.matcher(line).matches()) {
                    named.add(line);
                }
                if (named.size() == LEAST) {
                    // Unlike Process, its handle leaves the pipe open, and what was said before the end can be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return named;
    }
}
