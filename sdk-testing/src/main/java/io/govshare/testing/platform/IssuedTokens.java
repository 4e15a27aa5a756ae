package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The access tokens that were issued and are not revoked. Each begins with {@value #PREFIX}, so that one search finds a token
 * that came into a log or a message. Safe for concurrent use.
 */
@Internal
public final class IssuedTokens {

    /** How long an expired token is remembered, so that its refusal can say that it is expired rather than unknown. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    static final String PREFIX = "canary-";

    private static final int SWEEP_ABOVE = 1024;

    private record Issued(Client client, Instant expires) {}

    private final Clock clock;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Issued> tokens = new ConcurrentHashMap<>();

    IssuedTokens(Clock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    Duration lifetime() {
        return lifetime;
    }

    String issue(Client client) {
        Instant now = clock.instant();
        if (tokens.size() > SWEEP_ABOVE) {
            tokens.values().removeIf(issued -> issued.expires().plus(REMEMBERED).isBefore(now));
        }
        byte[] value = new byte[32];
        random.nextBytes(value);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(value);
        tokens.put(token, new Issued(client, now.plus(lifetime)));
        return token;
    }

    /**
     * The client whose token the request carries.
     *
     * @throws Refused saying what is wrong with it
     */
    Client check(Incoming request) {
        String field = request.field("Authorization").orElse(null);
        if (field == null) {
            throw Refused.token("the request has no Authorization header");
        }
        if (!field.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Refused.token("the Authorization header is no Bearer token");
        }
        Issued issued = tokens.get(field.substring(7).strip());
        if (issued == null) {
            throw Refused.token("the token is unknown or was revoked");
        }
        Instant now = clock.instant();
        if (!issued.expires().isAfter(now)) {
            throw Refused.token("the token expired at " + issued.expires() + "; the platform's clock says " + now);
        }
        return issued.client();
    }

    /** Makes all tokens unknown. */
    public void revokeAll() {
        tokens.clear();
    }

    /** Makes all tokens expired. */
    public void expireAll() {
        Instant now = clock.instant();
        tokens.replaceAll((token, issued) -> new Issued(issued.client(), now));
    }
}
