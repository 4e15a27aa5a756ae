package io.govshare.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** How long a token lives. */
final class TokenLife {

    /** How long a token is trusted that says nothing of its life. */
    static final Duration UNSAID = Duration.ofMinutes(5);

    /** No token lives longer to us: it is renewed then at the latest. */
    static final Duration LONGEST = Duration.ofDays(30);

    private TokenLife() {}

    /**
     * The life of a token that has just been issued: what was said of it, else what it claims, else a guess on the safe side.
     *
     * @param seconds what was said; not above zero when nothing was
     */
    static Duration of(long seconds, String token, Instant now) {
        if (seconds > 0) {
            return seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
        }
        Duration claimed = claims(token)
                .filter(claims -> claims.getExpirationTime() != null)
                .map(claims -> Duration.between(
                        claims.getIssueTime() == null
                                ? now
                                : claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .orElse(Duration.ZERO);
        if (claimed.isNegative() || claimed.isZero()) {
            return UNSAID;
        }
        return claimed.compareTo(LONGEST) > 0 ? LONGEST : claimed;
    }

    /** The end that a token claims if it is a JWT. */
    static Optional<Instant> claimedEnd(String token) {
        return claims(token)
                .flatMap(claims -> Optional.ofNullable(claims.getExpirationTime()))
                .map(Date::toInstant);
    }

    /** What a token claims if it is a JWT: to be shown to the platform, so its signature is not ours to check. */
    static Optional<JWTClaimsSet> claims(String token) {
        try {
            return Optional.ofNullable(SignedJWT.parse(token).getJWTClaimsSet());
        } catch (ParseException opaque) {
            return Optional.empty();
        }
    }
}
