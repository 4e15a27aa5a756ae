package io.govshare.http;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts private keys (PKCS#8, RFC 5958 §3) that are encrypted by PBES2 with PBKDF2 and AES-CBC (RFC 8018 §6.2), which is
 * what OpenSSL does unless told otherwise. The parameters are read here, since the JDK cannot read every order and pseudo-random
 * function of them before version 19.
 */
final class EncryptedPkcs8 {

    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final Map<String, String> FUNCTIONS = Map.of(
            "1.2.840.113549.2.7", "PBKDF2WithHmacSHA1",
            "1.2.840.113549.2.8", "PBKDF2WithHmacSHA224",
            "1.2.840.113549.2.9", "PBKDF2WithHmacSHA256",
            "1.2.840.113549.2.10", "PBKDF2WithHmacSHA384",
            "1.2.840.113549.2.11", "PBKDF2WithHmacSHA512");
    /** The lengths of the keys of AES-CBC, in bytes. */
    private static final Map<String, Integer> CIPHERS = Map.of(
            "2.16.840.1.101.3.4.1.2", 16,
            "2.16.840.1.101.3.4.1.22", 24,
            "2.16.840.1.101.3.4.1.42", 32);
    /** More would only keep the machine busy: tens of seconds. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private static final String ENCRYPT_ANEW =
            "Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in key.pem -out key-new.pem";

    private EncryptedPkcs8() {}

    /** The PKCS#8 bytes inside. */
    static byte[] decrypted(byte[] der, char @Nullable [] passphrase) throws InvalidKeyFormat {
        if (passphrase == null) {
            throw new InvalidKeyFormat(
                    "the private key is encrypted and no passphrase was given",
                    "Give its passphrase as well, or decrypt it for this process only: openssl pkey -in key.pem -out key-plain.pem");
        }
        Der info = Der.sequence(der);
        Der algorithm = info.sequence();
        byte[] content = info.content(Der.OCTETS);
        if (!algorithm.oid().equals(PBES2)) {
            throw unknown("its scheme is not PBES2");
        }
        Der parameters = algorithm.sequence();
        Der derivation = parameters.sequence();
        Der encryption = parameters.sequence();
        if (!derivation.oid().equals(PBKDF2)) {
            throw unknown("its key is not derived by PBKDF2");
        }
        Integer length = CIPHERS.get(encryption.oid());
        if (length == null) {
            throw unknown("its cipher is not AES-CBC");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            byte[] key = derived(derivation.sequence(), length, passphrase);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(encryption.content(Der.OCTETS)));
            byte[] plain = cipher.doFinal(content);
            Arrays.fill(key, (byte) 0);
            if (plain.length == 0 || plain[0] != Der.SEQUENCE) {
                throw wrongPassphrase();
            }
            return plain;
        } catch (BadPaddingException e) {
            throw wrongPassphrase();
        } catch (GeneralSecurityException e) {
            throw Der.damaged();
        }
    }

    /** By PBKDF2 (RFC 8018 A.2). */
    private static byte[] derived(Der parameters, int length, char[] passphrase)
            throws GeneralSecurityException, InvalidKeyFormat {
        byte[] salt = parameters.content(Der.OCTETS);
        int iterations = parameters.number();
        if (parameters.isNext(Der.INTEGER) && parameters.number() != length) {
            throw Der.damaged();
        }
        String function = parameters.isNext(Der.SEQUENCE)
                ? FUNCTIONS.get(parameters.sequence().oid())
                : "PBKDF2WithHmacSHA1";
        if (function == null) {
            throw unknown("its pseudo-random function is not HMAC with SHA-1 or SHA-2");
        }
        if (iterations < 1 || iterations > MOST_ITERATIONS || salt.length == 0) {
            throw Der.damaged();
        }
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 8 * length);
        try {
            return SecretKeyFactory.getInstance(function).generateSecret(spec).getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static InvalidKeyFormat wrongPassphrase() {
        return new InvalidKeyFormat(
                "the passphrase does not open the encrypted private key",
                "Check the passphrase: openssl pkey -in key.pem -noout asks for it.");
    }

    private static InvalidKeyFormat unknown(String why) {
        return new InvalidKeyFormat(
                "the private key is encrypted in a way that is not supported: " + why, ENCRYPT_ANEW);
    }
}
