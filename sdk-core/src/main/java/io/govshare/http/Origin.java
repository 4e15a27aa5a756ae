package io.govshare.http;

import io.govshare.error.Masked;
import java.net.URI;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Scheme, host and port: what a credential may be shown to (RFC 6454 §4).
 *
 * @param scheme {@code http} or {@code https}
 * @param host host in lower case
 * @param port port, also when it is the scheme's own
 */
public record Origin(String scheme, String host, int port) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    /** The origin of an absolute http or https URI. @throws IllegalArgumentException if it is none */
    public static Origin of(URI uri) {
        HttpUrl url = HttpUrl.parse(uri.toString());
        if (url == null) {
            throw new IllegalArgumentException("Not an absolute http or https URI: " + Masked.url(uri.toString()));
        }
        return of(url);
    }

    /** Hosts are spelled as OkHttp does everywhere, IPv6 and internationalised names included, so that equals holds. */
    static Origin of(HttpUrl url) {
        return new Origin(url.scheme(), url.host(), url.port());
    }

    /** Whether what is sent there is readable on the way: http, and not to this machine itself. */
    public boolean isOpenToReaders() {
        return scheme.equals("http") && !LOOPBACK.matcher(host).matches();
    }

    @Override
    public String toString() {
        boolean own = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + (own ? "" : ":" + port);
    }
}
