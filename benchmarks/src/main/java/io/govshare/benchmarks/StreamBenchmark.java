package io.govshare.benchmarks;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A typed stream of 20 pages of 1,000 records through the whole pipeline against bare OkHttp that pages through the same URLs
 * and reads the same bytes with {@code ObjectReader.readValues}: from a platform that neither signs nor digests, and from one
 * whose answers are verified. Then 1,000,000 records in a JVM with a heap of 64 MB.
 */
final class StreamBenchmark {

    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final int LONGEST_WARM_UP = Integer.getInteger("warmUp", 25);
    private static final long SLOT_MILLIS = Long.getLong("slotMillis", 400);
    private static final int RECORDS = StreamServer.PAGE * StreamServer.PAGES;

    private final String url;
    private final OkHttpClient okHttp = new OkHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final ObjectReader reader = json.readerFor(Division.class);

    private StreamBenchmark(String url) {
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        try (ChildJvm server = ChildJvm.start("1g", StreamServer.class)) {
            new StreamBenchmark(server.line()).run();
        }
    }

    private void run() throws Exception {
        Path home = Files.createTempDirectory("govshare-benchmark");
        try (GovShare plain = client(url, "plain", home);
                GovShare signed = client(url, "signed", home)) {
            System.out.println("stream of " + RECORDS + " records (medians of " + ROUNDS + " interleaved rounds)");
            Dataset<Division> ofPlain = plain.dataset("records", Division.class);
            Dataset<Division> ofSigned = signed.dataset("records", Division.class);
            Rounds streams = measured(new Rounds(1, SLOT_MILLIS)
                    .add("bare", () -> bare(StreamServer.PAGES))
                    .add("plain", () -> typed(ofPlain))
                    .add("bare again", () -> bare(StreamServer.PAGES))
                    .add("signed", () -> typed(ofSigned))
                    .add("digest alone", digest()));
            System.out.println(
                    "  the digest alone is what bare leaves out and no client can that verifies: SHA-256 of the pages");
            System.out.println("the first record");
            Rounds first = measured(new Rounds(1, SLOT_MILLIS)
                    .add("bare", () -> bare(1))
                    .add("plain", () -> first(ofPlain))
                    .add("bare again", () -> bare(1))
                    .add("signed", () -> first(ofSigned)));
            String heap = million(url);
            System.out.printf(
                    Locale.ROOT,
                    "stream plain_cpu=%.2f signed_cpu=%.2f plain_time=%.2f page_latency=%.2f heap64=%s floor=%.2f%n",
                    streams.cpu("plain", "bare"),
                    streams.cpu("signed", "bare"),
                    1 / streams.calls("plain", "bare"),
                    1 / first.calls("plain", "bare"),
                    heap,
                    streams.cpu("bare again", "bare"));
        }
    }

    private static Rounds measured(Rounds rounds) throws Exception {
        rounds.warmUp(LONGEST_WARM_UP);
        rounds.measure(ROUNDS);
        for (String name : rounds.names()) {
            System.out.println(rounds.summary(name)
                    + String.format(
                            Locale.ROOT,
                            "   cpu ×%.2f calls ×%.2f",
                            rounds.cpu(name, "bare"),
                            rounds.calls(name, "bare")));
        }
        return rounds;
    }

    private static GovShare client(String url, String kind, Path home) {
        StandardPlatform platform = StandardPlatform.at(url + "/" + kind);
        return GovShare.builder()
                .application("benchmark-" + kind, "1")
                .platform(
                        kind.equals("signed")
                                ? platform.answerSecret("server", Secret.of(StreamServer.SECRET))
                                : platform)
                .credentials(Credentials.clientSecretBasic("benchmark", Secret.of("benchmark")))
                .signing(SigningKey.hmac("benchmark", Secret.of(StreamServer.SECRET)))
                .context(CallContext.purpose("benchmark").build())
                .usage(usage -> usage.folder(home))
                .build();
    }

    private static Long typed(Dataset<Division> dataset) {
        long[] sum = {0, 0};
        try (Stream<Division> all = dataset.stream(Query.all())) {
            all.forEach(division -> {
                sum[0] += division.population();
                sum[1]++;
            });
        }
        require(sum[1], RECORDS);
        return sum[0];
    }

    private static Division first(Dataset<Division> dataset) {
        try (Stream<Division> all = dataset.stream(Query.all())) {
            return all.findFirst().orElseThrow();
        }
    }

    /** What it costs to compute the digests of the pages. */
    private Rounds.Contender digest() throws IOException {
        byte[] page;
        Request request = new Request.Builder()
                .url(url + StreamServer.target("plain", "records", 0))
                .build();
        try (Response response = okHttp.newCall(request).execute()) {
            page = response.body().bytes();
        }
        return () -> {
            byte[] last = {};
            for (int i = 0; i < StreamServer.PAGES; i++) {
                last = MessageDigest.getInstance("SHA-256").digest(page);
            }
            return last;
        };
    }

    private Long bare(int pages) throws IOException {
        long sum = 0;
        long records = 0;
        for (int page = 0; page < pages; page++) {
            Request request = new Request.Builder()
                    .url(url + StreamServer.target("plain", "records", page))
                    .header("Authorization", "Bearer benchmark-token-0123456789abcdef")
                    .build();
            try (Response response = okHttp.newCall(request).execute();
                    JsonParser parser = json.createParser(response.body().bytes())) {
                while (parser.nextToken() != JsonToken.START_ARRAY) {
                    // up to the records
                }
                parser.clearCurrentToken();
                MappingIterator<Division> divisions = reader.readValues(parser);
                while (divisions.hasNextValue()) {
                    sum += divisions.nextValue().population();
                    records++;
                }
            }
        }
        require(records, (long) pages * StreamServer.PAGE);
        return sum;
    }

    private static void require(long records, long expected) {
        if (records != expected) {
            throw new IllegalStateException(records + " records instead of " + expected);
        }
    }

    private static String million(String url) throws IOException, InterruptedException {
        try (ChildJvm reader = ChildJvm.start("64m", Million.class, url)) {
            List<String> lines = reader.rest();
            lines.forEach(System.out::println);
            return lines.isEmpty() ? "failed" : "ok";
        }
    }

    /** The application with the small heap. */
    static final class Million {

        private Million() {}

        public static void main(String[] arguments) throws Exception {
            Path home = Files.createTempDirectory("govshare-benchmark");
            long[] sum = {0, 0};
            long begun = System.nanoTime();
            try (GovShare govshare = client(arguments[0], "signed", home);
                    Stream<Division> all = govshare.dataset("million", Division.class).stream(Query.all())) {
                all.forEach(division -> {
                    sum[0] += division.population();
                    sum[1]++;
                });
            }
            require(sum[1], (long) StreamServer.MILLION_PAGES * StreamServer.PAGE);
            long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            System.out.printf(
                    Locale.ROOT,
                    "%,d records in %.1f s with a heap of at most %d MB (%d MB at its peak)%n",
                    sum[1],
                    (System.nanoTime() - begun) / 1e9,
                    Runtime.getRuntime().maxMemory() >> 20,
                    peak >> 20);
        }
    }
}
