package io.govshare.catalog;

/** What happens to a call for a conditional dataset while its grants cannot be read. */
public enum GrantPolicy {
    /** The call goes out, with one WARN, and the platform decides. The default. */
    LENIENT,
    /** The call is refused before the network. */
    STRICT
}
