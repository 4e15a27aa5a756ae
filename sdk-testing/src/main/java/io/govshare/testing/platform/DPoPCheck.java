package io.govshare.testing.platform;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks proofs of DPoP as RFC 9449 §4.3 lists it, each refusal with its reason. Safe for concurrent use. */
final class DPoPCheck {

    static final String NONCE = "DPoP-Nonce";
    static final List<String> ALGORITHMS = List.of("EdDSA", "ES256", "ES384", "PS256", "RS256");

    private static final Duration AHEAD = Duration.ofSeconds(30);
    private static final Duration OLD = Duration.ofSeconds(60);
    private static final int LONGEST_JTI = 128;

    private final Clock clock;
    private final DPoPNonces nonces;
    private final OnceOnly proofs = new OnceOnly();

    DPoPCheck(Clock clock, DPoPNonces nonces) {
        this.clock = clock;
        this.nonces = nonces;
    }

    /**
     * The thumbprint (RFC 7638) of the key that the proof of this request is made with.
     *
     * @param token the access token that comes with it; null when there is none
     * @throws DPoPRefused saying what is wrong with it
     */
    String check(Incoming request, @Nullable String token) {
        SignedJWT proof = proof(request);
        JWK key = key(proof);
        JWTClaimsSet claims = claims(proof);
        String thumbprint = thumbprint(key);
        checkTarget(claims, request);
        checkToken(claims, token);
        checkNonce(claims);
        checkOnce(claims, thumbprint);
        return thumbprint;
    }

    private static SignedJWT proof(Incoming request) {
        List<String> fields = request.headers().values("DPoP");
        if (fields.size() != 1) {
            throw DPoPRefused.of("the request has " + fields.size() + " DPoP headers instead of one");
        }
        try {
            return SignedJWT.parse(fields.get(0));
        } catch (ParseException e) {
            throw DPoPRefused.of("the DPoP header is no signed JWT: " + e.getMessage());
        }
    }

    private static JWK key(SignedJWT proof) {
        Object type = proof.getHeader().getType();
        if (type == null || !type.toString().equals("dpop+jwt")) {
            throw DPoPRefused.of("header typ is " + (type == null ? "missing" : type) + " instead of dpop+jwt");
        }
        JWSAlgorithm alg = proof.getHeader().getAlgorithm();
        if (!ALGORITHMS.contains(alg.getName())) {
            throw DPoPRefused.of("header alg is " + alg + " instead of one of " + ALGORITHMS);
        }
        JWK jwk = proof.getHeader().getJWK();
        if (jwk == null) {
            throw DPoPRefused.of("header jwk is missing");
        }
        VerificationKey key = verificationKey(jwk, alg);
        if (!key.joseAlgorithm().equals(alg.getName())) {
            throw DPoPRefused.of("header alg is " + alg + ", but the key in jwk is for " + key.joseAlgorithm());
        }
        if (!key.verifiesJose(proof.getSigningInput(), proof.getSignature().decode())) {
            throw DPoPRefused.of("the proof's signature does not verify with the key in its jwk");
        }
        return jwk;
    }

    private static VerificationKey verificationKey(JWK jwk, JWSAlgorithm alg) {
        try {
            JWK named = jwk instanceof RSAKey rsa && rsa.getAlgorithm() == null
                    ? new RSAKey.Builder(rsa).algorithm(alg).build()
                    : jwk;
            return VerificationKey.ofJwk("jwk", named.toJSONString());
        } catch (IllegalArgumentException e) {
            throw DPoPRefused.of("header jwk: " + e.getMessage());
        }
    }

    private static JWTClaimsSet claims(SignedJWT proof) {
        try {
            return proof.getJWTClaimsSet();
        } catch (ParseException e) {
            throw DPoPRefused.of("the proof's claims are no JSON object: " + e.getMessage());
        }
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void checkTarget(JWTClaimsSet claims, Incoming request) {
        Object method = claims.getClaim("htm");
        if (!request.method().equals(method)) {
            throw DPoPRefused.of("claim htm is " + shown(method) + " instead of " + request.method());
        }
        String target = request.targetUri();
        int query = target.indexOf('?');
        String expected = query < 0 ? target : target.substring(0, query);
        Object uri = claims.getClaim("htu");
        if (!expected.equals(uri)) {
            throw DPoPRefused.of("claim htu is " + shown(uri) + " instead of " + expected);
        }
    }

    private static void checkToken(JWTClaimsSet claims, @Nullable String token) {
        Object hash = claims.getClaim("ath");
        if (token == null) {
            if (hash != null) {
                throw DPoPRefused.of("claim ath is there, but the request has no access token");
            }
            return;
        }
        String expected = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Digests.sha256(token.getBytes(StandardCharsets.US_ASCII)));
        if (!expected.equals(hash)) {
            throw DPoPRefused.of(
                    hash == null ? "claim ath is missing" : "claim ath is not the hash of the access token");
        }
    }

    private void checkNonce(JWTClaimsSet claims) {
        Object nonce = claims.getClaim("nonce");
        if (nonces.needed()) {
            if (nonce == null) {
                throw DPoPRefused.needsNonce("claim nonce is missing", nonces.current());
            }
            if (!nonces.accepts(nonce.toString())) {
                throw DPoPRefused.needsNonce("claim nonce is not one of the server's, or too old", nonces.current());
            }
        }
    }

    private void checkOnce(JWTClaimsSet claims, String thumbprint) {
        Instant now = clock.instant();
        Date issued = claims.getIssueTime();
        if (issued == null) {
            throw DPoPRefused.of("claim iat is missing");
        }
        Instant made = issued.toInstant();
        if (made.isAfter(now.plus(AHEAD)) || made.isBefore(now.minus(OLD))) {
            throw DPoPRefused.of("claim iat is " + made + ", but may be " + OLD.toSeconds() + " s behind and "
                    + AHEAD.toSeconds() + " s ahead of the platform's clock, which says " + now);
        }
        String id = claims.getJWTID();
        if (id == null || id.isBlank() || id.length() > LONGEST_JTI) {
            throw DPoPRefused.of("claim jti is missing or longer than " + LONGEST_JTI + " characters");
        }
        if (!proofs.use(thumbprint + ' ' + id, made.plus(OLD), now)) {
            throw DPoPRefused.of("claim jti was used before; a proof is good for one request");
        }
    }

    /** Tells a client that used an older nonce the current one, so that it need not be refused first (RFC 9449 §8.2). */
    Reply withNewerNonce(Reply reply, Incoming request) {
        if (!nonces.needed() || request.headers().get("DPoP") == null) {
            return reply;
        }
        String current = nonces.current();
        return current.equals(claims(proof(request)).getClaim("nonce")) ? reply : reply.header(NONCE, current);
    }

    private static Object shown(@Nullable Object claim) {
        return claim == null ? "missing" : claim;
    }
}
