package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.InvalidKeyFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The public keys that a platform publishes as JWK Set (RFC 7517 §5). Keys that are not understood are left out, as the RFC
 * asks, but the reason is kept for whoever looks for them. Immutable; safe for concurrent use.
 */
@Internal
public final class PublicKeys implements VerificationKeys {

    /** How many keys a set may have; each takes some time to make, and a platform has a few. */
    static final int MOST = 1_000;

    private final Map<String, VerificationKey> byId;
    private final Map<String, String> unusable;

    private PublicKeys(Map<String, VerificationKey> byId, Map<String, String> unusable) {
        this.byId = byId;
        this.unusable = unusable;
    }

    /**
     * The keys of this JWK Set: Ed25519, EC P-256 and P-384, and RSA of at least 2048 bits; at most a thousand. A key without {@code kid} is named by its
     * thumbprint. Of two different keys with one {@code kid} neither is used.
     *
     * @throws ResponseRejectedException if the text is no JWK Set
     */
    public static PublicKeys ofJwks(String json) {
        Map<String, VerificationKey> byId = new LinkedHashMap<>();
        Map<String, String> unusable = new LinkedHashMap<>();
        try {
            List<Jwk> all = Jwk.parseSet(json);
            if (all.size() > MOST) {
                throw new InvalidKeyFormat("it has " + all.size() + " keys", "At most " + MOST + " are read.");
            }
            for (Jwk jwk : all) {
                add(jwk, byId, unusable);
            }
        } catch (InvalidKeyFormat e) {
            throw new ResponseRejectedException(
                    "The platform's key set (JWKS) cannot be read: " + e.reason(),
                    "Check the address of the key set; tell the platform's operator. " + e.remedy());
        }
        return new PublicKeys(byId, unusable);
    }

    private static void add(Jwk jwk, Map<String, VerificationKey> byId, Map<String, String> unusable) {
        String kid = jwk.get("kid");
        try {
            VerificationKey key = VerificationKey.of(jwk);
            if (unusable.containsKey(key.keyId()) || byId.putIfAbsent(key.keyId(), key) != null) {
                byId.remove(key.keyId());
                unusable.put(key.keyId(), "is published twice");
            }
        } catch (InvalidKeyFormat e) {
            if (kid != null && !byId.containsKey(kid)) {
                unusable.put(kid, "is published but cannot be used: " + e.reason());
            }
        }
    }

    @Override
    public Optional<VerificationKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }

    @Override
    public String absence(String keyId) {
        return unusable.getOrDefault(keyId, "is not in the key set");
    }

    /** The ids of the usable keys. */
    public Set<String> keyIds() {
        return Set.copyOf(byId.keySet());
    }

    @Override
    public String toString() {
        return "PublicKeys" + byId.keySet();
    }
}
