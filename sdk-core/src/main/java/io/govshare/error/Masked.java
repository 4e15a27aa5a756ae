package io.govshare.error;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,10}");

    /** A line break in what a platform says must not forge a line of a log. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    /** What stands in quotes in a path, as keys of OData do, and text that is no ASCII. */
    private static final Pattern VALUES_IN_PATH = Pattern.compile("(?<=')[^'/]+(?=')|(?:%[89A-Fa-f][0-9A-Fa-f])+");

    private static final Pattern ENCODED = Pattern.compile("%[0-9A-F]{2}");

    private static final int LONGEST = 500;
    private static final int LONGEST_ID = 128;

    /** A value of one character, such as a flag, is in every text and tells nobody anything. */
    private static final int SHORTEST_VALUE = 2;

    private Masked() {}

    /**
     * The text on one line, with query values and runs of six or more digits replaced by {@code ***}, at most 500
     * characters.
     */
    public static String text(String text) {
        String line = BREAKS.matcher(text).replaceAll(" ");
        String masked = DIGITS.matcher(QUERY.matcher(line).replaceAll("$1=***")).replaceAll("***");
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked;
    }

    /**
     * A platform's code for an error: shown as it is where it is a word or number of at most ten characters, since gateways
     * have codes of nine digits; a phone or identity number has more. Else as {@link #text}.
     */
    public static String code(String code) {
        return CODE.matcher(code).matches() ? code : text(code);
    }

    /** An identifier that somebody else gave, on one line, at most 128 characters; its digits are what it is for. */
    public static String id(String id) {
        String line = BREAKS.matcher(id).replaceAll(" ");
        return line.length() > LONGEST_ID ? line.substring(0, LONGEST_ID) + "…" : line;
    }

    /** The text with each of these values replaced by {@code ***}, also where it stands as URLs, JSON or HTML spell it. */
    public static String values(String text, Collection<String> values) {
        String masked = text;
        List<String> longestFirst = values.stream()
                .filter(value -> value.length() >= SHORTEST_VALUE)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String value : longestFirst) {
            for (String spelled : spellings(value)) {
                masked = masked.replace(spelled, "***");
            }
        }
        return masked;
    }

    /** The value as it is and as it may stand in what is made of it; most values are spelled one way only. */
    private static Set<String> spellings(String value) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(value);
        String inForm = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String inUrl = inForm.replace("+", "%20");
        spellings.add(inForm);
        spellings.add(inUrl);
        spellings.add(inLowerCase(inForm));
        spellings.add(inLowerCase(inUrl));
        spellings.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
        spellings.add(value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
        return spellings;
    }

    private static String inLowerCase(String encoded) {
        return ENCODED.matcher(encoded).replaceAll(octet -> octet.group().toLowerCase(Locale.ROOT));
    }

    /**
     * The URL without user information, query and fragment, and with what may be a value in its path replaced by {@code
     * ***}: text in quotes, text that is no ASCII, and runs of six or more digits.
     */
    public static String template(String url) {
        String shown = url(url);
        int authority = shown.indexOf("://");
        int path = authority < 0 ? 0 : shown.indexOf('/', authority + 3);
        if (path < 0) {
            return shown;
        }
        String masked = VALUES_IN_PATH.matcher(shown.substring(path)).replaceAll("***");
        return shown.substring(0, path) + DIGITS.matcher(masked).replaceAll("***");
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
