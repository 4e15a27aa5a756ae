package io.govshare.auth;

import io.govshare.http.Answer;
import io.govshare.http.Origin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The newest nonce of each server (RFC 9449 §8.2). There are no more servers than trusted origins, since nothing is sent to
 * others. Safe for concurrent use; what was heard last counts, and reading and replacing take no lock.
 */
final class DpopNonces {

    private static final String FIELD = "DPoP-Nonce";

    /** A longer one would make the header fields of our requests too large for servers. */
    private static final int LONGEST = 2_048;

    private final Map<Origin, AtomicReference<String>> newest = new ConcurrentHashMap<>();

    /** The newest nonce of this server; null when it gave none. */
    @Nullable
    String newest(Origin server) {
        AtomicReference<String> held = newest.get(server);
        return held == null ? null : held.get();
    }

    /** The nonce that this answer brings, now the newest of its server; null when it brings none. */
    @Nullable
    String heard(Answer answer) {
        @Nullable String nonce = answer.headers().get(FIELD);
        if (nonce == null || !isNonce(nonce)) {
            return null;
        }
        Origin server = answer.request().origin();
        AtomicReference<String> held = newest.get(server);
        if (held == null) {
            held = newest.computeIfAbsent(server, first -> new AtomicReference<>(nonce));
        }
        if (!nonce.equals(held.get())) {
            held.set(nonce);
        }
        return nonce;
    }

    /** One or more of the characters NQCHAR (RFC 9449 §8.1, RFC 6749 appendix A), none of which JSON escapes. */
    private static boolean isNonce(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= LONGEST;
    }
}
