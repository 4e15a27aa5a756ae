package io.govshare.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Interleaved rounds of contenders whose threads each make so many calls a second, as an application under load does, and not
 * as many as they can. How long each call took is kept; a thread that falls behind makes up for it at once.
 */
final class Paced {

    private final Map<String, Rounds.Contender> contenders = new LinkedHashMap<>();
    private final Map<String, List<long[]>> nanos = new LinkedHashMap<>();
    private final int threads;
    private final int perSecond;
    private final int calls;

    /** @param seconds length of each contender's turn in a round */
    Paced(int threads, int perSecond, int seconds) {
        this.threads = threads;
        this.perSecond = perSecond;
        this.calls = perSecond * seconds;
    }

    Paced add(String name, Rounds.Contender contender) {
        contenders.put(name, contender);
        nanos.put(name, new ArrayList<>());
        return this;
    }

    /** @param warmUp rounds before those that are measured */
    Paced run(int warmUp, int rounds) throws InterruptedException {
        List<String> names = new ArrayList<>(contenders.keySet());
        for (int round = -warmUp; round < rounds; round++) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(Math.floorMod(i + round, names.size()));
                long[] turn = turn(contenders.get(name));
                if (round >= 0) {
                    nanos.get(name).add(turn);
                }
            }
        }
        return this;
    }

    private long[] turn(Rounds.Contender contender) throws InterruptedException {
        long[] all = new long[threads * calls];
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime() + 10_000_000;
        for (int t = 0; t < threads; t++) {
            int first = t * calls;
            // Threads of an application do not tick together.
            long begin = start + 1_000_000_000L / perSecond * t / threads;
            Thread thread = new Thread(() -> {
                try {
                    calls(contender, begin, all, first);
                } catch (Throwable e) {
                    failures.add(e);
                } finally {
                    done.countDown();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        done.await();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("A contender failed; nothing is measured", failures.get(0));
        }
        return all;
    }

    private void calls(Rounds.Contender contender, long begin, long[] all, int first) throws Exception {
        for (int i = 0; i < calls; i++) {
            long due = begin + i * 1_000_000_000L / perSecond;
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            long before = System.nanoTime();
            if (contender.call() == null) {
                throw new IllegalStateException("A call returned nothing");
            }
            all[first + i] = System.nanoTime() - before;
        }
    }

    /** So many per cent of this contender's calls took no longer than this, in microseconds: the median of the rounds. */
    double micros(String name, double percent) {
        double[] rounds = nanos.get(name).stream()
                .mapToDouble(turn -> {
                    long[] sorted = turn.clone();
                    Arrays.sort(sorted);
                    return sorted[(int) Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1_000.0;
                })
                .sorted()
                .toArray();
        int middle = rounds.length / 2;
        return rounds.length % 2 == 1 ? rounds[middle] : (rounds[middle - 1] + rounds[middle]) / 2;
    }
}
