package io.govshare.benchmarks;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.context.CallContext;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import io.govshare.platform.CallFacts;
import io.govshare.usage.SpoolPeer;
import io.govshare.usage.UsageOptions;
import io.govshare.usage.UsageRoom;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The record of uses beside what one would write in its place: its latency in FAST mode against SQLite, its throughput in
 * DURABLE mode against a file that is forced for each event, and what the whole stage adds to a call.
 */
final class UsageBenchmark {

    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final int SECONDS = Integer.getInteger("seconds", 2);
    private static final long SLOT_MILLIS = Long.getLong("slotMillis", 500);

    /** An event as it is: 700 bytes. */
    private static final byte[] EVENT = ("{\"specversion\":\"1.0\",\"id\":\"0195500d-6c00-7000-8abc-000000000001\","
                    + "\"source\":\"urn:govshare:application:residence-permits\",\"type\":\"io.govshare.usage.v1\","
                    + "\"time\":\"2026-03-01T08:05:09.007Z\",\"subject\":\"cn.stats.counties\","
                    + "\"datacontenttype\":\"application/json\",\"data\":{\"application\":\"residence-permits\","
                    + "\"applicationVersion\":\"1.4.0\",\"platform\":\"share.example.gov\","
                    + "\"dataset\":\"cn.stats.counties\",\"datasetVersion\":\"2023-06-30\",\"grant\":\"G-0001\","
                    + "\"purpose\":\"residence-permit\",\"matter\":\"residence\",\"operation\":\"query\","
                    + "\"outcome\":\"matched\",\"received\":50,\"delivered\":50,\"bytes\":4211,\"cache\":\"miss\","
                    + "\"attempts\":1,\"durationMs\":12,\"query\":\"provinceCode is ? order by code limit 50\"}}")
            .getBytes(StandardCharsets.UTF_8);

    private UsageBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("govshare-benchmark");
        try {
            Paced fast = fast(home);
            Rounds many = durable(home, 64);
            Rounds few = durable(home, 8);
            double stage = stage(home);
            System.out.printf(
                    Locale.ROOT,
                    "usage fast_p50_vs_sqlite=%.3f fast_p99_vs_sqlite=%.3f durable64_vs_fsync=%.1f durable8_vs_fsync=%.1f"
                            + " stage_us=%.2f floor=%.2f%n",
                    fast.micros("fast", 50) / fast.micros("sqlite", 50),
                    fast.micros("fast", 99) / fast.micros("sqlite", 99),
                    many.calls("durable", "force"),
                    few.calls("durable", "force"),
                    stage,
                    fast.micros("fast again", 50) / fast.micros("fast", 50));
        } finally {
            delete(home);
        }
    }

    private static Paced fast(Path home) throws Exception {
        try (SpoolPeer spool = SpoolPeer.open(home.resolve("fast"), false);
                SqlitePeer sqlite = new SqlitePeer(Files.createDirectories(home.resolve("sqlite")))) {
            Paced paced = new Paced(8, 1_000, SECONDS)
                    .add("fast", () -> spool.append(EVENT))
                    .add("sqlite", () -> sqlite.append(EVENT))
                    .add("fast again", () -> spool.append(EVENT))
                    .run(3, ROUNDS);
            System.out.println("FAST, 8 threads, 1,000 events a second each (medians of " + ROUNDS + " rounds)");
            for (String name : List.of("fast", "sqlite", "fast again")) {
                System.out.printf(
                        Locale.ROOT,
                        "  %-10s p50 %8.1f µs   p99 %8.1f µs   p99.9 %8.1f µs%n",
                        name,
                        paced.micros(name, 50),
                        paced.micros(name, 99),
                        paced.micros(name, 99.9));
            }
            return paced;
        }
    }

    private static Rounds durable(Path home, int threads) throws Exception {
        Path folder = Files.createDirectories(home.resolve("durable" + threads));
        try (SpoolPeer spool = SpoolPeer.open(folder, true);
                ForcePeer force = new ForcePeer(folder)) {
            Rounds rounds = new Rounds(threads, SLOT_MILLIS)
                    .add("durable", () -> spool.append(EVENT))
                    .add("force", () -> force.append(EVENT));
            rounds.warmUp(6);
            rounds.measure(ROUNDS);
            System.out.println("DURABLE, against one force for each event");
            rounds.names().forEach(name -> System.out.println(rounds.summary(name)));
            return rounds;
        }
    }

    /**
     * The stage around a call that does nothing else, against the call without it: what it adds to the CPU of the call's
     * thread. What the thread that forces to the disk takes is shown beside it; it depends on how many events share a forcing.
     */
    private static double stage(Path home) throws Exception {
        Facts facts = new Facts();
        try (Recorded recorded = new Recorded(home.resolve("stage"))) {
            Rounds.Contender bare = () -> {
                try (Call call = facts.call()) {
                    return facts.answered(call);
                }
            };
            Rounds.Contender staged = () -> {
                try (Call call = facts.call()) {
                    Exchange exchange = Exchange.of(call, facts.request);
                    return recorded.room().stage().handle(exchange, next -> facts.answered(call));
                }
            };
            Rounds rounds = new Rounds(1, SLOT_MILLIS).add("bare", bare).add("stage", staged);
            rounds.warmUp(12);
            rounds.measure(ROUNDS);
            double[] added = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                added[round] = threadMicros(staged) - threadMicros(bare);
            }
            Arrays.sort(added);
            double own = added[ROUNDS / 2];
            System.out.println("the stage around a call that does nothing");
            rounds.names().forEach(name -> System.out.println(rounds.summary(name)));
            System.out.printf(
                    Locale.ROOT,
                    "  added to a call: %.2f µs on its own thread, %.2f µs with what is forced to the disk beside it%n",
                    own,
                    rounds.micros("stage") - rounds.micros("bare"));
            return own;
        }
    }

    private static double threadMicros(Rounds.Contender contender) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long calls = 0;
        long end = System.nanoTime() + SLOT_MILLIS * 1_000_000;
        long before = threads.getCurrentThreadCpuTime();
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100; i++) {
                calls += contender.call() == null ? 0 : 1;
            }
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1_000.0 / calls;
    }

    /** What a call for counties knows. */
    private static final class Facts {

        private final CallFacts facts = new CallFacts(
                DatasetDescription.builder("cn.stats.counties")
                        .title("Counties")
                        .version("2023-06-30")
                        .build(),
                CallContext.purpose("residence-permit").matter("residence").build());
        private final Grant grant = new Grant("G-0001", "cn.stats.counties", Set.of(), Set.of(), null, null);
        private final Request request = Request.get("https://share.example.gov/odata/cn.stats.counties");
        private final Answer answer =
                Answer.whole(request, 200, Headers.none(), new byte[0]).with(Outcome.ok());

        Call call() {
            return new Call("cn.stats.counties", "query", TimeSource.SYSTEM, null)
                    .put(CallFacts.class, facts)
                    .put(Grant.class, grant);
        }

        Answer answered(Call call) {
            call.attempt();
            call.countBytes(4211);
            call.countReceived(50);
            call.countDelivered(50);
            return answer;
        }
    }

    /** A spool that is begun anew before it is large, so that the disk is not what is measured. */
    private static final class Recorded implements AutoCloseable {

        private static final int MOST = 100_000;

        private final Path folder;
        private final AtomicInteger uses = new AtomicInteger();
        private UsageRoom room;

        Recorded(Path folder) {
            this.folder = folder;
            this.room = open(folder);
        }

        private static UsageRoom open(Path folder) {
            return UsageRoom.open(
                    UsageOptions.in(folder).spooledOnly(),
                    "residence-permits",
                    "1.4.0",
                    "share.example.gov",
                    Optional.empty(),
                    TimeSource.SYSTEM,
                    Sleeper.SYSTEM,
                    () -> {});
        }

        UsageRoom room() throws IOException {
            if (uses.incrementAndGet() % MOST == 0) {
                room.close();
                delete(folder);
                room = open(folder);
            }
            return room;
        }

        @Override
        public void close() {
            room.close();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
