package io.govshare.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signed tokens with any header and claims, right or wrong. */
final class Jwts {

    private Jwts() {}

    static ECKey elliptic(Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(curve.getName()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey rsa(JWSAlgorithm algorithm) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(algorithm.getName())
                    .algorithm(algorithm)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with this key; what is empty in header or claims is left out. */
    static String signed(JWK key, Map<String, Object> header, Map<String, Object> claims) {
        try {
            JWSObject jws = new JWSObject(JWSHeader.parse(withoutEmpty(header)), new Payload(withoutEmpty(claims)));
            jws.sign(new DefaultJWSSignerFactory()
                    .createJWSSigner(key, jws.getHeader().getAlgorithm()));
            return jws.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> withoutEmpty(Map<String, Object> members) {
        Map<String, Object> left = new LinkedHashMap<>(members);
        left.values().removeIf(""::equals);
        return left;
    }
}
