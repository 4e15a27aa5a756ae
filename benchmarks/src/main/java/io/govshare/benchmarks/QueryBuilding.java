package io.govshare.benchmarks;

import static io.govshare.dataset.Query.where;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.platform.Addressing;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * How much CPU time it takes to build a query of three predicates and the URL that the standard platform asks with: all that happens
 * before a request is there, and nothing after it.
 */
final class QueryBuilding {

    private static final int QUERIES = 100_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final DatasetDescription DATASET =
            DatasetDescription.at("cn.stats.counties", URI.create("https://share.example.gov/odata/cn.stats.counties"));

    private final Addressing addressing = StandardPlatform.at("https://share.example.gov")
            .connect(new Unconnected(Optional.empty(), Optional.empty()))
            .addressing();

    /** Characters of the URLs, so that the compiler cannot leave the work out. */
    private long characters;

    /** Microseconds of CPU for one query by method references: the median of so many rounds. */
    double byReference(int rounds) {
        return micros(
                rounds,
                i -> where(Division::provinceCode)
                        .is("35")
                        .and(Division::name)
                        .startsWith("鼓楼")
                        .and(Division::population)
                        .atLeast(i));
    }

    /** The same by names. */
    double byName(int rounds) {
        return micros(
                rounds,
                i -> where("provinceCode")
                        .is("35")
                        .and("name")
                        .startsWith("鼓楼")
                        .and("population")
                        .atLeast(i));
    }

    private double micros(int rounds, IntFunction<Query<?>> building) {
        double[] taken = new double[rounds];
        for (int round = -rounds / 2; round < rounds; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < QUERIES; i++) {
                characters += addressing.query(DATASET, building.apply(i)).url().length();
            }
            if (round >= 0) {
                taken[round] = (THREADS.getCurrentThreadCpuTime() - start) / 1_000.0 / QUERIES;
            }
        }
        if (characters == 0) {
            throw new IllegalStateException("No URL was built");
        }
        Arrays.sort(taken);
        return taken[rounds / 2];
    }
}
