package io.govshare.error;

import java.util.regex.Pattern;

/**
 * Text made fit for messages, logs and usage events: query values and runs of digits are masked, since platforms echo
 * identity numbers, phone numbers and keys in what they say.
 */
@Internal
public final class Masked {

    private static final Pattern QUERY = Pattern.compile("(?<=[?&])([^=&\\s]+)=[^&\\s]*");
    /** Six and more: numbers of people and phones have more; ports and names of algorithms have fewer. */
    private static final Pattern DIGITS = Pattern.compile("\\d{6,}[Xx]?");

    private static final int LONGEST = 500;

    private Masked() {}

    /** The text with query values and runs of six or more digits replaced by {@code ***}, at most 500 characters. */
    public static String text(String text) {
        String masked = DIGITS.matcher(QUERY.matcher(text).replaceAll("$1=***")).replaceAll("***");
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked;
    }

    /** The URL without user information, query and fragment: what may be logged when there is no template for it. */
    public static String url(String url) {
        int end = url.length();
        for (char stop : new char[] {'?', '#'}) {
            int at = url.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String shown = url.substring(0, end);
        int authority = shown.indexOf("://");
        int at = authority < 0 ? -1 : shown.indexOf('@', authority);
        int path = authority < 0 ? -1 : shown.indexOf('/', authority + 3);
        return at >= 0 && (path < 0 || at < path) ? shown.substring(0, authority + 3) + shown.substring(at + 1) : shown;
    }
}
