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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks the assertions of clients (RFC 7523 §3): those that prove who they are ({@code private_key_jwt}, §2.2), and those that
 * are their grant (§2.1). Safe for concurrent use.
 */
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
     * The client that proves itself by this assertion.
     *
     * @throws TokenRefused saying what is wrong with it
     */
    Client client(String assertion) {
        Asserted asserted = read("client_assertion", assertion);
        JWTClaimsSet claims = asserted.claims();
        if (!Objects.equals(claims.getIssuer(), claims.getSubject())) {
            throw unproven("claim sub is " + claims.getSubject() + ", not " + claims.getIssuer() + " as iss is");
        }
        return check(asserted);
    }

    /**
     * The client whose grant this assertion is.
     *
     * @throws TokenRefused saying what is wrong with it
     */
    Client grantee(String assertion) {
        try {
            Asserted asserted = read("assertion", assertion);
            if (asserted.claims().getSubject() == null
                    || asserted.claims().getSubject().isBlank()) {
                throw unproven("claim sub is missing");
            }
            Client client = check(asserted);
            checkExpected(client, asserted);
            return client;
        } catch (TokenRefused e) {
            // What disproves a client there makes a grant no good here (RFC 7523 §3.1 and §3.2).
            throw e.error().equals("invalid_client") ? TokenRefused.of(400, "invalid_grant", e.description()) : e;
        }
    }

    private static void checkExpected(Client client, Asserted asserted) {
        Map<String, Object> expected = client.terms().grantClaims();
        if (expected == null) {
            throw TokenRefused.of(
                    400, "unauthorized_client", "client " + client.id() + " has no JWT bearer grant registered");
        }
        Map<String, Object> claims = asserted.jwt().getPayload().toJSONObject();
        expected.forEach((name, value) -> {
            if (!claims.containsKey(name)) {
                throw unproven("claim " + name + " is missing");
            }
            if (!value.equals(claims.get(name))) {
                throw unproven("claim " + name + " is " + claims.get(name) + " instead of " + value);
            }
        });
    }

    private record Asserted(SignedJWT jwt, JWTClaimsSet claims, Client client) {}

    private Asserted read(String parameter, String assertion) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return new Asserted(jwt, claims, issuer(claims));
        } catch (ParseException e) {
            throw unproven(parameter + " is no signed JWT: " + e.getMessage());
        }
    }

    private Client issuer(JWTClaimsSet claims) {
        String issuedBy = claims.getIssuer();
        if (issuedBy == null) {
            throw unproven("claim iss is missing");
        }
        Client client = clients.get(issuedBy);
        if (client == null) {
            throw unproven("client " + issuedBy + " is not registered");
        }
        return client;
    }

    private Client check(Asserted asserted) {
        Client client = asserted.client();
        SignedJWT jwt = asserted.jwt();
        VerificationKey key = key(jwt, client);
        if (!key.verifiesJose(jwt.getSigningInput(), jwt.getSignature().decode())) {
            throw unproven(
                    "the assertion's signature does not verify with key " + key.id() + " of client " + client.id());
        }
        checkClaims(asserted.claims(), client, jwt.getPayload().toJSONObject().get("aud"));
        return client;
    }

    private static VerificationKey key(SignedJWT jwt, Client client) {
        if (client.assertionKeys().isEmpty()) {
            throw unproven("client " + client.id() + " has no key registered; it proves itself by " + client.method());
        }
        String kid = jwt.getHeader().getKeyID();
        VerificationKey key = client.assertionKeys().get(kid);
        if (key == null) {
            throw unproven("header kid is " + kid + ", but client " + client.id() + " registered "
                    + client.assertionKeys().ids());
        }
        String alg = jwt.getHeader().getAlgorithm().getName();
        if (!key.joseAlgorithm().equals(alg)) {
            throw unproven("header alg is " + alg + ", but key " + key.id() + " is for " + key.joseAlgorithm());
        }
        JOSEObjectType type = jwt.getHeader().getType();
        if (!JOSEObjectType.JWT.equals(type)) {
            throw unproven("header typ is " + (type == null ? "missing" : type) + " instead of JWT");
        }
        return key;
    }

    private void checkClaims(JWTClaimsSet claims, Client client, @Nullable Object audience) {
        if (!issuer.equals(audience)) {
            throw unproven("claim aud is " + audience + " instead of the string " + issuer);
        }
        Instant now = clock.instant();
        Instant issued = time(claims.getIssueTime(), "iat");
        Instant expires = time(claims.getExpirationTime(), "exp");
        if (issued.isAfter(now.plus(MOST_AHEAD))) {
            throw unproven("claim iat is " + issued + ", "
                    + Duration.between(now, issued).toSeconds() + " s in the future; the platform's clock says " + now);
        }
        if (!expires.isAfter(now)) {
            throw unproven("claim exp is " + expires + ", which is past; the platform's clock says " + now);
        }
        Duration life = Duration.between(issued, expires);
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw unproven("the assertion lives " + life.toSeconds() + " s (exp - iat) instead of 1 to "
                    + LONGEST_LIFE.toSeconds() + " s");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now.plus(MOST_AHEAD))) {
            throw unproven("claim nbf is " + claims.getNotBeforeTime().toInstant() + ", in the future");
        }
        String id = claims.getJWTID();
        if (id == null || id.isBlank() || id.length() > LONGEST_JTI) {
            throw unproven("claim jti is missing or longer than " + LONGEST_JTI + " characters");
        }
        if (!assertions.use(client.id() + ' ' + id, expires, now)) {
            throw unproven("claim jti was used before; an assertion is good for one request");
        }
    }

    private static Instant time(@Nullable Date time, String claim) {
        if (time == null) {
            throw unproven("claim " + claim + " is missing");
        }
        return time.toInstant();
    }

    private static TokenRefused unproven(String description) {
        return TokenRefused.of(401, "invalid_client", description);
    }
}
