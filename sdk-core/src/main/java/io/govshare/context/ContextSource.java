package io.govshare.context;

/**
 * Where the SDK asks for the context of a call that the call and its scope leave open, such as the signed-in operator of a
 * web request. Asked on the thread that makes the call, when the call is made. Safe for concurrent use.
 */
@FunctionalInterface
public interface ContextSource {

    /** The context now; {@link CallContext#none()} when there is nothing to add. */
    CallContext current();
}
