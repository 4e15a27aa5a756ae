package io.govshare.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which keys we can use, and how their halves belong together. */
final class KeyMaterial {

    /** The shortest RSA modulus that is accepted, in bits (NIST SP 800-131A). */
    static final int SHORTEST_RSA = 2048;

    static final String GENERATE = "Make a new key: openssl genpkey -algorithm ed25519 -out key.pem";

    static final String ON_A_CURVE =
            "Make a key on P-256: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem";

    private static final List<String> FAMILIES = List.of("Ed25519", "EC", "RSA", "RSASSA-PSS");

    private KeyMaterial() {}

    /** The private key in a PKCS#8 structure (RFC 5958). */
    static PrivateKey ofPkcs8(byte[] der) throws InvalidKeyFormat {
        for (String family : FAMILIES) {
            PrivateKey key = ofFamily(family, new PKCS8EncodedKeySpec(der));
            if (key != null) {
                return key;
            }
        }
        throw new InvalidKeyFormat(
                "the key is damaged, or neither Ed25519 nor EC nor RSA",
                "Copy the file again from where it came, or make a key of one of these kinds: openssl genpkey -algorithm ed25519.");
    }

    private static @Nullable PrivateKey ofFamily(String family, PKCS8EncodedKeySpec spec) throws InvalidKeyFormat {
        try {
            return KeyFactory.getInstance(family).generatePrivate(spec);
        } catch (InvalidKeySpecException anotherFamily) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat("the JDK offers no " + family + " keys", "Run on a JDK with all its modules.");
        }
    }

    /** The algorithm a key of this kind signs with: for RSA, which knows two, PSS; for EC keys in devices, whose curve is not seen, P-256. */
    static SignatureAlgorithm algorithmOf(PrivateKey key) throws InvalidKeyFormat {
        if (key instanceof RSAKey rsa) {
            checkLength(rsa.getModulus());
        }
        if (key instanceof EdECPrivateKey edwards
                && !edwards.getParams().getName().equals("Ed25519")) {
            throw new InvalidKeyFormat("the key is on the curve Ed448; Ed25519 is needed", GENERATE);
        }
        return switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "EDDSA", "ED25519" -> SignatureAlgorithm.ED25519;
            case "EC", "ECDSA" ->
                key instanceof ECKey ec ? curve(ec).algorithm() : SignatureAlgorithm.ECDSA_P256_SHA256;
            case "RSA", "RSASSA-PSS" -> SignatureAlgorithm.RSA_PSS_SHA512;
            default ->
                throw new InvalidKeyFormat(
                        "a key of kind " + key.getAlgorithm() + " cannot sign here",
                        "Use an Ed25519, EC (P-256 or P-384) or RSA key.");
        };
    }

    static void checkLength(BigInteger modulus) throws InvalidKeyFormat {
        if (modulus.bitLength() < SHORTEST_RSA) {
            throw new InvalidKeyFormat(
                    "the RSA key has " + modulus.bitLength() + " bits; at least " + SHORTEST_RSA + " are needed",
                    GENERATE);
        }
    }

    /** The curve of a key that makes signatures of this length, r followed by s, in bytes. */
    static Curve curve(int signature) throws InvalidKeyFormat {
        for (Curve curve : Curve.values()) {
            if (signature == 2 * curve.length()) {
                return curve;
            }
        }
        throw new InvalidKeyFormat(
                "the EC key is on another curve than P-256 and P-384", "Make a key on P-256 in the device.");
    }

    private static Curve curve(ECKey key) throws InvalidKeyFormat {
        Curve curve = Curve.of(key.getParams());
        if (curve == null) {
            throw new InvalidKeyFormat("the EC key is on another curve than P-256 and P-384", ON_A_CURVE);
        }
        return curve;
    }

    /** The public half of a private key, or null when the private key does not show what it is made of (an HSM). */
    static @Nullable PublicKey publicHalf(PrivateKey key) throws GeneralSecurityException, InvalidKeyFormat {
        if (key instanceof EdECPrivateKey edwards) {
            Optional<byte[]> seed = edwards.getBytes();
            return seed.isPresent() ? ed25519(PublicHalf.ed25519(seed.get())) : null;
        }
        if (key instanceof ECPrivateKey ec) {
            Curve curve = curve(ec);
            if (ec.getS().signum() <= 0
                    || ec.getS().compareTo(curve.parameters().getOrder()) >= 0) {
                throw new InvalidKeyException("The private number is not in the range of the curve");
            }
            return curve.publicKey(PublicHalf.ec(ec.getS(), curve.parameters()));
        }
        if (key instanceof RSAPrivateCrtKey rsa) {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
        }
        return null;
    }

    /** An Ed25519 public key from its 32 bytes (RFC 8032 §5.1.3). */
    static PublicKey ed25519(byte[] encoded) throws GeneralSecurityException {
        if (encoded.length != 32) {
            throw new InvalidAlgorithmParameterException("An Ed25519 public key has 32 bytes, not " + encoded.length);
        }
        byte[] y = PublicHalf.reversed(encoded);
        boolean xOdd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(xOdd, new BigInteger(1, y))));
    }
}
