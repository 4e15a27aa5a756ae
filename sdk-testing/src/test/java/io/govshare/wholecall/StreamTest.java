package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams and pages of the strict platform: what is counted, how fresh it is, and how little memory it takes. */
class StreamTest {

    record County(String code, String name, String provinceCode) {}

    @TempDir
    Path folder;

    private UsageEvent eventOf(Consumer<Dataset<County>> use) {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, folder).build()) {
                use.accept(govshare.dataset(Divisions.COUNTIES, County.class));
            }
            assertThat(sandbox.usageEvents()).hasSize(1);
            return sandbox.usageEvents().get(0);
        }
    }

    @Test
    void aStreamReadToItsEnd_isOneUseWithAllItsRecords() {
        UsageEvent event = eventOf(counties -> {
            try (Stream<County> all = counties.stream(Query.all())) {
                assertThat(all.count()).isEqualTo(2_978);
            }
        });

        assertThat(event.outcome()).isEqualTo("matched");
        assertThat(event.data())
                .containsEntry("received", 2_978)
                .containsEntry("delivered", 2_978)
                .containsEntry("attempts", 30);
    }

    @Test
    void aStreamClosedEarly_hasReceivedMoreThanItDelivered_andHasNotFailed() {
        UsageEvent event = eventOf(counties -> {
            try (Stream<County> all = counties.stream(Query.all())) {
                Iterator<County> records = all.iterator();
                for (int i = 0; i < 130; i++) {
                    records.next();
                }
            }
        });

        assertThat(event.outcome()).isEqualTo("matched");
        assertThat(event.data()).containsEntry("delivered", 130);
        assertThat((Integer) event.data().get("received")).isBetween(200, 300);
    }

    @Test
    void page_saysHowFreshItIs() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, folder).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            Query<County> query = where(County::provinceCode).is("35").limit(3);
            Instant before = Instant.now().minus(Duration.ofSeconds(2));

            Page<County> made = counties.query(query);
            Page<County> kept = counties.query(query);
            Page<County> confirmed =
                    counties.with(CallOptions.defaults().fresh()).query(query);

            assertThat(made.isFromCache()).isFalse();
            assertThat(kept.isFromCache()).isTrue();
            assertThat(confirmed.isFromCache()).isFalse();
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(2);
            assertThat(made.asOf()).isBetween(before, Instant.now());
            assertThat(kept.asOf()).isBetween(before, Instant.now());
        }
    }

    @Test
    void townships_areStreamedInASmallHeap_andCountedAsInTheFile() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .datasets(Divisions.all())
                .sampleClient("residence-permits", "residence-permit")
                .pageSize(1_000)
                .start()) {
            Path key = Files.writeString(
                    folder.resolve("key.pem"), sandbox.sampleClient().privateKeyPem());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx24m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TownshipsProcess.class.getName(),
                            sandbox.url().toString(),
                            key.toString(),
                            folder.resolve("spool").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Map<String, Long> counts = new TreeMap<>();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(TownshipsProcess.COUNT)) {
                        String[] words = line.split(" ", -1);
                        counts.put(words[1], Long.valueOf(words[2]));
                    }
                }
            } finally {
                process.waitFor();
            }

            assertThat(process.exitValue()).isZero();
            assertThat(counts).hasSize(31).isEqualTo(counted());
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(42);
        }
    }

    /** By the text of the file alone: the province is the last field of a line. */
    private static Map<String, Long> counted() throws IOException {
        try (InputStream file = Divisions.class.getResourceAsStream("divisions/townships.csv.gz");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .collect(Collectors.groupingBy(
                            line -> line.substring(line.lastIndexOf(',') + 1), TreeMap::new, Collectors.counting()));
        }
    }
}
