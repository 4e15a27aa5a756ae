package io.govshare.http;

import io.govshare.error.Internal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How text stands in a part of a URL (RFC 3986 §2.1). */
@Internal
public final class PercentEncoding {

    private PercentEncoding() {}

    /** The text in UTF-8 with all but unreserved characters (RFC 3986 §2.3) percent-encoded. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
