package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The nonces that proofs must carry (RFC 9449 §8): a new one each interval, the one before it still good for another. Safe for
 * concurrent use.
 */
@Internal
public final class DPoPNonces {

    private final Clock clock;
    private final @Nullable Duration interval;
    private final SecureRandom random = new SecureRandom();
    private String current = "";
    private String previous = "";
    private Instant changes = Instant.EPOCH;

    /** @param interval how long one is handed out; null when proofs need none */
    DPoPNonces(Clock clock, @Nullable Duration interval) {
        this.clock = clock;
        this.interval = interval;
    }

    boolean needed() {
        return interval != null;
    }

    /** The one to hand out now. */
    synchronized String current() {
        advance();
        return current;
    }

    synchronized boolean accepts(String nonce) {
        advance();
        return nonce.equals(current) || (!previous.isEmpty() && nonce.equals(previous));
    }

    /** Accepts none of those handed out so far any more. */
    public synchronized void renew() {
        current = fresh();
        previous = "";
    }

    private void advance() {
        Instant now = clock.instant();
        if (interval != null && !now.isBefore(changes)) {
            previous = now.isBefore(changes.plus(interval)) ? current : "";
            current = fresh();
            changes = now.plus(interval);
        }
    }

    private String fresh() {
        byte[] value = new byte[18];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }
}
