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

    private record Issued(Client client, TokenBinding binding, Instant expires) {}

    private final Clock clock;
    private final Duration lifetime;
    private final DPoPCheck dpop;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Issued> tokens = new ConcurrentHashMap<>();

    IssuedTokens(Clock clock, Duration lifetime, DPoPCheck dpop) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.dpop = dpop;
    }

    Duration lifetime() {
        return lifetime;
    }

    String issue(Client client, TokenBinding binding) {
        Instant now = clock.instant();
        if (tokens.size() > SWEEP_ABOVE) {
            tokens.values().removeIf(issued -> issued.expires().plus(REMEMBERED).isBefore(now));
        }
        byte[] value = new byte[32];
        random.nextBytes(value);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(value);
        tokens.put(token, new Issued(client, binding, now.plus(lifetime)));
        return token;
    }

    /**
     * The client whose token the request carries, with the proof that belongs to the token.
     *
     * @throws Refused saying what is wrong with it
     */
    Client check(Incoming request) {
        String field = request.field("Authorization").orElse(null);
        if (field == null) {
            throw Refused.token("the request has no Authorization header");
        }
        int space = field.indexOf(' ');
        String scheme = space < 0 ? field : field.substring(0, space);
        String token = space < 0 ? "" : field.substring(space + 1).strip();
        if (!scheme.equalsIgnoreCase("Bearer") && !scheme.equalsIgnoreCase("DPoP")) {
            throw Refused.token("the Authorization header is neither a Bearer nor a DPoP token");
        }
        Issued issued = tokens.get(token);
        if (issued == null) {
            throw Refused.token(scheme, "the token is unknown or was revoked");
        }
        Instant now = clock.instant();
        if (!issued.expires().isAfter(now)) {
            throw Refused.token(
                    scheme, "the token expired at " + issued.expires() + "; the platform's clock says " + now);
        }
        if (!scheme.equalsIgnoreCase(issued.binding().tokenType())) {
            throw Refused.token(
                    issued.binding().tokenType(),
                    "the token is a " + issued.binding().tokenType() + " token, but came as " + scheme);
        }
        checkBinding(issued.binding(), request, token);
        return issued.client();
    }

    private void checkBinding(TokenBinding binding, Incoming request, String token) {
        if (binding.thumbprint() != null) {
            try {
                if (!binding.thumbprint().equals(dpop.check(request, token))) {
                    throw Refused.token("DPoP", "the token is bound to another key than that of the DPoP proof");
                }
            } catch (DPoPRefused e) {
                throw e.atResource();
            }
        }
        if (binding.certificate() != null
                && (request.certificate() == null
                        || !binding.certificate().equals(TokenBinding.thumbprint(request.certificate())))) {
            throw Refused.token("the token is bound to a certificate that the connection does not have");
        }
    }

    /** Makes all tokens unknown. */
    public void revokeAll() {
        tokens.clear();
    }

    /** Makes all tokens expired. */
    public void expireAll() {
        Instant now = clock.instant();
        tokens.replaceAll((token, issued) -> new Issued(issued.client(), issued.binding(), now));
    }
}
