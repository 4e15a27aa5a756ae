package io.govshare.signing;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The bare cryptographic operations of one key, on pooled objects of {@code java.security}. Safe for concurrent use. */
final class Primitive {

    private Primitive() {}

    /** Makes signatures. */
    @FunctionalInterface
    interface Signer {
        byte[] sign(byte[] data) throws GeneralSecurityException;
    }

    /** Checks signatures. */
    @FunctionalInterface
    interface Verifier {
        boolean verify(byte[] data, byte[] signature) throws GeneralSecurityException;
    }

    /** Signs with a private key; a null provider leaves the choice to the JDK. Fails at once if the key does not fit. */
    static Signer signer(Scheme scheme, PrivateKey key, @Nullable Provider provider) throws GeneralSecurityException {
        Pool<Signature> pool = new Pool<>(() -> {
            Signature signature = signature(scheme, provider);
            signature.initSign(key);
            return signature;
        });
        pool.giveBack(pool.take());
        return data -> {
            Signature signature = pool.take();
            signature.update(data);
            byte[] made = signature.sign();
            pool.giveBack(signature);
            return made;
        };
    }

    /** Verifies with a public key; a null provider leaves the choice to the JDK. Fails at once if the key does not fit. */
    static Verifier verifier(Scheme scheme, PublicKey key, @Nullable Provider provider)
            throws GeneralSecurityException {
        Pool<Signature> pool = new Pool<>(() -> {
            Signature signature = signature(scheme, provider);
            try {
                signature.initVerify(key);
            } catch (IllegalArgumentException e) {
                // Bouncy Castle's way to say that a point is not on its curve.
                throw new InvalidKeyException("Not a public key for " + scheme.jcaName(), e);
            }
            return signature;
        });
        pool.giveBack(pool.take());
        return (data, made) -> {
            Signature signature = pool.take();
            signature.update(data);
            boolean good;
            try {
                good = signature.verify(made);
            } catch (SignatureException malformed) {
                return false;
            }
            pool.giveBack(signature);
            return good;
        };
    }

    /** Makes message authentication codes with HMAC-SHA256; the secret is copied. */
    static Signer hmac(byte[] secret, @Nullable Provider provider) throws GeneralSecurityException {
        SecretKeySpec key = new SecretKeySpec(secret, Scheme.HS256.jcaName());
        Pool<Mac> pool = new Pool<>(() -> {
            Mac mac = provider == null
                    ? Mac.getInstance(Scheme.HS256.jcaName())
                    : Mac.getInstance(Scheme.HS256.jcaName(), provider);
            mac.init(key);
            return mac;
        });
        pool.giveBack(pool.take());
        return data -> {
            Mac mac = pool.take();
            byte[] made = mac.doFinal(data);
            pool.giveBack(mac);
            return made;
        };
    }

    /** Checks message authentication codes in constant time. */
    static Verifier hmacVerifier(byte[] secret) throws GeneralSecurityException {
        Signer hmac = hmac(secret, null);
        return (data, made) -> MessageDigest.isEqual(hmac.sign(data), made);
    }

    /** Bouncy Castle for what the JDK does slowly, if it is there; else null, the JDK's own choice. */
    static @Nullable Provider fastest(Scheme scheme) {
        return scheme.isSlowInJdk() ? BouncyCastle.provider() : null;
    }

    private static Signature signature(Scheme scheme, @Nullable Provider provider) throws GeneralSecurityException {
        Signature signature = provider == null
                ? Signature.getInstance(scheme.jcaName())
                : Signature.getInstance(scheme.jcaName(), provider);
        if (scheme.parameters() != null) {
            signature.setParameter(scheme.parameters());
        }
        return signature;
    }
}
