package io.govshare.testing.platform;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the assertion of a client that authenticates with {@code private_key_jwt} (RFC 7523 §3). Safe for concurrent use. */
final class AssertionCheck {

    private static final Duration MOST_AHEAD = Duration.ofSeconds(30);
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
    private static final int LONGEST_JTI = 128;

    private final Clock clock;
    private final Map<String, Client> clients;
    private final String issuer;
    private final OnceOnly assertions = new OnceOnly();

    AssertionCheck(Clock clock, Map<String, Client> clients, String issuer) {
        this.clock = clock;
        this.clients = clients;
        this.issuer = issuer;
    }

    /**
     * The client whose assertion this is.
     *
     * @throws TokenRefused saying what is wrong with it
     */
    Client check(String assertion) {
        SignedJWT jwt;
        JWTClaimsSet claims;
        try {
            jwt = SignedJWT.parse(assertion);
            claims = jwt.getJWTClaimsSet();
        } catch (ParseException e) {
            throw refused("client_assertion is no signed JWT: " + e.getMessage());
        }
        Client client = client(claims);
        VerificationKey key = client.assertionKey();
        if (key == null) {
            throw refused("client " + client.id() + " is registered with a secret, not with a key");
        }
        checkHeader(jwt, key);
        if (!key.verifies(jwt.getSigningInput(), jwt.getSignature().decode())) {
            throw refused(
                    "the assertion's signature does not verify with key " + key.id() + " of client " + client.id());
        }
        checkClaims(claims, client, jwt.getPayload().toJSONObject().get("aud"));
        return client;
    }

    private Client client(JWTClaimsSet claims) {
        String issuedBy = claims.getIssuer();
        if (issuedBy == null) {
            throw refused("claim iss is missing");
        }
        if (!issuedBy.equals(claims.getSubject())) {
            throw refused("claim sub is " + claims.getSubject() + ", not " + issuedBy + " as iss is");
        }
        Client client = clients.get(issuedBy);
        if (client == null) {
            throw refused("client " + issuedBy + " is not registered");
        }
        return client;
    }

    private static void checkHeader(SignedJWT jwt, VerificationKey key) {
        String alg = jwt.getHeader().getAlgorithm().getName();
        if (!key.joseAlgorithm().equals(alg)) {
            throw refused("header alg is " + alg + ", but key " + key.id() + " is for " + key.joseAlgorithm());
        }
        if (!key.id().equals(jwt.getHeader().getKeyID())) {
            throw refused("header kid is " + jwt.getHeader().getKeyID() + ", but the registered key is " + key.id());
        }
        JOSEObjectType type = jwt.getHeader().getType();
        if (!JOSEObjectType.JWT.equals(type)) {
            throw refused("header typ is " + (type == null ? "missing" : type) + " instead of JWT");
        }
    }

    private void checkClaims(JWTClaimsSet claims, Client client, @Nullable Object audience) {
        if (!issuer.equals(audience)) {
            throw refused("claim aud is " + audience + " instead of the string " + issuer);
        }
        Instant now = clock.instant();
        Instant issued = time(claims.getIssueTime(), "iat");
        Instant expires = time(claims.getExpirationTime(), "exp");
        if (issued.isAfter(now.plus(MOST_AHEAD))) {
            throw refused("claim iat is " + issued + ", "
                    + Duration.between(now, issued).toSeconds() + " s in the future; the platform's clock says " + now);
        }
        if (!expires.isAfter(now)) {
            throw refused("claim exp is " + expires + ", which is past; the platform's clock says " + now);
        }
        Duration life = Duration.between(issued, expires);
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw refused("the assertion lives " + life.toSeconds() + " s (exp - iat) instead of 1 to "
                    + LONGEST_LIFE.toSeconds() + " s");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now.plus(MOST_AHEAD))) {
            throw refused("claim nbf is " + claims.getNotBeforeTime().toInstant() + ", in the future");
        }
        String id = claims.getJWTID();
        if (id == null || id.isBlank() || id.length() > LONGEST_JTI) {
            throw refused("claim jti is missing or longer than " + LONGEST_JTI + " characters");
        }
        if (!assertions.use(client.id() + ' ' + id, expires, now)) {
            throw refused("claim jti was used before; an assertion is good for one request");
        }
    }

    private static Instant time(@Nullable Date time, String claim) {
        if (time == null) {
            throw refused("claim " + claim + " is missing");
        }
        return time.toInstant();
    }

    private static TokenRefused refused(String detail) {
        return new TokenRefused(401, "invalid_client", detail);
    }
}
