package io.govshare.http;

import io.govshare.error.Internal;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the private key out of PEM (RFC 7468): PKCS#8, plain or encrypted, and the older forms PKCS#1 and SEC 1; and says
 * what to do with the many other things found in such files.
 */
@Internal
public final class PrivateKeyPem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final String KEY = "PRIVATE KEY";

    private PrivateKeyPem() {}

    /**
     * The one private key in this text.
     *
     * @param passphrase of the key, if it is encrypted
     */
    public static PrivateKey read(String text, char @Nullable [] passphrase) throws InvalidKeyFormat {
        String label = null;
        String body = "";
        String other = null;
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int named = at + BEGIN.length();
            int labelEnd = text.indexOf(DASHES, named);
            String found = labelEnd < 0 ? "" : text.substring(named, labelEnd);
            // After the dashes, which a damaged file may let the END line share.
            int end = labelEnd < 0 ? -1 : text.indexOf("-----END " + found + DASHES, labelEnd + DASHES.length());
            if (end < 0) {
                throw new InvalidKeyFormat(
                        "the PEM is cut off: a BEGIN line has no END line", "Copy the file again, whole.");
            }
            if (found.endsWith(KEY)) {
                if (label != null) {
                    throw new InvalidKeyFormat("it holds several private keys", "Keep the one that signs.");
                }
                label = found;
                body = text.substring(labelEnd + DASHES.length(), end);
            } else if (other == null) {
                other = found;
            }
            at = text.indexOf(BEGIN, end);
        }
        if (label == null) {
            throw other == null ? notPem() : noPrivateKey(other);
        }
        return Pkcs8.key(pkcs8(label, body, passphrase));
    }

    /** The private key in a PKCS#8 structure (RFC 5958). */
    public static PrivateKey ofPkcs8(byte[] der) throws InvalidKeyFormat {
        return Pkcs8.key(der);
    }

    private static byte[] pkcs8(String label, String body, char @Nullable [] passphrase) throws InvalidKeyFormat {
        if (body.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new InvalidKeyFormat(
                    "the private key is encrypted in OpenSSL's older way, whose protection is weak",
                    "Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out key-pkcs8.pem");
        }
        return switch (label) {
            case KEY -> content(body);
            case "ENCRYPTED " + KEY -> EncryptedPkcs8.decrypted(content(body), passphrase);
            case "RSA " + KEY -> Pkcs8.ofPkcs1(content(body));
            case "EC " + KEY -> Pkcs8.ofSec1(content(body));
            case "OPENSSH " + KEY ->
                throw new InvalidKeyFormat(
                        "the private key is in OpenSSH form, not PKCS#8",
                        InvalidKeyFormat.GENERATE
                                + "; or convert a copy of an RSA or EC key: ssh-keygen -p -m PKCS8 -f copy-of-key");
            default ->
                throw new InvalidKeyFormat("it holds a key of a kind that we do not know", InvalidKeyFormat.GENERATE);
        };
    }

    private static byte[] content(String body) throws InvalidKeyFormat {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyFormat("the PEM is damaged: its content is not base64", "Copy the file again, whole.");
        }
    }

    private static InvalidKeyFormat notPem() {
        return new InvalidKeyFormat(
                "the content is neither PEM nor a JWK nor PKCS#12",
                "Give a PEM file (it begins with -----BEGIN PRIVATE KEY-----), a private JWK or a PKCS#12 file. From DER:"
                        + " openssl pkey -inform DER -in key.der -out key.pem");
    }

    private static InvalidKeyFormat noPrivateKey(String label) {
        return switch (label) {
            case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE" ->
                new InvalidKeyFormat(
                        "it holds a " + label.toLowerCase(Locale.ROOT) + " where the private key belongs",
                        "Give the private key that belongs to it; the public one is what the platform gets.");
            default -> new InvalidKeyFormat("it holds no private key that we know", InvalidKeyFormat.GENERATE);
        };
    }
}
