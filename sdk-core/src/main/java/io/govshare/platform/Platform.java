package io.govshare.platform;

import io.govshare.http.Origin;
import java.util.Set;

/** One deployment of a sharing platform: where it is, and in which dialect it is spoken to. Immutable. */
public interface Platform {

    /** Name for logs, usage events and the spool folder: {@code [a-z0-9][a-z0-9.-]*}. */
    String name();

    /** The platform's own origins: token, signature and context may go there. */
    Set<Origin> origins();

    /** Whether plain http to another machine was allowed, knowing that everyone on the way can read. */
    default boolean isPlainHttpAllowed() {
        return false;
    }

    /**
     * Puts the parts of the dialect together. Called once, by {@code build()}; makes no network call.
     *
     * @throws io.govshare.error.ConfigurationException if credentials or keys are missing or do not fit
     */
    Dialect connect(PlatformLink link);
}
