package io.govshare.testing;

/** How a dataset of the sandbox is shared. */
public enum Sharing {
    /** Any client may use it; no grant is needed. */
    UNCONDITIONAL,
    /** Each use needs a grant for its purpose. */
    CONDITIONAL,
    /** Every use is refused. */
    NOT_SHARED
}
