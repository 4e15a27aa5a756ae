package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** Checks of the text that {@link Credentials} are given. */
final class Given {

    private Given() {}

    /** @throws ConfigurationException if it is no client id, naming the method that it was given to */
    static String clientId(String method, @Nullable String clientId) {
        if (clientId == null || !isText(clientId)) {
            throw new ConfigurationException(
                    "Credentials." + method + ": the client id is missing or has a control character",
                    "Give the client id that the platform registered for this application.");
        }
        return clientId;
    }

    /** @throws ConfigurationException if it is blank, naming the method that it was given to */
    static String text(String method, @Nullable String text) {
        if (text == null || !isText(text)) {
            throw new ConfigurationException(
                    "Credentials." + method + ": blank, or with a control character",
                    "Give what the platform registered.");
        }
        return text;
    }

    private static boolean isText(String text) {
        return !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }
}
