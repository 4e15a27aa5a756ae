package io.govshare.cache;

import io.govshare.error.Internal;

/** What a call wants of the cache, left on the {@link io.govshare.http.Call}; {@link #USE} when nothing is. */
@Internal
public enum CachePolicy {
    /** A fresh answer may come from the cache. */
    USE,
    /** The platform is asked whether the kept answer still holds (RFC 9111 §5.2.1.4 {@code no-cache}). */
    REVALIDATE,
    /** Nothing is looked up or kept (RFC 9111 §5.2.1.5 {@code no-store}). */
    BYPASS
}
