package io.govshare.dialect.standard;

import io.govshare.http.PercentEncoding;

/** One segment of a URL's path (RFC 3986 §3.3). */
final class PathSegment {

    private PathSegment() {}

    /** The text with all but unreserved characters percent-encoded, so that it stays one segment; dots too if alone. */
    static String encoded(String text) {
        String encoded = PercentEncoding.encoded(text);
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
