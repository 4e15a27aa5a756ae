package io.govshare.benchmarks;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Streams the 620,573 villages of China as records through the whole pipeline, in a JVM with a heap of 64 MB, from the strict
 * sandbox in another, and compares the number in each province with the lines of the file, counted without any of it.
 */
final class VillageCount {

    private static final Path FILE = Path.of("benchmarks", "data", "villages.csv");
    private static final String CLIENT = "village-count";

    private VillageCount() {}

    public static void main(String[] arguments) throws Exception {
        Path keyFile = Files.createTempFile("govshare-village-count", ".pem");
        try (Sandbox sandbox = Sandbox.builder()
                        .dataset(Divisions.villages(FILE))
                        .pageSize(1_000)
                        .sampleClient(CLIENT, "statistics")
                        .start();
                ChildJvm reader =
                        ChildJvm.start("64m", Reader.class, sandbox.url().toString(), written(keyFile, sandbox))) {
            Map<String, Long> expected = counted();
            Map<String, Long> streamed = new TreeMap<>();
            List<String> lines = reader.rest();
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split(" ", -1);
                streamed.put(parts[0], Long.valueOf(parts[1]));
            }
            print(streamed, expected);
            System.out.println(lines.get(0));
            if (!streamed.equals(expected)) {
                throw new IllegalStateException("the counts differ");
            }
            System.out.printf(
                    Locale.ROOT,
                    "villages records=%d provinces=%d counts=equal heap64=ok requests=%d%n",
                    streamed.values().stream().mapToLong(Long::longValue).sum(),
                    streamed.size(),
                    sandbox.requestCount("/odata/"));
        } finally {
            Files.deleteIfExists(keyFile);
        }
    }

    private static String written(Path keyFile, Sandbox sandbox) throws IOException {
        Files.writeString(keyFile, sandbox.sampleClient().privateKeyPem());
        return keyFile.toString();
    }

    /** By the text alone: the province is the first two digits of the first field. */
    private static Map<String, Long> counted() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<String> lines = Files.lines(FILE, StandardCharsets.UTF_8)) {
            lines.skip(1).forEach(line -> {
                int at = line.charAt(0) == '"' ? 1 : 0;
                counts.merge(line.substring(at, at + 2), 1L, Long::sum);
            });
        }
        return counts;
    }

    private static void print(Map<String, Long> streamed, Map<String, Long> expected) {
        System.out.println("province  streamed  in the file");
        expected.forEach((province, count) -> System.out.printf(
                Locale.ROOT, "%-8s %,9d  %,11d%n", province, streamed.getOrDefault(province, 0L), count));
    }

    /** The application with the small heap. */
    static final class Reader {

        private record Village(
                String code, String name, String streetCode, String areaCode, String cityCode, String provinceCode) {}

        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            Path home = Files.createTempDirectory("govshare-villages");
            SigningKey key = SigningKey.load(Path.of(arguments[1]));
            Map<String, Long> counts = new TreeMap<>();
            long begun = System.nanoTime();
            try (GovShare govshare = GovShare.builder()
                            .application(CLIENT, "1")
                            .platform(StandardPlatform.at(URI.create(arguments[0])))
                            .credentials(Credentials.privateKeyJwt(CLIENT, key))
                            .context(CallContext.purpose("statistics").build())
                            .usage(usage -> usage.folder(home))
                            .build();
                    Stream<Village> villages =
                            govshare.dataset(Divisions.VILLAGES, Village.class).stream(Query.all())) {
                villages.forEach(village -> counts.merge(village.provinceCode(), 1L, Long::sum));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            System.out.printf(
                    Locale.ROOT,
                    "read in %.1f s with a heap of at most %d MB%n",
                    took.toMillis() / 1_000.0,
                    Runtime.getRuntime().maxMemory() >> 20);
            counts.forEach((province, count) -> System.out.println(province + " " + count));
        }
    }
}
