package io.govshare.http;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** The certificate that we show in the TLS handshake, with its key. */
final class ClientCertificate {

    private static final String METHOD = "clientCertificate";

    private final KeyManager[] managers;

    private ClientCertificate(KeyManager[] managers) {
        this.managers = managers;
    }

    static ClientCertificate of(KeyStore store, char[] password) {
        try {
            boolean found = false;
            for (String alias : Collections.list(store.aliases())) {
                found |= store.isKeyEntry(alias);
            }
            if (!found) {
                throw new ConfigurationException(
                        METHOD + "(KeyStore, password): the store holds no private key",
                        "Give .http(h -> h." + METHOD + "(…)) a store with the certificate and its private key.");
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return new ClientCertificate(factory.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    METHOD + "(KeyStore, password): the key cannot be opened: "
                            + e.getClass().getSimpleName(),
                    "Give .http(h -> h." + METHOD + "(store, password)) a loaded store and the password of its key.");
        }
    }

    static ClientCertificate of(Path certificates, Path key) {
        List<Certificate> chain = Pem.certificates(METHOD, certificates);
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey privateKey = Pem.privateKey(METHOD, key);
        if (!belongTogether(privateKey, publicKey)) {
            throw new ConfigurationException(
                    METHOD + "(" + certificates + ", " + key + "): the first certificate was not made for this key",
                    "Give .http(h -> h." + METHOD + "(certificates, key)) the certificate of this key first.");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", privateKey, new char[0], chain.toArray(Certificate[]::new));
            return of(store, new char[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JVM cannot make a PKCS12 store in memory", e);
        }
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true; // no probe for it; the handshake will tell
        }
        byte[] probe = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    KeyManager[] managers() {
        return managers.clone();
    }
}
