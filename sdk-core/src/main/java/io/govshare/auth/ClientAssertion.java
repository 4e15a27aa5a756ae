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
import java.util.Set;

/** The JWT by which a client proves that it holds its private key (RFC 7523 §3), good for one token request. */
final class ClientAssertion {

    /** Value of {@code client_assertion_type} (RFC 7523 §2.2). */
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    static final Duration LIFE = Duration.ofSeconds(60);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int JTI_BYTES = 18;

    private ClientAssertion() {}

    /** @throws ConfigurationException if the key is a shared secret, which proves nothing that the platform could not say */
    static void requirePrivate(SigningKey key) {
        if (key.algorithm() == SignatureAlgorithm.HMAC_SHA256) {
            throw new ConfigurationException(
                    "Credentials.privateKeyJwt: the key " + key.keyId() + " is a shared secret, not a private key",
                    "Give a private key (Ed25519 or P-256), or use Credentials.clientSecretBasic.");
        }
    }

    /** A new assertion in compact form; its {@code jti} is never made twice. */
    static String of(String clientId, String audience, SigningKey key, Instant now) {
        byte[] jti = new byte[JTI_BYTES];
        RANDOM.nextBytes(jti);
        JWSHeader header = new JWSHeader.Builder(
                        JWSAlgorithm.parse(key.algorithm().joseName()))
                .keyID(key.keyId())
                .type(JOSEObjectType.JWT)
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(Base64.getUrlEncoder().withoutPadding().encodeToString(jti))
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
