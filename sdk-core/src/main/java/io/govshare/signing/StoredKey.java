package io.govshare.signing;

import io.govshare.http.InvalidKeyFormat;
import io.govshare.http.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A private key in a {@link KeyStore}, with its certificate: of a PKCS#12 file (RFC 7292) or of a device. */
final class StoredKey {

    private static final String ANY_ALIAS =
            "Say which one signs by its alias: SigningKey.load(file, passphrase, alias) or SigningKey.ofKeyStore(store, alias,"
                    + " password).";

    private StoredKey() {}

    /** Whether it begins as PKCS#12 does: a sequence whose first element is the version 3. */
    static boolean isPkcs12(byte[] content) {
        if (content.length < 8 || content[0] != 0x30) {
            return false;
        }
        int at = (content[1] & 0x80) == 0 ? 2 : 2 + (content[1] & 0x7f);
        return at + 2 < content.length && content[at] == 2 && content[at + 1] == 1 && content[at + 2] == 3;
    }

    static SigningKey ofPkcs12(byte[] content, @Nullable String alias, @Nullable Secret passphrase)
            throws InvalidKeyFormat {
        if (passphrase == null) {
            throw new InvalidKeyFormat(
                    "it is a PKCS#12 file, which needs its passphrase",
                    "Give it as well: SigningKey.load(file, Secret.ofFile(…)).");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(
                    new ByteArrayInputStream(content), passphrase.revealText().toCharArray());
            return of(store, alias, passphrase);
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? new InvalidKeyFormat(
                            "the passphrase does not open the PKCS#12 file",
                            "Check the passphrase: openssl pkcs12 -in key.p12 -noout asks for it.")
                    : new InvalidKeyFormat("the PKCS#12 file is damaged", "Copy the file again, whole.");
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat(
                    "the PKCS#12 file is protected in a way that this JDK does not know",
                    "Make it anew: openssl pkcs12 -export -inkey key.pem -in certificate.pem -out key.p12");
        }
    }

    /** @param alias null for the only one */
    static SigningKey of(KeyStore store, @Nullable String alias, @Nullable Secret password) throws InvalidKeyFormat {
        try {
            String chosen = chosen(privateKeys(store), alias);
            Certificate certificate = store.getCertificate(chosen);
            if (certificate instanceof X509Certificate dated) {
                checkDates(dated, TimeSource.SYSTEM.now());
            }
            PublicKey certified = certificate == null ? null : certificate.getPublicKey();
            return KeyForms.ofPair(privateKey(store, chosen, password), certified, null);
        } catch (KeyStoreException e) {
            throw new InvalidKeyFormat("the key store is not loaded", "Call its load method first.");
        }
    }

    private static List<String> privateKeys(KeyStore store) throws KeyStoreException {
        List<String> aliases = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                aliases.add(alias);
            }
        }
        Collections.sort(aliases);
        return aliases;
    }

    private static String chosen(List<String> aliases, @Nullable String alias) throws InvalidKeyFormat {
        if (aliases.isEmpty()) {
            throw new InvalidKeyFormat(
                    "the key store holds no private key, at most certificates",
                    "Give the one in which the private key is: openssl pkcs12 -export -inkey key.pem -in certificate.pem -out"
                            + " key.p12");
        }
        if (alias == null) {
            if (aliases.size() > 1) {
                throw new InvalidKeyFormat("the key store holds several private keys: " + aliases, ANY_ALIAS);
            }
            return aliases.get(0);
        }
        for (String known : aliases) {
            if (known.equalsIgnoreCase(alias)) {
                return known;
            }
        }
        throw new InvalidKeyFormat("the key store holds no private key \"" + alias + "\" among " + aliases, ANY_ALIAS);
    }

    private static PrivateKey privateKey(KeyStore store, String alias, @Nullable Secret password)
            throws KeyStoreException, InvalidKeyFormat {
        try {
            char[] characters = password == null ? null : password.revealText().toCharArray();
            Key key = store.getKey(alias, characters);
            if (key instanceof PrivateKey privateKey) {
                return privateKey;
            }
        } catch (KeyStoreException notLoaded) {
            throw notLoaded;
        } catch (GeneralSecurityException wrong) {
            throw new InvalidKeyFormat(
                    "the password does not open the key \"" + alias + "\" in the key store"
                            + (password == null ? ": none was given" : ""),
                    "Give the password of the key, which may differ from that of the store.");
        }
        throw new InvalidKeyFormat("the key store gives no private key under \"" + alias + "\"", ANY_ALIAS);
    }

    private static void checkDates(X509Certificate certificate, Instant now) throws InvalidKeyFormat {
        Instant end = certificate.getNotAfter().toInstant();
        Instant begin = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            throw new InvalidKeyFormat(
                    "the certificate of the key expired at " + end,
                    "Have it renewed, and register the new one with the platform.");
        }
        if (now.isBefore(begin)) {
            throw new InvalidKeyFormat(
                    "the certificate of the key is valid from " + begin + " only",
                    "Use the one before until then; if it should be valid now, set this machine's clock.");
        }
    }
}
