package io.govshare.benchmarks;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The full call (cached token, signature, cache miss, usage record, verification of digest and signature, decoding) against
 * bare OkHttp and Jackson on the same server: a record of 1 KB and a page of 100 records, on 1 and on 8 threads.
 */
final class CallBenchmark {

    private record Divisions(List<Division> value) {}

    private static final int ROUNDS = Integer.getInteger("rounds", 15);

    /** Rounds before all others, on all threads; fewer if all is compiled before. */
    private static final int LONGEST_WARM_UP = Integer.getInteger("warmUp", 25);

    /** Rounds before those of one kind, with their number of threads; fewer if all is compiled before. */
    private static final int SHORT_WARM_UP = Math.min(LONGEST_WARM_UP, 6);

    /** Calls of plain sockets against those of bare from which on the server counts as fast enough. */
    private static final double CLEARLY = 2;

    private static final long SLOT_MILLIS = Long.getLong("slotMillis", 400);
    private static final int PAGE = 100;

    private final ProcessHandle server;
    private final String url;
    private final OkHttpClient okHttp = new OkHttpClient();
    private final ObjectReader small;
    private final ObjectReader page;

    private CallBenchmark(ProcessHandle server, String url) {
        this.server = server;
        this.url = url;
        JsonMapper json = JsonMapper.builder().build();
        small = json.readerFor(Small.class);
        page = json.readerFor(Divisions.class);
    }

    public static void main(String[] args) throws Exception {
        Process server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path").replace('\n', File.pathSeparatorChar),
                        CallServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            new CallBenchmark(server.toHandle(), out.readLine()).run();
        } finally {
            server.destroy();
        }
    }

    private void run() throws Exception {
        Path home = Files.createTempDirectory("govshare-benchmark");
        SigningKey ed25519 = SigningKey.generate();
        SigningKey hmac = SigningKey.hmac("server-hmac", Secret.of(CallServer.SECRET));
        try (GovShare byHmac = client(
                        "hmac",
                        hmac,
                        platform("hmac").answerSecret("server-hmac", Secret.of(CallServer.SECRET)),
                        home);
                GovShare byEd25519 = client("ed25519", ed25519, platform("ed25519"), home)) {
            records(byHmac, byEd25519, 8).warmUp(LONGEST_WARM_UP);
            pages(byHmac, byEd25519, 8).warmUp(LONGEST_WARM_UP);
            for (int threads : new int[] {1, 8}) {
                System.out.println("record of 1 KB (medians of " + ROUNDS + " interleaved rounds)");
                Rounds record = measured(records(byHmac, byEd25519, threads));
                System.out.println("page of " + PAGE + " records");
                Rounds pages = measured(pages(byHmac, byEd25519, threads));
                if (threads == 8) {
                    server(threads);
                    System.out.printf(
                            Locale.ROOT,
                            "call kb8_cpu=%.2f kb8_calls=%.2f page8_cpu=%.2f page8_calls=%.2f floor=%.2f%n",
                            record.cpu("hmac", "bare"),
                            record.calls("hmac", "bare"),
                            pages.cpu("hmac", "bare"),
                            pages.calls("hmac", "bare"),
                            record.cpu("bare again", "bare"));
                }
            }
        }
    }

    /** Shows that the server is not what limits the contenders: who has no client library at all gets more out of it. */
    private void server(int threads) throws Exception {
        String path = "/hmac/odata/small('1')";
        try (RawClient client = new RawClient(url, path)) {
            Rounds rounds = new Rounds(threads, SLOT_MILLIS)
                    .add("bare", () -> bare(small, path))
                    .add("raw", client::call);
            Duration before = serverCpu();
            rounds.warmUp(SHORT_WARM_UP);
            rounds.measure(ROUNDS);
            double micros = serverCpu().minus(before).toNanos() / 1_000.0 / rounds.calls();
            System.out.println("server (sockets without any client beside bare)");
            System.out.println(rounds.summary("raw")
                    + String.format(
                            Locale.ROOT,
                            "   cpu ×%.2f calls ×%.2f",
                            rounds.cpu("raw", "bare"),
                            rounds.calls("raw", "bare")));
            double times = rounds.calls("raw", "bare");
            System.out.printf(
                    Locale.ROOT,
                    "  the server is %s: raw makes %.1f times bare's calls (2 are asked for), the server takes %.1f µs of its own"
                            + " process's CPU a call%n",
                    times >= CLEARLY ? "not the bottleneck" : "PERHAPS THE BOTTLENECK",
                    times,
                    micros);
        }
    }

    private Duration serverCpu() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private StandardPlatform platform(String algorithm) {
        return StandardPlatform.at(url + "/" + algorithm);
    }

    private static GovShare client(String algorithm, SigningKey key, StandardPlatform platform, Path home) {
        return GovShare.builder()
                .application("benchmark-" + algorithm, "1")
                .platform(platform)
                .credentials(Credentials.clientSecretBasic("benchmark", Secret.of("benchmark")))
                .signing(key)
                .context(CallContext.purpose("benchmark").build())
                .usage(usage -> usage.folder(home))
                .build();
    }

    private Rounds records(GovShare byHmac, GovShare byEd25519, int threads) {
        Dataset<Small> hmac = byHmac.dataset("small", Small.class);
        Dataset<Small> ed25519 = byEd25519.dataset("small", Small.class);
        return contenders(
                threads,
                () -> bare(small, "/hmac/odata/small('1')"),
                () -> hmac.find("1").orElseThrow(),
                () -> ed25519.find("1").orElseThrow());
    }

    private Rounds pages(GovShare byHmac, GovShare byEd25519, int threads) {
        Dataset<Division> hmac = byHmac.dataset("page", Division.class);
        Dataset<Division> ed25519 = byEd25519.dataset("page", Division.class);
        return contenders(
                threads,
                () -> bare(page, "/hmac/odata/page"),
                () -> requirePage(hmac.query(Query.all()).items().size()),
                () -> requirePage(ed25519.query(Query.all()).items().size()));
    }

    private static Integer requirePage(int records) {
        if (records != PAGE) {
            throw new IllegalStateException("A page of " + PAGE + " has " + records + " records");
        }
        return records;
    }

    private static Rounds contenders(
            int threads, Rounds.Contender bare, Rounds.Contender hmac, Rounds.Contender ed25519) {
        return new Rounds(threads, SLOT_MILLIS)
                .add("bare", bare)
                .add("hmac", hmac)
                .add("bare again", bare)
                .add("ed25519", ed25519);
    }

    private static Rounds measured(Rounds rounds) throws Exception {
        rounds.warmUp(SHORT_WARM_UP);
        rounds.measure(ROUNDS);
        for (String name : new String[] {"bare", "bare again", "hmac", "ed25519"}) {
            System.out.println(rounds.summary(name)
                    + String.format(
                            Locale.ROOT,
                            "   cpu ×%.2f calls ×%.2f",
                            rounds.cpu(name, "bare"),
                            rounds.calls(name, "bare")));
        }
        System.out.printf(
                Locale.ROOT,
                "  compiling took %.1f %% as long as the CPU time of these rounds%n",
                100 * rounds.compiling());
        return rounds;
    }

    private Object bare(ObjectReader reader, String path) throws Exception {
        Request request = new Request.Builder()
                .url(url + path)
                .header("Authorization", "Bearer benchmark-token-0123456789abcdef")
                .build();
        try (Response response = okHttp.newCall(request).execute()) {
            return reader.readValue(response.body().bytes());
        }
    }
}
