package io.govshare.testing.gateway;

import io.govshare.testing.platform.OnceOnly;
import java.time.Instant;
import java.util.regex.Pattern;

/** What nonces must look like, and those that were used. Safe for concurrent use. */
final class Nonces {

    private final int shortest;
    private final int longest;
    private final Pattern alphabet;
    private final OnceOnly used = new OnceOnly();

    /** @param alphabet what the whole nonce matches */
    Nonces(int shortest, int longest, String alphabet) {
        if (shortest < 1 || longest < shortest) {
            throw new IllegalArgumentException(
                    "nonceLength takes 1 or more, and a longest not below it, not " + shortest + " and " + longest);
        }
        this.shortest = shortest;
        this.longest = longest;
        this.alphabet = Pattern.compile(alphabet);
    }

    /** @throws Refusal if it has the wrong shape */
    void requireShape(String where, String nonce) {
        if (nonce.length() < shortest || nonce.length() > longest) {
            throw new Refusal(
                    GatewayProblem.NONCE,
                    where + " has " + nonce.length() + " characters: too "
                            + (nonce.length() < shortest ? "short" : "long") + ", it takes " + shortest + " to "
                            + longest);
        }
        if (!alphabet.matcher(nonce).matches()) {
            throw new Refusal(GatewayProblem.NONCE, where + " has a character outside of " + alphabet.pattern());
        }
    }

    /**
     * Notes it as used; to be called only after the signature was found right.
     *
     * @throws Refusal if it was used before
     */
    void use(String where, String client, String nonce, Instant expires, Instant now) {
        if (!used.use(client + "\n" + nonce, expires, now)) {
            throw new Refusal(GatewayProblem.NONCE, where + " was used before");
        }
    }
}
