package io.govshare.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query as {@code @query-param} has them (RFC 9421 §2.2.8): read as HTML forms are ({@code
 * application/x-www-form-urlencoded}), and written again in one spelling.
 */
final class QueryParameters {

    private static final String PLAIN = "*-._";
    private static final String HEX = "0123456789ABCDEF";

    private QueryParameters() {}

    /**
     * The value of the only parameter of this name.
     *
     * @param query the query without its question mark, as it is sent; null if there is none
     * @param name the name, encoded as here
     * @throws MalformedFieldException if there is none, or more than one; the reason is the end of a sentence
     */
    static String value(@Nullable String query, String name) throws MalformedFieldException {
        String found = null;
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            String pairName = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && encoded(pairName).equals(name)) {
                if (found != null) {
                    throw new MalformedFieldException("is in the query more than once, so that none can be covered");
                }
                found = encoded(equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        if (found == null) {
            throw new MalformedFieldException("is not in the query");
        }
        return found;
    }

    /** What this stands for, percent-encoded anew. */
    private static String encoded(String sent) {
        byte[] decoded = decoded(sent).getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(decoded.length + 16);
        for (byte octet : decoded) {
            char c = (char) (octet & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
        return out.toString();
    }

    private static String decoded(String sent) {
        byte[] octets = sent.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int high = octets[i] == '%' && i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(octets[i + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(octets[i] == '+' ? ' ' : octets[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
