package io.govshare.http;

import io.govshare.error.Internal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
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

    private final String dataset;
    private final String operation;
    private final TimeSource time;
    private final long started;
    private final long deadline;
    private final Map<Class<?>, Object> facts = new ConcurrentHashMap<>(8);
    private final AtomicInteger attempts = new AtomicInteger();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final List<Runnable> cancelHooks = new CopyOnWriteArrayList<>();
    private final List<Runnable> endHooks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile CacheResult cache = CacheResult.MISS;
    private volatile @Nullable Outcome outcome;

    /**
     * Begins a call.
     *
     * @param dataset id of the dataset, or the name of the SDK's own call, such as {@code usage}
     * @param operation {@code find}, {@code query}, {@code count}, {@code stream}, {@code raw} …
     * @param total the total deadline from now; null for none, as for streams
     */
    public Call(String dataset, String operation, TimeSource time, @Nullable Duration total) {
        this.dataset = dataset;
        this.operation = operation;
        this.time = time;
        this.started = time.nanoTime();
        this.deadline = total == null ? Long.MAX_VALUE : total.toNanos();
    }

    public String dataset() {
        return dataset;
    }

    public String operation() {
        return operation;
    }

    /** Puts a fact of this type, such as the call context, where the stages below can see it. */
    public <F> Call put(Class<F> type, F fact) {
        facts.put(type, fact);
        return this;
    }

    /** The fact of this type, if there is one. */
    public <F> Optional<F> find(Class<F> type) {
        return Optional.ofNullable(type.cast(facts.get(type)));
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
        bytes.add(more);
    }

    /** Bytes of answer bodies that came over the wire. */
    public long bytes() {
        return bytes.sum();
    }

    public void countReceived(long records) {
        received.add(records);
    }

    /** Records decoded from answers. */
    public long received() {
        return received.sum();
    }

    public void countDelivered(long records) {
        delivered.add(records);
    }

    /** Records handed to the application. */
    public long delivered() {
        return delivered.sum();
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
        if (cancelled.get() && cancelHooks.remove(hook)) {
            hook.run();
        }
    }

    public void offCancel(Runnable hook) {
        cancelHooks.remove(hook);
    }

    /** Ends what is under way on behalf of this call: attempts, waits. */
    public void cancel() {
        cancelled.set(true);
        for (Runnable hook : List.copyOf(cancelHooks)) {
            if (cancelHooks.remove(hook)) {
                hook.run();
            }
        }
    }

    public boolean isCancelled() {
        return cancelled.get();
    }

    /** Runs the hook when the call ends, the last added first; at once if it has ended. */
    public void onEnd(Runnable hook) {
        endHooks.add(0, hook);
        if (ended.get() && endHooks.remove(hook)) {
            hook.run();
        }
    }

    /** Ends the call; only the first time counts. A hook that throws does not keep the others from running. */
    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            runOnce(endHooks);
        }
    }

    private static void runOnce(List<Runnable> hooks) {
        RuntimeException failed = null;
        for (Runnable hook : List.copyOf(hooks)) {
            try {
                if (hooks.remove(hook)) {
                    hook.run();
                }
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
    }
}
