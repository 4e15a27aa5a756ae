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
import io.govshare.signing.SignatureAlgorithm;
import io.govshare.signing.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JWT by which a client proves that it holds its private key (RFC 7523 §3), good for one token request. */
final class Assertion {

    /**
     * How assertions are made.
     *
     * @param audience for whom; null for the issuer
     */
    record Options(@Nullable String audience, Duration lifetime) {

        static final Options USUAL = new Options(null, Duration.ofSeconds(60));
    }

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int JTI_BYTES = 18;

    private Assertion() {}

    /** @throws ConfigurationException if the key is a shared secret, which proves nothing that the platform could not say */
    static SigningKey requirePrivate(String method, SigningKey key) {
        if (key.algorithm() == SignatureAlgorithm.HMAC_SHA256) {
            throw new ConfigurationException(
                    "Credentials." + method + ": the key " + key.keyId() + " is a shared secret, not a private key",
                    "Give a private key (Ed25519 or P-256), or use Credentials.clientSecretBasic.");
        }
        return key;
    }

    /** A new assertion in compact form with these claims and the usual ones; its {@code jti} is never made twice. */
    static String of(TokenRequest request, SigningKey key, Map<String, Object> more) {
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
        return signed(key, claims.build());
    }

    private static String signed(SigningKey key, JWTClaimsSet claims) {
        JWSHeader header = new JWSHeader.Builder(
                        JWSAlgorithm.parse(key.algorithm().joseName()))
                .keyID(key.keyId())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT assertion = new SignedJWT(header, claims);
        try {
            assertion.sign(new KeySigner(key));
        } catch (JOSEException e) {
            throw new ConfigurationException(
                    "The key " + key.keyId() + " cannot sign a client assertion: " + e.getMessage(),
                    "Give Credentials.privateKeyJwt a private key (Ed25519 or P-256).");
        }
        return assertion.serialize();
    }

    /** Signs with our key: Nimbus's own Ed25519 would need a further library, and knows nothing of key stores. */
    private record KeySigner(SigningKey key) implements JWSSigner {

        @Override
        public Base64URL sign(JWSHeader header, byte[] signingInput) {
            return Base64URL.encode(key.sign(signingInput));
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(JWSAlgorithm.parse(key.algorithm().joseName()));
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
