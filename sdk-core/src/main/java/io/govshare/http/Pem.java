package io.govshare.http;

import io.govshare.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;

/** Reads certificates and keys from PEM files (RFC 7468) for TLS; errors name the method that was given the file. */
final class Pem {

    private Pem() {}

    static KeyStore trustStore(String method, Path file) {
        List<Certificate> certificates = certificates(method, file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JVM cannot make a PKCS12 store in memory", e);
        }
    }

    static List<Certificate> certificates(String method, Path file) {
        byte[] bytes = read(method, file);
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
            if (!found.isEmpty()) {
                return List.copyOf(found);
            }
        } catch (GeneralSecurityException notCertificates) {
            throw noCertificate(method, file, ": " + notCertificates.getMessage());
        }
        throw noCertificate(method, file, "");
    }

    private static ConfigurationException noCertificate(String method, Path file, String why) {
        return new ConfigurationException(
                method + "(" + file + "): the file holds no readable X.509 certificate" + why,
                "Give .http(h -> h." + method + "(…)) a PEM file with BEGIN CERTIFICATE blocks.");
    }

    static PrivateKey privateKey(String method, Path file) {
        try {
            return PrivateKeyPem.read(new String(read(method, file), StandardCharsets.UTF_8), null);
        } catch (InvalidKeyFormat e) {
            throw new ConfigurationException(method + "(…, " + file + "): " + e.reason(), e.remedy());
        }
    }

    private static byte[] read(String method, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    method + "(" + file + "): cannot read the file: "
                            + e.getClass().getSimpleName(),
                    "Check that the file given to .http(h -> h." + method
                            + "(…)) exists and this process may read it.");
        }
    }
}
