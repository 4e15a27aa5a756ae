package io.govshare.http;

import io.govshare.error.Internal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One use of a dataset from its beginning to its end: a record, a page, a stream, a raw call, or a call of the SDK itself
 * to the platform. All exchanges and attempts that the use needs share it; it ends exactly once, by {@link #close()}, after
 * its records are decoded. Safe for concurrent use.
 */
@Internal
public final class Call implements AutoCloseable {

    /** Where the answer came from. */
    public enum CacheResult {
        MISS,
        HIT,
        REVALIDATED,
        STALE
    }

    /** What is done for a call, or for many. */
    @FunctionalInterface
    public interface Work<R> {
        R run() throws IOException;
    }

    private static final String OWN = "own";

    /** More than 292 years are no limit. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private static final ThreadLocal<@Nullable Call> SERVED = new ThreadLocal<>();

    private final String dataset;
    private final String operation;
    private final TimeSource time;
    private final long started;
    private final long deadline;

    /** Types and facts alternating, never changed once it stands here: a handful, which a map would take longer to find. */
    private volatile Object[] facts = {};

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final Hooks cancelHooks = new Hooks();
    private final Hooks endHooks = new Hooks();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile CacheResult cache = CacheResult.MISS;
    private volatile @Nullable Outcome outcome;

    /**
     * Begins a call.
     *
     * @param dataset id of the dataset
     * @param operation {@code find}, {@code query}, {@code count}, {@code stream}, {@code raw} …
     * @param total the total deadline from now; null for none, as for streams
     */
    public Call(String dataset, String operation, TimeSource time, @Nullable Duration total) {
        this.dataset = dataset;
        this.operation = operation;
        this.time = time;
        this.started = time.nanoTime();
        this.deadline = nanos(total == null ? LONGEST : total);
    }

    private static long nanos(Duration total) {
        return total.isNegative() ? -1 : total.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : total.toNanos();
    }

    /**
     * Begins a call of the SDK itself to the platform.
     *
     * @param what its name for logs, such as {@code token}, or the dataset that it is about
     */
    public static Call own(String what, TimeSource time, Duration total) {
        return new Call(what, OWN, time, total);
    }

    /**
     * Runs the work for this call: what the SDK itself sends meanwhile on this thread, such as for the catalogue, takes from
     * the time of this call and ends with it.
     */
    public <R> R serve(Work<R> work) throws IOException {
        @Nullable Call before = SERVED.get();
        SERVED.set(this);
        try {
            return work.run();
        } finally {
            if (before == null) {
                SERVED.remove();
            } else {
                SERVED.set(before);
            }
        }
    }

    /** The call that this thread works for, if it works for one. */
    public static Optional<Call> served() {
        @Nullable Call served = SERVED.get();
        if (served == null) {
            SERVED.remove(); // get() left an empty entry in the thread's map
        }
        return Optional.ofNullable(served);
    }

    /** Whether it is a call of the SDK itself, and {@link #dataset} no dataset. */
    public boolean isOwn() {
        return operation.equals(OWN);
    }

    /** Id of the dataset as errors name it; null for a call of the SDK itself, which may be made on behalf of many. */
    public @Nullable String subject() {
        return isOwn() ? null : dataset;
    }

    /** Id of the dataset, or the name of the SDK's own call. */
    public String dataset() {
        return dataset;
    }

    public String operation() {
        return operation;
    }

    /** Puts a fact of this type, such as the call context, where the stages below can see it. */
    public synchronized <F> Call put(Class<F> type, F fact) {
        int at = indexOf(facts, type);
        Object[] more = Arrays.copyOf(facts, at < 0 ? facts.length + 2 : facts.length);
        int place = at < 0 ? facts.length : at;
        more[place] = type;
        more[place + 1] = fact;
        facts = more;
        return this;
    }

    /** The fact of this type, if there is one. */
    public <F> Optional<F> find(Class<F> type) {
        Object[] known = facts;
        int at = indexOf(known, type);
        return at < 0 ? Optional.empty() : Optional.of(type.cast(known[at + 1]));
    }

    private static int indexOf(Object[] facts, Class<?> type) {
        for (int i = 0; i < facts.length; i += 2) {
            if (facts[i] == type) {
                return i;
            }
        }
        return -1;
    }

    /** Time since the call began. */
    public Duration elapsed() {
        return Duration.ofNanos(time.nanoTime() - started);
    }

    /** Time left until the total deadline; negative when it has passed; very long when there is none. */
    public Duration remaining() {
        return deadline == Long.MAX_VALUE
                ? Duration.ofDays(365)
                : Duration.ofNanos(deadline - (time.nanoTime() - started));
    }

    /** Counts one attempt that goes to the network, and says which it is, from 1. */
    public int attempt() {
        return attempts.incrementAndGet();
    }

    public int attempts() {
        return attempts.get();
    }

    public void countBytes(long more) {
        bytes.addAndGet(more);
    }

    /** Bytes of answer bodies that came over the wire. */
    public long bytes() {
        return bytes.get();
    }

    public void countReceived(long records) {
        received.addAndGet(records);
    }

    /** Records decoded from answers. */
    public long received() {
        return received.get();
    }

    public void countDelivered(long records) {
        delivered.addAndGet(records);
    }

    /** Records handed to the application. */
    public long delivered() {
        return delivered.get();
    }

    public void cache(CacheResult result) {
        cache = result;
    }

    public CacheResult cache() {
        return cache;
    }

    public void outcome(Outcome newOutcome) {
        outcome = newOutcome;
    }

    /** Meaning of the last answer, if there was one. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Notes why the use failed; the first reason stays. */
    public void failed(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Runs the hook when the call is cancelled, at once if it is already. */
    public void onCancel(Runnable hook) {
        cancelHooks.add(hook);
    }

    public void offCancel(Runnable hook) {
        cancelHooks.remove(hook);
    }

    /** Ends what is under way on behalf of this call: attempts, waits. */
    public void cancel() {
        cancelHooks.begin();
        for (Runnable hook = cancelHooks.first(); hook != null; hook = cancelHooks.first()) {
            hook.run();
        }
    }

    public boolean isCancelled() {
        return cancelHooks.hasBegun();
    }

    /** Whether nobody waits for its answer any more: it was cancelled, or its time is over. */
    public boolean isGivenUp() {
        return isCancelled() || remaining().isNegative() || remaining().isZero();
    }

    /** Whether it has ended. */
    public boolean isEnded() {
        return endHooks.hasBegun();
    }

    /** Runs the hook when the call ends, the last added first; at once if it has ended. */
    public void onEnd(Runnable hook) {
        endHooks.add(hook);
    }

    /** As {@link #end()}. */
    @Override
    public void close() {
        end();
    }

    /**
     * Ends the call; only the first time counts. A hook that throws does not keep the others from running.
     *
     * @return whether it was the first time
     */
    public boolean end() {
        if (!endHooks.begin()) {
            return false;
        }
        RuntimeException failed = null;
        for (Runnable hook = endHooks.last(); hook != null; hook = endHooks.last()) {
            try {
                hook.run();
            } catch (RuntimeException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
        return true;
    }

    /** What waits for one event. Each hook is handed out at most once and runs outside of the lock. */
    private static final class Hooks {

        private final Deque<Runnable> waiting = new ArrayDeque<>(2);
        private volatile boolean begun;

        /** Keeps the hook for the event, or runs it if that has begun. */
        void add(Runnable hook) {
            synchronized (this) {
                if (!begun) {
                    waiting.addLast(hook);
                    return;
                }
            }
            hook.run();
        }

        synchronized void remove(Runnable hook) {
            waiting.remove(hook);
        }

        /** The event happens; whether it does so for the first time. */
        synchronized boolean begin() {
            boolean first = !begun;
            begun = true;
            return first;
        }

        boolean hasBegun() {
            return begun;
        }

        synchronized @Nullable Runnable first() {
            return waiting.pollFirst();
        }

        synchronized @Nullable Runnable last() {
            return waiting.pollLast();
        }
    }
}
