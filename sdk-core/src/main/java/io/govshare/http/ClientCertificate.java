package io.govshare.http;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that we show in the TLS handshake, with its key. */
final class ClientCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCertificate.class);

    private static final String METHOD = "clientCertificate";
    private static final String RENEW =
            "Have the certificate renewed, and give .http(h -> h." + METHOD + "(…)) the new one with its key.";

    /** From here on an end that comes near is warned of. */
    private static final Duration NEAR_END = Duration.ofDays(14);

    private final KeyManager[] managers;
    private final List<X509Certificate> certificates;

    private ClientCertificate(KeyManager[] managers, List<X509Certificate> certificates) {
        this.managers = managers;
        this.certificates = certificates;
    }

    static ClientCertificate of(KeyStore store, char[] password) {
        try {
            List<X509Certificate> certificates = certificates(store, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            KeyManager[] managers = factory.getKeyManagers();
            if (certificates.size() == 1 && managers[0] instanceof X509ExtendedKeyManager only) {
                managers[0] = new OnlyCertificate(only);
            }
            return new ClientCertificate(managers, certificates);
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    METHOD + "(KeyStore, password): the key cannot be opened: "
                            + e.getClass().getSimpleName(),
                    "Give .http(h -> h." + METHOD + "(store, password)) a loaded store and the password of its key.");
        }
    }

    /** The certificates in the store that have a key, which must be theirs. */
    private static List<X509Certificate> certificates(KeyStore store, char[] password) throws GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                Key key = store.getKey(alias, password);
                if (key instanceof PrivateKey own && !belongTogether(own, certificate.getPublicKey())) {
                    throw new ConfigurationException(
                            METHOD + "(KeyStore, password): the certificate of the entry " + alias
                                    + " was not made for its key",
                            "Make the entry anew from the key and the certificate that was issued for it.");
                }
                found.add(certificate);
            }
        }
        if (found.isEmpty()) {
            throw new ConfigurationException(
                    METHOD + "(KeyStore, password): the store holds no private key with a certificate",
                    "Give .http(h -> h." + METHOD + "(…)) a store with the certificate and its private key.");
        }
        return List.copyOf(found);
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
            // A key in a device may be good for handshakes alone.
            return privateKey.getEncoded() == null;
        }
    }

    /**
     * Refuses what servers would refuse, and warns of what they soon will. Of several certificates one that is good is
     * enough.
     *
     * @throws ConfigurationException if there is none but has expired or is not valid yet
     */
    void requireValid(Instant now) {
        List<ConfigurationException> bad = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            String name = certificate.getSubjectX500Principal().getName();
            Instant begin = certificate.getNotBefore().toInstant();
            Instant end = certificate.getNotAfter().toInstant();
            Duration left = Duration.between(now, end);
            if (left.isNegative()) {
                bad.add(new ConfigurationException(
                        METHOD + "(…): the client certificate of " + name + " expired at " + end, RENEW));
            } else if (now.isBefore(begin)) {
                bad.add(new ConfigurationException(
                        METHOD + "(…): the client certificate of " + name + " is not valid before " + begin,
                        "Check this machine's clock, which says " + now + "; if it is right, wait, or use another."));
            } else if (left.compareTo(NEAR_END) < 0) {
                LOG.warn("The client certificate of {} expires in {}, at {}. {}", name, days(left), end, RENEW);
            }
        }
        if (bad.size() == certificates.size()) {
            throw bad.get(0);
        }
        bad.forEach(one -> LOG.warn("{}", one.getMessage()));
    }

    private static String days(Duration left) {
        return left.toDays() == 0 ? "less than a day" : left.toDays() == 1 ? "1 day" : left.toDays() + " days";
    }

    /** The certificate that is shown; empty if the server is offered a choice of several. */
    Optional<X509Certificate> only() {
        return certificates.size() == 1 ? Optional.of(certificates.get(0)) : Optional.empty();
    }

    KeyManager[] managers() {
        return managers.clone();
    }
}
