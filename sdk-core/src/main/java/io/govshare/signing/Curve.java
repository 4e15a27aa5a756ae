package io.govshare.signing;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The curves of ECDSA that HTTP signatures know (RFC 9421 §3.3.4, §3.3.5), under their names in JWK (RFC 7518 §6.2.1.1). */
final class Curve {

    static final List<Curve> ALL = List.of(
            new Curve("P-256", "secp256r1", 32, SignatureAlgorithm.ECDSA_P256_SHA256),
            new Curve("P-384", "secp384r1", 48, SignatureAlgorithm.ECDSA_P384_SHA384));

    private final String jwkName;
    private final int length;
    private final SignatureAlgorithm algorithm;
    private final ECParameterSpec parameters;

    private Curve(String jwkName, String jcaName, int length, SignatureAlgorithm algorithm) {
        this.jwkName = jwkName;
        this.length = length;
        this.algorithm = algorithm;
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(jcaName));
            this.parameters = named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The JDK does not know the curve " + jwkName + ": run on one with jdk.crypto.ec", e);
        }
    }

    String jwkName() {
        return jwkName;
    }

    /** How many bytes a coordinate takes; a signature takes twice as many. */
    int length() {
        return length;
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** Whether these are r and s, each at its full length and between 0 and the order of the curve (SEC 1 §4.1.4). */
    boolean fits(byte[] signature) {
        return signature.length == 2 * length && isInRange(signature, 0) && isInRange(signature, length);
    }

    private boolean isInRange(byte[] signature, int offset) {
        BigInteger number = new BigInteger(1, signature, offset, length);
        return number.signum() > 0 && number.compareTo(parameters.getOrder()) < 0;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    /** The public key of this point, which must lie on the curve. */
    PublicKey publicKey(ECPoint point) throws GeneralSecurityException {
        if (!PublicHalf.isOn(point, parameters)) {
            throw new InvalidParameterSpecException("The point is not on the curve " + jwkName);
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
    }

    /** The curve with these parameters; null if it is neither. */
    static @Nullable Curve of(@Nullable ECParameterSpec parameters) {
        for (Curve curve : ALL) {
            if (parameters != null
                    && curve.parameters.getCurve().equals(parameters.getCurve())
                    && curve.parameters.getGenerator().equals(parameters.getGenerator())) {
                return curve;
            }
        }
        return null;
    }

    /** The curve of this name in a JWK; null if it is neither. */
    static @Nullable Curve named(String jwkName) {
        for (Curve curve : ALL) {
            if (curve.jwkName.equals(jwkName)) {
                return curve;
            }
        }
        return null;
    }

    /** The curve whose keys sign by this algorithm; null for the algorithms of other keys. */
    static @Nullable Curve of(SignatureAlgorithm algorithm) {
        for (Curve curve : ALL) {
            if (curve.algorithm == algorithm) {
                return curve;
            }
        }
        return null;
    }
}
