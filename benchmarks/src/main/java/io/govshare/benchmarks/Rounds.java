package io.govshare.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Interleaved rounds of several contenders in one process: each round runs every contender once, in an order that rotates,
 * so that whatever else the machine does falls on all of them. CPU is that of the whole process, its collector and
 * background threads included.
 */
final class Rounds {

    private static final OperatingSystemMXBean OS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    /** Share of compiling below which everything counts as compiled. */
    private static final double COMPILED = 0.02;

    /** What one contender did in one round. */
    record Sample(double cpuMicros, double callsPerSecond) {}

    /** One call of a contender; what it returns is looked at, so that the compiler cannot leave it out. */
    interface Contender {
        Object call() throws Exception;
    }

    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private long allCalls;
    private double compiling;
    private final int threads;
    private final long slotNanos;

    Rounds(int threads, long slotMillis) {
        this.threads = threads;
        this.slotNanos = slotMillis * 1_000_000;
    }

    Rounds add(String name, Contender contender) {
        contenders.put(name, contender);
        samples.put(name, new ArrayList<>());
        return this;
    }

    /** The contenders in the order in which they were added. */
    List<String> names() {
        return List.copyOf(contenders.keySet());
    }

    /**
     * Runs unmeasured rounds until the JIT compiler has next to nothing left to do, at most so many: a long way needs
     * longer until it is compiled than a short one, and compiling would be counted as its CPU.
     */
    void warmUp(int most) throws Exception {
        for (int round = 0; round < most; round++) {
            Compiling compiling = new Compiling();
            round(round, false);
            if (round > 0 && compiling.share() < COMPILED) {
                return;
            }
        }
    }

    /**
     * Runs each contender so many times, unmeasured: for those that are so short that the rounds of a busy machine see too few
     * of their calls to have them compiled.
     */
    void repeat(int times) throws Exception {
        for (Contender contender : contenders.values()) {
            for (int i = 0; i < times; i++) {
                allCalls += contender.call() == null ? 0 : 1;
            }
        }
    }

    void measure(int rounds) throws Exception {
        Compiling measured = new Compiling();
        for (int round = 0; round < rounds; round++) {
            round(round, true);
        }
        compiling = measured.share();
    }

    /** Every contender once. */
    private void round(int number, boolean measured) throws Exception {
        List<String> names = new ArrayList<>(contenders.keySet());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get((i + number) % names.size());
            Sample sample = slot(contenders.get(name));
            if (measured) {
                samples.get(name).add(sample);
            }
        }
    }

    /** Time spent compiling since this was made, as a share of the CPU that the process took. */
    private static final class Compiling {

        private final long compiled = COMPILER.getTotalCompilationTime();
        private final long cpu = OS.getProcessCpuTime();

        double share() {
            return (COMPILER.getTotalCompilationTime() - compiled) * 1e6 / (OS.getProcessCpuTime() - cpu);
        }
    }

    /** Time spent compiling in the measured rounds, as a share of their CPU. */
    double compiling() {
        return compiling;
    }

    /** Calls of all contenders, unmeasured ones included. */
    long calls() {
        return allCalls;
    }

    private Sample slot(Contender contender) throws Exception {
        AtomicLong calls = new AtomicLong();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(threads);
        long cpu = OS.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                long mine = 0;
                try {
                    while (System.nanoTime() - start < slotNanos) {
                        mine += contender.call() == null ? 0 : 1;
                    }
                } catch (Throwable e) {
                    failures.add(e);
                } finally {
                    calls.addAndGet(mine);
                    done.countDown();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        done.await();
        allCalls += calls.get();
        long nanos = System.nanoTime() - start;
        double cpuMicros = (OS.getProcessCpuTime() - cpu) / 1_000.0 / calls.get();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("A contender failed; nothing is measured", failures.get(0));
        }
        return new Sample(cpuMicros, calls.get() * 1e9 / nanos);
    }

    /** Median over the rounds of this contender's CPU for each call, against that of another in the same round. */
    double cpu(String name, String against) {
        return ratio(name, against, true);
    }

    /** Median over the rounds of this contender's calls in a second, against those of another in the same round. */
    double calls(String name, String against) {
        return ratio(name, against, false);
    }

    private double ratio(String name, String against, boolean cpu) {
        List<Sample> ours = samples.get(name);
        List<Sample> theirs = samples.get(against);
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = cpu
                    ? ours.get(i).cpuMicros() / theirs.get(i).cpuMicros()
                    : ours.get(i).callsPerSecond() / theirs.get(i).callsPerSecond();
        }
        return median(ratios);
    }

    /** Median over the rounds of this contender's CPU for each call, in microseconds. */
    double micros(String name) {
        return median(samples.get(name).stream().mapToDouble(Sample::cpuMicros).toArray());
    }

    String summary(String name) {
        double[] cpu = samples.get(name).stream().mapToDouble(Sample::cpuMicros).toArray();
        double[] calls =
                samples.get(name).stream().mapToDouble(Sample::callsPerSecond).toArray();
        return String.format(
                "  %d thread%s %-14s %8.1f µs CPU a call %9.0f calls/s",
                threads, threads == 1 ? " " : "s", name, median(cpu), median(calls));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
