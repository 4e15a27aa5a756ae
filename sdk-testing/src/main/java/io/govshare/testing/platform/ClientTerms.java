package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client may ask the token endpoint for, and how.
 *
 * @param scopes the scopes it may ask for (RFC 6749 §3.3)
 * @param targets what it may name as {@code resource} (RFC 8707) or {@code audience}
 * @param grantClaims claims that its JWT bearer grants must have (RFC 7523 §2.1); null when it has no such grant
 * @param dpop whether its tokens must be bound to a key of DPoP (RFC 9449)
 */
@Internal
public record ClientTerms(
        Set<String> scopes, Set<String> targets, @Nullable Map<String, Object> grantClaims, boolean dpop) {

    public ClientTerms {
        scopes = Set.copyOf(scopes);
        targets = Set.copyOf(targets);
        grantClaims = grantClaims == null ? null : Map.copyOf(grantClaims);
    }
}
