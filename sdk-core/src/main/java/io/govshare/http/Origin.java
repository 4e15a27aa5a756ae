package io.govshare.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Scheme, host and port: what a credential may be shown to (RFC 6454 §4).
 *
 * @param scheme {@code http} or {@code https}
 * @param host host in lower case
 * @param port port, also when it is the scheme's own
 */
public record Origin(String scheme, String host, int port) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** The origin of an absolute http or https URI. @throws IllegalArgumentException if it is none */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "Not an absolute http or https URI: " + uri.getScheme() + "://" + uri.getHost());
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.getPort() > 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, bare, port);
    }

    /** Whether what is sent there is readable on the way: http, and not to this machine itself. */
    public boolean isOpenToReaders() {
        return scheme.equals("http") && !LOOPBACK.contains(host);
    }

    @Override
    public String toString() {
        boolean own = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + (own ? "" : ":" + port);
    }
}
