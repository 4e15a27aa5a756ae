package io.govshare.benchmarks;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.Catalogue;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Page;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A search page of the catalogue of a province (token, signature, verification of digest and signature, descriptions with all
 * that the directory says) against bare OkHttp and Jackson, which reads the same bytes into records with the same members;
 * and the building of a query.
 */
final class CatalogueBenchmark {

    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final int WARM_UP = Integer.getInteger("warmUp", 25);
    private static final long SLOT_MILLIS = Long.getLong("slotMillis", 400);
    private static final int PAGE = 100;
    private static final String TARGET = "/catalogue?type=dataset&limit=" + PAGE;

    private final String url;
    private final OkHttpClient okHttp = new OkHttpClient();
    private final ObjectReader found = JsonMapper.builder().build().readerFor(CataloguePages.Found.class);

    private CatalogueBenchmark(String url) {
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("govshare-benchmark");
        Path page = CataloguePages.write(folder, PAGE);
        Process server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path").replace('\n', File.pathSeparatorChar),
                        CallServer.class.getName(),
                        TARGET,
                        page.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            System.out.println("a search page of " + PAGE + " datasets, " + Files.size(page) + " bytes");
            new CatalogueBenchmark(out.readLine()).run(folder);
        } finally {
            server.destroy();
        }
    }

    private void run(Path folder) throws Exception {
        try (GovShare govshare = GovShare.builder()
                .application("benchmark-catalog", "1")
                .platform(StandardPlatform.at(url + "/hmac").answerSecret("server-hmac", Secret.of(CallServer.SECRET)))
                .credentials(Credentials.clientSecretBasic("benchmark", Secret.of("benchmark")))
                .signing(SigningKey.hmac("server-hmac", Secret.of(CallServer.SECRET)))
                .usage(usage -> usage.folder(folder))
                .build()) {
            Catalogue catalogue = govshare.catalogue();
            Rounds rounds = new Rounds(1, SLOT_MILLIS)
                    .add("bare", this::bare)
                    .add("search", () -> search(catalogue))
                    .add("bare again", this::bare);
            rounds.warmUp(WARM_UP);
            rounds.measure(ROUNDS);
            for (String name : new String[] {"bare", "bare again", "search"}) {
                System.out.println(
                        rounds.summary(name) + String.format(Locale.ROOT, "   cpu ×%.2f", rounds.cpu(name, "bare")));
            }
            QueryBuilding queries = new QueryBuilding();
            double byName = queries.byName(ROUNDS);
            double byReference = queries.byReference(ROUNDS);
            System.out.printf(
                    Locale.ROOT,
                    "a query of three predicates and its URL: %.2f µs by names, %.2f µs by method references%n",
                    byName,
                    byReference);
            System.out.printf(
                    Locale.ROOT,
                    "catalog search_cpu=%.2f query_us=%.2f floor=%.2f%n",
                    rounds.cpu("search", "bare"),
                    Math.max(byName, byReference),
                    rounds.cpu("bare again", "bare"));
        }
    }

    private static Object search(Catalogue catalogue) {
        Page<DatasetDescription> page = catalogue.search(CatalogueQuery.all().pageSize(PAGE));
        for (DatasetDescription dataset : page) {
            if (!dataset.defects().isEmpty()) {
                throw new IllegalStateException("Not clean: " + dataset);
            }
        }
        return required(page.size(), page);
    }

    private Object bare() throws Exception {
        Request request = new Request.Builder()
                .url(url + "/hmac" + TARGET)
                .header("Authorization", "Bearer benchmark-token-0123456789abcdef")
                .build();
        try (Response response = okHttp.newCall(request).execute()) {
            CataloguePages.Found page = found.readValue(response.body().bytes());
            return required(page.datasets().size(), page);
        }
    }

    private static Object required(int entries, Object page) {
        if (entries != PAGE) {
            throw new IllegalStateException("A page of " + PAGE + " has " + entries + " entries");
        }
        return page;
    }
}
