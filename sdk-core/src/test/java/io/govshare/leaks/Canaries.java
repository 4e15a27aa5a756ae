package io.govshare.leaks;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must never be shown, as it looks in a text: the secrets, tokens and personal values of the fixtures, which all begin
 * with {@value #PREFIX}, and what has a form of its own, such as an assertion, a proof or a private key.
 */
final class Canaries {

    /** Begins every value of a fixture that nobody may show. */
    static final String PREFIX = "canary-";

    private static final List<Pattern> FORMS = List.of(
            Pattern.compile(PREFIX + "[^\\s\"'<>]*"),
            // A JWT: header and claims are JSON objects in base64url.
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"),
            // PKCS#8 of Ed25519, EC and RSA keys of the usual lengths, and PKCS#1.
            Pattern.compile(
                    "(MC4CAQAwBQYDK2Vw|MIGHAgEAMBMGByqGSM49|MIG2AgEAMBAGByqGSM49|MIIE[a-z][A-Za-z0-9+/]{4}IBADANBgkqhkiG9w0B)"
                            + "[A-Za-z0-9+/=]*"),
            Pattern.compile("\"d\"\\s*:\\s*\"[A-Za-z0-9_-]{16,}\""),
            Pattern.compile("(?:Bearer|Basic|DPoP) [A-Za-z0-9._~+/=-]{12,}"),
            Pattern.compile("(?:client_secret|client_assertion|access_token)=[^&\\s*]{4,}"));

    private Canaries() {}

    /** The text with what must not be shown as stars; the same text when there is nothing. */
    static String masked(String text) {
        String masked = text;
        for (Pattern form : FORMS) {
            Matcher found = form.matcher(masked);
            if (found.find()) {
                masked = found.replaceAll(shown -> Matcher.quoteReplacement(
                        shown.group().substring(0, Math.min(6, shown.group().length())) + "***"));
            }
        }
        return masked;
    }

    static boolean areIn(String text) {
        return FORMS.stream().anyMatch(form -> form.matcher(text).find());
    }
}
