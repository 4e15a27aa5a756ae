package io.govshare.signing;

import io.govshare.error.Internal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes nonces that no other process and no other call uses: 96 random bits of this process and a counter, as 16 to 27
 * characters of base64url. A counter is enough, since a nonce must be unique but not secret. Safe for concurrent use, without
 * locks.
 */
@Internal
public final class Nonces {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String PREFIX = prefix();
    private static final AtomicLong COUNTER = new AtomicLong();

    private Nonces() {}

    private static String prefix() {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Appends the next nonce. */
    public static void append(StringBuilder out) {
        out.append(PREFIX);
        for (long rest = COUNTER.getAndIncrement(); rest != 0; rest >>>= 6) {
            out.append(ALPHABET.charAt((int) (rest & 0x3f)));
        }
    }
}
