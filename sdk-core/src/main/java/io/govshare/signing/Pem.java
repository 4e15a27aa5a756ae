package io.govshare.signing;

import java.util.Base64;
import java.util.Locale;

/** Reads the private key out of a PEM file (RFC 7468), and says what to do with the many other things found in them. */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final String CONVERT = "Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out key-pkcs8.pem";

    private Pem() {}

    /** The PKCS#8 bytes of the one private key in this text. */
    static byte[] privateKey(String text) throws InvalidKeyFormat {
        String body = null;
        String other = null;
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int named = at + BEGIN.length();
            int labelEnd = text.indexOf(DASHES, named);
            String label = labelEnd < 0 ? "" : text.substring(named, labelEnd);
            // After the dashes, which a damaged file may let the END line share.
            int end = labelEnd < 0 ? -1 : text.indexOf("-----END " + label + DASHES, labelEnd + DASHES.length());
            if (end < 0) {
                throw new InvalidKeyFormat(
                        "the PEM is cut off: a BEGIN line has no END line", "Copy the file again, whole.");
            }
            if (label.equals("PRIVATE KEY")) {
                if (body != null) {
                    throw new InvalidKeyFormat("it holds several private keys", "Keep the one that signs.");
                }
                body = text.substring(labelEnd + DASHES.length(), end);
            } else if (other == null || label.endsWith("PRIVATE KEY")) {
                other = label;
            }
            at = text.indexOf(BEGIN, end);
        }
        if (body == null) {
            throw other == null ? notPem() : unfit(other, text);
        }
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyFormat("the PEM is damaged: its content is not base64", "Copy the file again, whole.");
        }
    }

    private static InvalidKeyFormat notPem() {
        return new InvalidKeyFormat(
                "the content is neither PEM nor a JWK",
                "Give a PKCS#8 PEM file (it begins with -----BEGIN PRIVATE KEY-----) or a private JWK. From DER: openssl pkey"
                        + " -inform DER -in key.der -out key.pem; from PKCS#12: openssl pkcs12 -nocerts -noenc -in key.p12 -out"
                        + " key.pem");
    }

    private static InvalidKeyFormat unfit(String label, String text) {
        if (label.equals("ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            return new InvalidKeyFormat(
                    "the private key is encrypted, which is not supported yet",
                    "Decrypt it into a file that only this process may read: openssl pkey -in key.pem -out key-plain.pem");
        }
        return switch (label) {
            case "EC PRIVATE KEY", "RSA PRIVATE KEY" ->
                new InvalidKeyFormat("the private key is in the older form " + label + ", not PKCS#8", CONVERT);
            case "OPENSSH PRIVATE KEY" ->
                new InvalidKeyFormat("the private key is in OpenSSH form, not PKCS#8", KeyMaterial.GENERATE);
            case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE" ->
                new InvalidKeyFormat(
                        "it holds a " + label.toLowerCase(Locale.ROOT) + " where the private key belongs",
                        "Give the private key that belongs to it; the public one is what the platform gets.");
            default -> new InvalidKeyFormat("it holds no private key that we know", CONVERT);
        };
    }
}
