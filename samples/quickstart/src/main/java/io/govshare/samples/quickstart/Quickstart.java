package io.govshare.samples.quickstart;

import static io.govshare.dataset.Query.where;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.SharingDeniedException;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the division codes of China from a sharing platform that runs in this very program. */
public final class Quickstart {

    private static final String APPLICATION = "residence-permits";
    private static final int COUNTIES = 2_978;
    private static final int TOWNSHIPS = 41_352;
    private static final int PROGRESS_EVERY = 10_000;

    private int uses;

    private Quickstart() {}

    public static void main(String[] args) throws Exception {
        new Quickstart().run();
    }

    private void run() throws Exception {
        SigningKey key = SigningKey.generate();
        Path home = Files.createTempDirectory("govshare-quickstart");
        try (Sandbox sandbox = Sandbox.builder()
                .client(APPLICATION, key.publicJwk())
                .datasets(Divisions.all())
                .grant(APPLICATION, Divisions.COUNTIES, "residence-permit")
                .grant(APPLICATION, Divisions.TOWNSHIPS, "residence-permit")
                .start()) {
            say("sharing platform", sandbox.url() + " (strict, in this program, with real data of 2023-06-30)");
            read(sandbox, key, home);
            report(sandbox);
        }
    }

    private void read(Sandbox sandbox, SigningKey key, Path home) {
        try (GovShare govshare = GovShare.builder()
                .application(APPLICATION, "1.0.0")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt(APPLICATION, key))
                .context(CallContext.purpose("residence-permit").build())
                .usage(usage -> usage.folder(home))
                .build()) {

            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);

            County gulou = counties.find("350102").orElseThrow();
            uses++;
            say("find one county", gulou.toString());

            Page<County> fujian = counties.query(
                    where(County::provinceCode).is("35").orderBy(County::code).limit(5));
            uses++;
            say("query, ordered", "the first counties of province 35");
            table(fujian.items());

            expect("counties", COUNTIES, count(counties));
            expect("townships", TOWNSHIPS, count(govshare.dataset(Divisions.TOWNSHIPS, Township.class)));

            cached(sandbox, counties);
            survived(sandbox, govshare);
            refused(counties);
        }
    }

    /** Streams all records, page after page, in constant memory. */
    private <T> int count(Dataset<T> dataset) {
        int[] seen = {0};
        try (Stream<T> all = dataset.stream(Query.all())) {
            all.forEach(each -> {
                if (++seen[0] % PROGRESS_EVERY == 0) {
                    say("", dataset.id() + ": " + seen[0] + " records …");
                }
            });
        }
        uses++;
        say("stream all", dataset.id() + ": " + seen[0] + " records");
        return seen[0];
    }

    /** The same query again costs no request. */
    private void cached(Sandbox sandbox, Dataset<County> counties) {
        Query<County> query = where(County::cityCode).is("3501").orderBy(County::name);
        int first = counties.query(query).items().size();
        long before = sandbox.requestCount("/odata/");
        int second = counties.query(query).items().size();
        uses += 2;
        expect("requests for the repeated query", 0L, sandbox.requestCount("/odata/") - before);
        expect("records from the cache", first, second);
        say("query again", second + " counties of Fuzhou, answered from the cache without a request");
    }

    /** A busy platform: the SDK waits as long as it is asked to and tries again. */
    private void survived(Sandbox sandbox, GovShare govshare) {
        sandbox.faults()
                .next(Fault.status(503).retryAfter(Duration.ofSeconds(1)).onDataset(Divisions.CITIES));
        long start = System.nanoTime();
        int cities = govshare.dataset(Divisions.CITIES, City.class)
                .query(Query.all())
                .items()
                .size();
        uses++;
        long waited = Duration.ofNanos(System.nanoTime() - start).toMillis();
        expect("waited as Retry-After asked (ms, at least)", true, waited >= 1_000);
        say("503, Retry-After: 1", "got through after " + waited + " ms with " + cities + " cities on the page");
    }

    /** A purpose outside the grant is refused here, before anything leaves, with cause and remedy. */
    private void refused(Dataset<County> counties) {
        uses++;
        try {
            counties.with(CallContext.purpose("marketing").build()).find("350102");
        } catch (SharingDeniedException denied) {
            say("refused", denied.diagnosis().cause());
            say("", "remedy: " + denied.diagnosis().remedy());
            return;
        }
        throw new IllegalStateException("A purpose outside the grant was not refused");
    }

    /** What the platform received when the client closed: one event for each use. */
    private void report(Sandbox sandbox) {
        List<UsageEvent> events = sandbox.usageEvents();
        say("usage report", events.size() + " events, as the platform received them");
        System.out.printf(
                "  %-22s %-8s %-10s %-12s %-18s %9s%n", "dataset", "use", "outcome", "cache", "purpose", "records");
        for (UsageEvent event : events) {
            Map<String, Object> data = event.data();
            System.out.printf(
                    "  %-22s %-8s %-10s %-12s %-18s %9s%n",
                    event.dataset(),
                    event.operation(),
                    event.outcome(),
                    data.getOrDefault("cache", "-"),
                    data.get("purpose"),
                    data.get("delivered"));
        }
        expect("usage events", uses, events.size());
        System.out.printf(
                "quickstart: ok counties=%d townships=%d uses=%d reported=%d%n",
                COUNTIES, TOWNSHIPS, uses, events.size());
    }

    private static void table(List<County> rows) {
        System.out.printf("  %-8s %-6s %-6s %s%n", "code", "prov.", "city", "name");
        rows.forEach(county -> System.out.printf(
                "  %-8s %-6s %-6s %s%n", county.code(), county.provinceCode(), county.cityCode(), county.name()));
    }

    private static void say(String what, String text) {
        System.out.printf("%-20s %s%n", what, text);
    }

    private static void expect(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(what + ": expected " + expected + ", found " + found);
        }
    }
}
