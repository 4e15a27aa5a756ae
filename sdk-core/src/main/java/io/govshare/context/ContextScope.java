package io.govshare.context;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The context that surrounds a piece of code on its thread. The thread holds nothing outside of a scope, so that pools and
 * virtual threads keep no trace of it. Safe for concurrent use.
 */
@Internal
public final class ContextScope {

    private static final ThreadLocal<@Nullable CallContext> SURROUNDING = new ThreadLocal<>();

    private ContextScope() {}

    /** Runs the task with this context over the one that surrounds it already, member by member; nearest wins. */
    public static <T extends @Nullable Object, X extends Exception> T inContext(
            CallContext context, ContextTask<T, X> task) throws X {
        return restore(context.over(capture()), task);
    }

    /** The same for a task without a result. */
    public static void inContext(CallContext context, Runnable task) {
        restore(context.over(capture()), task);
    }

    /** The context that surrounds the caller, to be restored on another thread. */
    public static CallContext capture() {
        CallContext surrounding = SURROUNDING.get();
        if (surrounding == null) {
            // get() left an empty entry behind in the thread's map.
            SURROUNDING.remove();
            return CallContext.none();
        }
        return surrounding;
    }

    /** Runs the task in the captured context alone, whatever surrounds it here. */
    public static <T extends @Nullable Object, X extends Exception> T restore(
            CallContext captured, ContextTask<T, X> task) throws X {
        @Nullable CallContext before = SURROUNDING.get();
        SURROUNDING.set(captured);
        try {
            return task.run();
        } finally {
            leaveTo(before);
        }
    }

    /** Runs the task in the captured context alone, whatever surrounds it here. */
    public static void restore(CallContext captured, Runnable task) {
        @Nullable CallContext before = SURROUNDING.get();
        SURROUNDING.set(captured);
        try {
            task.run();
        } finally {
            leaveTo(before);
        }
    }

    private static void leaveTo(@Nullable CallContext before) {
        if (before == null) {
            SURROUNDING.remove();
        } else {
            SURROUNDING.set(before);
        }
    }

    /**
     * The context of a call: what it says itself, over what surrounds it, over what the builder's source adds.
     *
     * @throws ConfigurationException if the source returns null
     */
    public static CallContext merged(CallContext ofCall, ContextSource source) {
        @Nullable CallContext added = source.current();
        if (added == null) {
            throw new ConfigurationException(
                    "The ContextSource given to .context(…) returned null",
                    "Return CallContext.none() when there is nothing to add.");
        }
        return ofCall.over(capture()).over(added);
    }
}
