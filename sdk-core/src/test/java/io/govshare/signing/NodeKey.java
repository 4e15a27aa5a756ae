package io.govshare.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that we and Node have both.
 *
 * @param pair the private half as we generated it; null for a shared secret
 */
public record NodeKey(SigningKey key, @Nullable PrivateKey pair) {

    private static final byte[] SECRET =
            "a secret that is shared with Node, of 48 octets.".getBytes(StandardCharsets.US_ASCII);

    private static final List<NodeKey> ALL;

    static {
        try {
            ALL = generated();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of each algorithm, the same for the whole run. */
    public static List<NodeKey> all() {
        return ALL;
    }

    private static List<NodeKey> generated() throws GeneralSecurityException {
        NodeKey rsa = of("RSA", null, "rsa-1");
        return List.of(
                of("Ed25519", null, "edwards \"1\""),
                of("EC", "secp256r1", "p256-1"),
                of("EC", "secp384r1", "p384-1"),
                rsa,
                new NodeKey(rsa.key().withAlgorithm(SignatureAlgorithm.RSA_V1_5_SHA256), rsa.pair()),
                new NodeKey(SigningKey.hmac("shared-1", Secret.of(SECRET)), null));
    }

    private static NodeKey of(String kind, @Nullable String curve, String id) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (curve != null) {
            generator.initialize(new ECGenParameterSpec(curve));
        } else if (kind.equals("RSA")) {
            generator.initialize(2048);
        }
        PrivateKey pair = generator.generateKeyPair().getPrivate();
        return new NodeKey(SigningKey.of(pair, id), pair);
    }

    /** A task with this key in all the forms that Node needs. */
    public Map<String, Object> task(String what) {
        Map<String, Object> task = new HashMap<>();
        task.put("task", what);
        task.put("alg", key.algorithm().httpName());
        task.put("keyid", key.keyId());
        if (pair == null) {
            task.put("secret", Base64.getEncoder().encodeToString(SECRET));
        } else {
            task.put("pkcs8", Base64.getEncoder().encodeToString(pair.getEncoded()));
            task.put("jwk", key.publicJwk());
        }
        return task;
    }
}
