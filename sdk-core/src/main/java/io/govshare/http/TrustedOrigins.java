package io.govshare.http;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The origins that may see a credential, a signature or a context: the platform's own and those that the application lists.
 * Every request is checked before a connection is opened, wherever its URL comes from. Immutable.
 */
@Internal
public final class TrustedOrigins {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedOrigins.class);

    private final Set<Origin> platform;
    private final Set<Origin> allowed;
    private final boolean plainHttpAllowed;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * The platform's own origins and those the application listed.
     *
     * @throws ConfigurationException if one of them is plain http to another machine and that was not allowed
     */
    public TrustedOrigins(Set<Origin> platform, Set<Origin> allowed, boolean plainHttpAllowed) {
        this.platform = Set.copyOf(platform);
        this.allowed = Set.copyOf(allowed);
        this.plainHttpAllowed = plainHttpAllowed;
        this.platform.forEach(this::checkReaders);
        this.allowed.forEach(this::checkReaders);
    }

    /**
     * Refuses a request to anywhere else.
     *
     * @throws ConfigurationException if its origin is not trusted, or everyone on the way could read it
     */
    public void check(Request request) {
        check(request.origin());
    }

    void check(Origin origin) {
        if (!platform.contains(origin) && !allowed.contains(origin)) {
            throw new ConfigurationException(
                    origin + " is not a trusted origin: neither the platform's own (" + named(platform)
                            + ") nor allowed, so nothing was sent there",
                    "If it belongs to the platform, list it with allowOrigin(\"" + origin
                            + "\"); if not, find out where this address comes from.");
        }
        checkReaders(origin);
    }

    /** Whether this is an origin of the platform itself, whose clock and announcements count. */
    public boolean isPlatform(Origin origin) {
        return platform.contains(origin);
    }

    private void checkReaders(Origin origin) {
        if (!origin.isOpenToReaders()) {
            return;
        }
        if (!plainHttpAllowed) {
            throw new ConfigurationException(
                    origin + " is plain http: everyone on the way could read tokens and records",
                    "Use the https address; if the platform has none, say allowPlainHttp() on the platform.");
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn("{} is spoken to over plain http: everyone on the way can read tokens and records", origin);
        }
    }

    private static String named(Set<Origin> origins) {
        Set<String> names = new TreeSet<>();
        origins.forEach(origin -> names.add(origin.toString()));
        return String.join(", ", names);
    }

    @Override
    public String toString() {
        return "platform " + named(platform) + (allowed.isEmpty() ? "" : ", allowed " + named(allowed));
    }
}
