package io.govshare.http;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;

/** The form in which private keys are handed to the JDK (PKCS#8, RFC 5958), and how older forms are put into it. */
final class Pkcs8 {

    private static final byte[] VERSION = {Der.INTEGER, 1, 0};
    private static final byte[] NULL = {Der.NULL, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d010101");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final String NO_KIND = "the key is damaged, or neither Ed25519 nor EC nor RSA";

    /** The names that the JDK has for the kinds of keys. */
    private static final Map<String, String> KINDS = Map.of(
            "1.3.101.112", "Ed25519",
            "1.3.101.113", "Ed448",
            "1.2.840.10045.2.1", "EC",
            "1.2.840.113549.1.1.1", "RSA",
            "1.2.840.113549.1.1.10", "RSASSA-PSS");

    private Pkcs8() {}

    /** The private key in this structure. */
    static PrivateKey key(byte[] der) throws InvalidKeyFormat {
        Der info = Der.sequence(der);
        info.number();
        String kind = KINDS.get(info.sequence().oid());
        if (kind == null) {
            throw new InvalidKeyFormat(NO_KIND, InvalidKeyFormat.GENERATE);
        }
        try {
            return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyFormat(
                    kind.equals("EC")
                            ? "the EC key is damaged, or on a curve that this JDK does not know"
                            : "the " + kind + " key is damaged",
                    "Copy the file again from where it came. " + InvalidKeyFormat.GENERATE);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat("the JDK offers no " + kind + " keys", "Run on a JDK with all its modules.");
        }
    }

    /** Of an {@code RSAPrivateKey} (RFC 8017 A.1.2). */
    static byte[] ofPkcs1(byte[] der) throws InvalidKeyFormat {
        Der.sequence(der);
        return Der.of(Der.SEQUENCE, VERSION, Der.of(Der.SEQUENCE, RSA, NULL), Der.of(Der.OCTETS, der));
    }

    /** Of an {@code ECPrivateKey} (RFC 5915 §3), which must name its curve. */
    static byte[] ofSec1(byte[] der) throws InvalidKeyFormat {
        Der key = Der.sequence(der);
        key.number();
        key.content(Der.OCTETS);
        if (!key.isNext(Der.FIRST)) {
            throw new InvalidKeyFormat(
                    "the EC key does not say its curve",
                    "Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out key-pkcs8.pem");
        }
        byte[] curve = key.inside(Der.FIRST).element();
        return Der.of(Der.SEQUENCE, VERSION, Der.of(Der.SEQUENCE, EC, curve), Der.of(Der.OCTETS, der));
    }
}
