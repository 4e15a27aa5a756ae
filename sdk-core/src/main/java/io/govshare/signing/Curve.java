package io.govshare.signing;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidParameterSpecException;
import org.jspecify.annotations.Nullable;

/** The curves of ECDSA that HTTP signatures know (RFC 9421 §3.3.4, §3.3.5), under their names in JWK (RFC 7518 §6.2.1.1). */
enum Curve {
    P256("P-256", "secp256r1", 32, SignatureAlgorithm.ECDSA_P256_SHA256),
    P384("P-384", "secp384r1", 48, SignatureAlgorithm.ECDSA_P384_SHA384);

    private final String jwkName;
    private final int length;
    private final SignatureAlgorithm algorithm;
    private final ECParameterSpec parameters;

    Curve(String jwkName, String jcaName, int length, SignatureAlgorithm algorithm) {
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
        for (Curve curve : values()) {
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
        for (Curve curve : values()) {
            if (curve.jwkName.equals(jwkName)) {
                return curve;
            }
        }
        return null;
    }

    /** The curve whose keys sign by this algorithm; null for the algorithms of other keys. */
    static @Nullable Curve of(SignatureAlgorithm algorithm) {
        for (Curve curve : values()) {
            if (curve.algorithm == algorithm) {
                return curve;
            }
        }
        return null;
    }
}
