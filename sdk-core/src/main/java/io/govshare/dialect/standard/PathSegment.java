package io.govshare.dialect.standard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** One segment of a URL's path (RFC 3986 §3.3). */
final class PathSegment {

    private PathSegment() {}

    /** The text with all but unreserved characters percent-encoded, so that it stays one segment; dots too if alone. */
    static String encoded(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
