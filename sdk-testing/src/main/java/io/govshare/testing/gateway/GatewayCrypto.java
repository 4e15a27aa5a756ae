package io.govshare.testing.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The algorithms of the gateways, weak ones among them, from the JDK alone. */
final class GatewayCrypto {

    private static final byte[] FIXED_IV = "AESCBCPKCS5Paddi".getBytes(StandardCharsets.US_ASCII);
    private static final int AES_128 = 16;

    private GatewayCrypto() {}

    static byte[] hmacSha256(String key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static byte[] md5(String message) {
        return digest("MD5", message.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(String message) {
        return digest("SHA-256", message.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] digest(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** The AES key that belongs to an app key: what the JDK's SHA1PRNG gives first when it is seeded with it. */
    static byte[] aesKey(String appKey) {
        byte[] seed = digest("SHA-1", appKey.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest("SHA-1", seed), AES_128);
    }

    /** The secret as the gateway hands it out, in Base64. */
    static String encrypted(String appKey, String secret, boolean ecb) {
        try {
            SecretKeySpec key = new SecretKeySpec(aesKey(appKey), "AES");
            Cipher cipher = ecb ? ecbCipher() : Cipher.getInstance("AES/CBC/PKCS5Padding");
            if (ecb) {
                cipher.init(Cipher.ENCRYPT_MODE, key);
            } else {
                cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(FIXED_IV));
            }
            return Base64.getEncoder().encodeToString(cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    // Some of the gateways encrypt so; a sandbox must do as they do.
    @SuppressWarnings("InsecureCryptoUsage")
    private static Cipher ecbCipher() throws GeneralSecurityException {
        return Cipher.getInstance("AES/ECB/PKCS5Padding");
    }
}
