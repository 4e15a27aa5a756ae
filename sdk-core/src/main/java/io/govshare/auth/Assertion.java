package io.govshare.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.govshare.error.ConfigurationException;
import io.govshare.signing.KeySource;
import io.govshare.signing.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JWT by which a client proves that it holds its private key (RFC 7523 §3), good for one token request. */
final class Assertion {

    /**
     * How assertions are made.
     *
     * @param audience for whom; null for the issuer
     * @param algorithm by which they are signed (RFC 7518 §3.1); null for what the key and the server both know
     */
    record Options(
            @Nullable String audience,
            Duration lifetime,
            @Nullable String algorithm) {

        /** Careful servers refuse longer lives, which make a stolen assertion worth having. */
        private static final Duration LONGEST = Duration.ofHours(1);

        static final Options USUAL = new Options(null, Duration.ofSeconds(60), null);

        /** @throws ConfigurationException if it is blank */
        Options audience(String other) {
            return new Options(Given.text("assertionAudience", other), lifetime, algorithm);
        }

        /** @throws ConfigurationException if it is shorter than a second or longer than an hour */
        Options lifetime(Duration other) {
            if (other.compareTo(Duration.ofSeconds(1)) < 0 || other.compareTo(LONGEST) > 0) {
                throw new ConfigurationException(
                        "Credentials.assertionLifetime: " + other + " is not between 1 s and 1 h",
                        "Give what the platform allows, such as Duration.ofSeconds(60).");
            }
            return new Options(audience, Duration.ofSeconds(other.toSeconds()), algorithm);
        }

        /** @throws ConfigurationException if the keys do not sign so */
        Options algorithm(String other, Optional<KeySource> keys) {
            keys.map(KeySource::current)
                    .filter(key -> !key.joseAlgorithms().contains(other))
                    .ifPresent(key -> {
                        throw new ConfigurationException(
                                "Credentials.assertionAlgorithm: the key " + key.keyId() + " makes no " + other
                                        + " signatures",
                                "Give one of " + key.joseAlgorithms() + ", or another key.");
                    });
            return new Options(audience, lifetime, other);
        }
    }

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int JTI_BYTES = 18;

    private Assertion() {}

    /** A new assertion in compact form with these claims and the usual ones; its {@code jti} is never made twice. */
    static String of(TokenRequest request, SigningKey key, String algorithm, Map<String, Object> more) {
        request.signedWith(key);
        Options options = request.client().assertion();
        Instant now = request.now();
        byte[] jti = new byte[JTI_BYTES];
        RANDOM.nextBytes(jti);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        more.forEach(claims::claim);
        claims.audience(options.audience() == null ? request.server().issuer() : options.audience())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(options.lifetime())))
                .jwtID(Base64.getUrlEncoder().withoutPadding().encodeToString(jti));
        return signed(key, algorithm, claims.build());
    }

    private static String signed(SigningKey key, String algorithm, JWTClaimsSet claims) {
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);
        JWSHeader header = new JWSHeader.Builder(alg)
                .keyID(key.keyId())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT assertion = new SignedJWT(header, claims);
        try {
            assertion.sign(new KeySigner(key, alg));
        } catch (JOSEException e) {
            throw new ConfigurationException(
                    "The key " + key.keyId() + " cannot sign an assertion: " + e.getMessage(),
                    "Give credentials(…) a private key (Ed25519, P-256, P-384 or RSA).");
        }
        return assertion.serialize();
    }

    /** Signs with our key: Nimbus's own Ed25519 would need a further library, and knows nothing of key stores. */
    private record KeySigner(SigningKey key, JWSAlgorithm algorithm) implements JWSSigner {

        @Override
        public Base64URL sign(JWSHeader header, byte[] signingInput) {
            return Base64URL.encode(key.sign(algorithm.getName(), signingInput));
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(algorithm);
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
