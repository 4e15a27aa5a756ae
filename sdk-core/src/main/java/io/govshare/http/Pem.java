package io.govshare.http;

import io.govshare.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Reads certificates and keys from PEM files (RFC 7468) for TLS; errors name the method that was given the file. */
final class Pem {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

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

    /** The private key, whose algorithm its certificate says. */
    static PrivateKey privateKey(String method, Path file, String algorithm) {
        String text = new String(read(method, file), StandardCharsets.US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new ConfigurationException(
                    method + "(…, " + file + "): the file holds no unencrypted PKCS #8 private key (BEGIN PRIVATE KEY)",
                    "Convert it: openssl pkcs8 -topk8 -nocrypt -in old.pem -out key.pem.");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    method + "(…, " + file + "): the file holds no valid " + algorithm + " key, as its certificate has",
                    "Give .http(h -> h." + method + "(certificates, key)) a certificate and the key it was made for.");
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
