package io.govshare.usage;

import io.govshare.error.InvalidRequestException;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the next events of a spool, and finds those that the platform will never take. A batch that is refused for what is in
 * it is halved until it is taken, or a single event is left. That one is set aside only if the platform takes another
 * event and then refuses this one again, and at most {@value #MOST_IN_A_ROW} of them: a platform, proxy or address that refuses
 * everything takes no event out of the spool. Not safe for concurrent use.
 */
final class Deliveries {

    /** How many events may be set aside without another that was taken among them. */
    static final int MOST_IN_A_ROW = 10;

    /** A batch that failed after so long may have been too much. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private static final Set<Integer> OF_CONTENT = Set.of(400, 413, 422);

    private final UsageOptions options;
    private final TimeSource time;
    private final BooleanSupplier ended;
    private final BatchSize size;
    private long taken;
    private int rejectedInARow;
    private Duration took = Duration.ZERO;

    /** Events at the beginning of a spool that were refused though nothing else there could show what the platform takes. */
    private final Map<Spool, Alone> alone = new HashMap<>();

    /**
     * What became of the next events.
     *
     * @param taken how many the platform has now
     * @param rejected how many are set aside
     * @param reason why one of them is; null if none is
     */
    record Done(int taken, int rejected, @Nullable String reason) {
        private Done withTaken(int more) {
            return new Done(taken + more, rejected, reason);
        }
    }

    /** An event that was refused when it was sent alone. */
    private record Refused(Spool.Batch batch, String reason) {
        UsageBatch.Event event() {
            return batch.events().get(0);
        }
    }

    private record Alone(String id, long takenBefore) {}

    /** What the platform says of a batch: ids with reasons, or why it takes nothing of it. */
    private record Verdict(
            Map<String, String> rejected, @Nullable InvalidRequestException refusal) {}

    /** @param ended whether to give up between two attempts */
    Deliveries(UsageOptions options, TimeSource time, BooleanSupplier ended) {
        this.options = options;
        this.time = time;
        this.ended = ended;
        this.size = new BatchSize(options.batchEvents());
    }

    /** How many events make a batch now. */
    int batchEvents() {
        return size.events();
    }

    /** How long the platform took for the latest batch that it took. */
    Duration took() {
        return took;
    }

    /** The spool is not delivered from any more. */
    void forget(Spool spool) {
        alone.remove(spool);
    }

    /**
     * Delivers the next events, and acknowledges them.
     *
     * @throws IOException if they could not be delivered; they are still in the spool then
     * @throws InvalidRequestException if they are refused and nothing shows that others would be taken
     */
    Done next(Spool spool, UsageSink way) throws IOException {
        // What the platform acknowledges must not be lost with the power: the chain would go on from before it.
        spool.force();
        List<Refused> refused = new ArrayList<>();
        boolean again = false;
        while (true) {
            Spool.Batch batch = spool.read(refused.size(), refused.isEmpty() ? size.events() : 1, options.batchBytes());
            int events = batch.events().size();
            if (events == 0) {
                return refused.isEmpty() ? nothing(spool, batch) : nothingElse(spool, refused);
            }
            Verdict verdict = ask(way, batch);
            boolean someTaken = verdict.refusal() == null && verdict.rejected().size() < events;
            if (someTaken || (verdict.refusal() == null && refused.isEmpty() && isBelieved(events))) {
                List<Refused> confirmed = confirmed(way, refused);
                Done done = settle(spool, batch, confirmed, verdict.rejected());
                return done.withTaken(refused.size() - confirmed.size());
            }
            if (events > 1) {
                size.refused(events, again);
                again = true;
            } else if (refused.size() < MOST_IN_A_ROW) {
                refused.add(new Refused(batch, reason(verdict)));
            } else {
                return nothingElse(spool, refused);
            }
            if (ended.getAsBoolean()) {
                throw new IOException("The batch was refused, and the client closes");
            }
        }
    }

    /** Notes that only damage is left. */
    private static Done nothing(Spool spool, Spool.Batch batch) throws IOException {
        spool.acknowledge(batch);
        return new Done(0, 0, null);
    }

    /** Whether a platform that rejects all events of a batch one by one may mean it. */
    private boolean isBelieved(int events) {
        return rejectedInARow + events <= MOST_IN_A_ROW;
    }

    private static String reason(Verdict verdict) {
        return verdict.refusal() != null
                ? ThrottledWarning.describe(verdict.refusal())
                : verdict.rejected().values().iterator().next();
    }

    private Verdict ask(UsageSink way, Spool.Batch batch) throws IOException {
        long begin = time.nanoTime();
        try {
            Map<String, String> rejected =
                    new HashMap<>(way.deliver(batch.delivered()).rejected());
            rejected.keySet()
                    .retainAll(batch.events().stream().map(UsageBatch.Event::id).collect(Collectors.toSet()));
            took = Duration.ofNanos(time.nanoTime() - begin);
            return new Verdict(rejected, null);
        } catch (InvalidRequestException e) {
            if (e.status() > 0 && !OF_CONTENT.contains(e.status())) {
                throw e;
            }
            return new Verdict(Map.of(), e);
        } catch (IOException | RuntimeException e) {
            if (time.nanoTime() - begin >= SLOW.toNanos()) {
                size.tooSlow(batch.events().size());
            }
            throw e;
        }
    }

    /** Those that are refused again now that another was taken. */
    private List<Refused> confirmed(UsageSink way, List<Refused> refused) throws IOException {
        List<Refused> confirmed = new ArrayList<>();
        for (Refused one : refused) {
            Verdict verdict = ask(way, one.batch());
            if (verdict.refusal() != null || !verdict.rejected().isEmpty()) {
                confirmed.add(new Refused(one.batch(), reason(verdict)));
            }
        }
        return confirmed;
    }

    /** Nothing could be sent from this spool that shows what the platform takes; another spool may have shown it. */
    private Done nothingElse(Spool spool, List<Refused> refused) throws IOException {
        String id = refused.get(0).event().id();
        @Nullable Alone before = alone.get(spool);
        if (before != null && before.id().equals(id) && taken > before.takenBefore()) {
            Refused last = refused.remove(refused.size() - 1);
            alone.remove(spool);
            return settle(spool, last.batch(), refused, Map.of(last.event().id(), last.reason()));
        }
        alone.put(spool, new Alone(id, taken));
        throw new InvalidRequestException(
                "The platform takes none of " + refused.size()
                        + " usage events sent one by one; they stay in the spool ("
                        + refused.get(0).reason() + ")",
                "Check where usage reports go, and the proxies on the way; if they are right, tell the platform's operators.");
    }

    private Done settle(Spool spool, Spool.Batch batch, List<Refused> refused, Map<String, String> rejected)
            throws IOException {
        List<UsageBatch.Event> aside = new ArrayList<>();
        Map<String, String> reasons = new HashMap<>(rejected);
        for (Refused one : refused) {
            aside.add(one.event());
            reasons.put(one.event().id(), one.reason());
        }
        int events = batch.events().size();
        aside.addAll(batch.events());
        if (!reasons.isEmpty()) {
            RejectedEvents.setAside(spool.path(), time.now(), aside, reasons);
        }
        spool.acknowledge(batch);
        int now = events - rejected.size();
        taken += now;
        rejectedInARow = now > 0 ? 0 : rejectedInARow + reasons.size();
        size.taken(events);
        return new Done(
                now, reasons.size(), reasons.values().stream().findFirst().orElse(null));
    }
}
