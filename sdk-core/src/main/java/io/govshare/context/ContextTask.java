package io.govshare.context;

import org.jspecify.annotations.Nullable;

/**
 * What runs inside a scope of context, with the checked exceptions that it throws.
 *
 * @param <T> type of its result
 * @param <X> type of its exceptions; {@link RuntimeException} when it throws no checked one
 */
@FunctionalInterface
public interface ContextTask<T extends @Nullable Object, X extends Exception> {

    /** Runs it. */
    T run() throws X;
}
