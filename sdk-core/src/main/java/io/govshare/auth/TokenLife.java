package io.govshare.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        Duration claimed = claims(token).map(claims -> claimed(claims, now)).orElse(Duration.ZERO);
        if (claimed.isNegative() || claimed.isZero()) {
            return UNSAID;
        }
        return claimed.compareTo(LONGEST) > 0 ? LONGEST : claimed;
    }

    /** The life that is left by the server's own clock; of a token that it has given before, by ours as well. */
    private static Duration claimed(JWTClaimsSet claims, Instant now) {
        @Nullable Date end = claims.getExpirationTime();
        if (end == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, end.toInstant());
        @Nullable Date issued = claims.getIssueTime();
        if (issued == null) {
            return left;
        }
        Duration whole = Duration.between(issued.toInstant(), end.toInstant());
        boolean givenBefore = !left.isNegative() && !left.isZero() && left.compareTo(whole) < 0;
        return givenBefore ? left : whole;
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
