package io.govshare.platform;

import io.govshare.error.Internal;
import io.govshare.error.Masked;
import io.govshare.http.Answer;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says in {@code WWW-Authenticate} of the credential that it wants and of the one that it got (RFC 9110 §11.6.1),
 * as evidence: schemes with those parameters that help whoever looks for the cause, without secrets. Other schemes' data is left
 * out.
 */
@Internal
public final class Challenge {

    /** RFC 6750 §3, RFC 9449 §7.1. */
    private static final Set<String> SHOWN = Set.of("error", "error_description", "scope", "algs");

    private static final int LONGEST_FIELD = 1_000;
    private static final int LONGEST_VALUE = 200;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final Pattern PART =
            Pattern.compile("(" + TOKEN + ")(?:\\s*+=\\s*+(\"(?:[^\"\\\\]++|\\\\.)*+\"|" + TOKEN + "))?+");

    private Challenge() {}

    /**
     * The evidence; empty if the answer has no challenge.
     *
     * @param secrets what was sent and must not be repeated
     */
    public static String seen(Answer answer, Collection<String> secrets) {
        @Nullable String field = answer.headers().joined("WWW-Authenticate");
        String asked = field == null ? "" : challenges(field, secrets);
        if (asked.isEmpty()) {
            return "";
        }
        @Nullable String sent = answer.request().headers().get("Authorization");
        String scheme = sent == null ? "" : sent.substring(0, Math.max(0, sent.indexOf(' ')));
        boolean other = !scheme.isEmpty() && !(" " + asked + " ").contains(" " + scheme + " ");
        return "WWW-Authenticate: " + asked + (other ? "; the credential was sent as " + scheme : "");
    }

    private static String challenges(String field, Collection<String> secrets) {
        String read = field.length() > LONGEST_FIELD ? field.substring(0, LONGEST_FIELD) : field;
        StringBuilder shown = new StringBuilder();
        Matcher part = PART.matcher(read);
        int end = 0;
        while (part.find()) {
            @Nullable String value = part.group(2);
            // A word that follows its scheme without a comma is data of the scheme, such as a ticket.
            boolean isScheme = value == null
                    && (part.start() == 0 || read.substring(end, part.start()).contains(","));
            if (isScheme) {
                shown.append(shown.isEmpty() ? "" : ", ").append(part.group(1));
            } else if (value != null && SHOWN.contains(part.group(1).toLowerCase(Locale.ROOT))) {
                shown.append(' ')
                        .append(part.group(1))
                        .append("=\"")
                        .append(fit(value, secrets))
                        .append('"');
            }
            end = part.end();
        }
        return shown.toString();
    }

    private static String fit(String value, Collection<String> secrets) {
        String bare = value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
        String masked = Masked.text(Masked.values(bare, secrets));
        return masked.length() > LONGEST_VALUE ? masked.substring(0, LONGEST_VALUE) + "…" : masked;
    }
}
