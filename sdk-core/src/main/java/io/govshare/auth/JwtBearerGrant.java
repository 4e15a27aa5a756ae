package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.signing.KeySource;
import io.govshare.signing.SigningKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signed assertion is the grant (RFC 7523 §2.1). What the token shall be for stands in the assertion, as servers like
 * Maskinporten want it, and in the form, as the standard has it; servers ignore what they do not know (RFC 6749 §3.2).
 *
 * @param subject whom the token is for; the client itself by default
 * @param claims further claims, such as {@code consumer_org}
 */
record JwtBearerGrant(KeySource keys, String subject, Map<String, Object> claims) implements TokenGrant {

    static final String TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /** What an assertion says by itself, or by a setting of its own. */
    private static final Set<String> OURS =
            Set.of("iss", "sub", "aud", "iat", "exp", "nbf", "jti", "scope", "resource");

    private record Inputs(String keyId, String subject, Map<String, Object> claims) {
        @Override
        public String toString() {
            return "JwtBearerGrant[" + keyId + ", ***]";
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String name() {
        return "JWT bearer grant";
    }

    @Override
    public String remedy() {
        return "Check the client id in credentials(…), that the public half of this key is registered for it under this key"
                + " id, assertionAudience(…), subject(…), and the claims that the platform wants: claim(…).";
    }

    @Override
    public Optional<KeySource> key() {
        return Optional.of(keys);
    }

    @Override
    public Object inputs() {
        return new Inputs(keys.current().keyId(), subject, claims);
    }

    @Override
    public void addTo(TokenRequest request) {
        TokenTarget target = request.client().target();
        Map<String, Object> all = new LinkedHashMap<>(claims);
        if (!target.scopes().isEmpty()) {
            all.put("scope", target.scope());
        }
        if (!target.resources().isEmpty()) {
            all.put("resource", oneOrMany(target.resources()));
        }
        all.put("iss", request.client().id());
        all.put("sub", subject);
        SigningKey key = keys.current();
        String algorithm = request.server()
                .usualAlgorithm(key, request.client().assertion().algorithm());
        String assertion = Assertion.of(request, key, algorithm, all);
        request.secret(assertion).form("grant_type", TYPE).form("assertion", assertion);
        target.addTo(request);
    }

    JwtBearerGrant withSubject(String newSubject) {
        return new JwtBearerGrant(keys, newSubject, claims);
    }

    /** @throws ConfigurationException if the claim is one of ours, or the value no JSON */
    JwtBearerGrant with(String name, Object value) {
        if (name.isBlank() || OURS.contains(name)) {
            throw new ConfigurationException(
                    "Credentials.claim: '" + name + "' is set by the SDK",
                    "Use scope(…), resource(…), subject(…), assertionAudience(…) or assertionLifetime(…).");
        }
        Map<String, Object> more = new LinkedHashMap<>(claims);
        more.put(name, json(name, value));
        return new JwtBearerGrant(keys, subject, Collections.unmodifiableMap(more));
    }

    /** A copy that nobody changes. */
    private static Object json(String name, @Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> json(name, item)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((member, item) -> copy.put(String.valueOf(member), json(name, item)));
            return Collections.unmodifiableMap(copy);
        }
        throw new ConfigurationException(
                "Credentials.claim: the value of '" + name + "' is null or no JSON",
                "Give text, a number, a boolean, or a list or map of such.");
    }

    /** Claims may be personal. */
    @Override
    public String toString() {
        return "JwtBearerGrant[" + keys.current().keyId() + ", ***]";
    }

    private static Object oneOrMany(List<String> values) {
        return values.size() == 1 ? values.get(0) : values;
    }
}
