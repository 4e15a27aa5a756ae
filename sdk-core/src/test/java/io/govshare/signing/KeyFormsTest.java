package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFormsTest {

    private static final byte[] DATA = {1, 2, 3};
    private static final Secret PASSPHRASE = Secret.of("open sesame");

    @TempDir
    private Path folder;

    /** A copy that only we may read, unlike the files of a checkout. */
    private Path file(String name) {
        try {
            Path checkedOut = Path.of(Objects.requireNonNull(KeyFormsTest.class.getResource("keys/" + name))
                    .toURI());
            Path copy = Files.copy(checkedOut, folder.resolve(name));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            return copy;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean verifies(SigningKey key) {
        return key.verificationKey().verify(DATA, key.sign(DATA));
    }

    private void assertRefused(String name, Secret passphrase, String... words) {
        Path file = file(name);
        assertThatThrownBy(() -> SigningKey.load(file, Objects.requireNonNullElse(passphrase, PASSPHRASE)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.load(")
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("sesame")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs1.pem, rsa.pem",
        "p256-sec1.pem, p256.pem",
        "p256-sec1-with-parameters.pem, p256.pem",
        "p384-sec1.pem, p384.pem"
    })
    void load_olderForm_isTheKeyThatPkcs8Holds(String older, String pkcs8) {
        SigningKey key = SigningKey.load(file(older));

        assertThat(key.keyId()).isEqualTo(SigningKey.load(file(pkcs8)).keyId());
        assertThat(verifies(key)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519-aes256-sha1.pem, ed25519.pem",
        "ed25519-aes256-sha256.pem, ed25519.pem",
        "p256-aes128-sha384.pem, p256.pem",
        "p384-aes192-sha512.pem, p384.pem",
        "rsa-aes256-sha224.pem, rsa.pem",
        "p256.p12, p256.pem",
        "ed25519.p12, ed25519.pem"
    })
    void load_encryptedFile_withItsPassphrase_isTheKeyInside(String encrypted, String plain) {
        SigningKey key = SigningKey.load(file(encrypted), PASSPHRASE);

        assertThat(key.keyId()).isEqualTo(SigningKey.load(file(plain)).keyId());
        assertThat(verifies(key)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519-aes256-sha256.pem, the passphrase does not open the encrypted private key",
        "p256.p12, the passphrase does not open the PKCS#12 file"
    })
    void load_encryptedFile_withAnotherPassphrase_isRefused(String name, String reason) {
        assertRefused(name, Secret.of("close sesame"), reason, "Check the passphrase");
    }

    @ParameterizedTest
    @CsvSource({"ed25519-aes256-sha256.pem, is encrypted and no passphrase was given", "p256.p12, needs its passphrase"
    })
    void load_encryptedFile_withoutPassphrase_isRefused(String name, String reason) {
        Path file = file(name);
        assertThatThrownBy(() -> SigningKey.load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("Give it");
    }

    @Test
    void load_encryptedInAnotherWay_saysInWhichAndHowToEncryptItAnew() {
        assertRefused("ed25519-scrypt.pem", PASSPHRASE, "not derived by PBKDF2", "openssl pkcs8 -topk8");
        assertRefused("ed25519-des3.pem", PASSPHRASE, "cipher is not AES-CBC", "openssl pkcs8 -topk8");
        assertRefused("ed25519-pbes1.pem", PASSPHRASE, "not PBES2", "openssl pkcs8 -topk8");
        assertRefused("rsa-proc-type.pem", PASSPHRASE, "OpenSSL's older way", "openssl pkcs8 -topk8");
    }

    @Test
    void ofPem_encrypted_opensWithItsPassphrase() throws IOException {
        String pem = Files.readString(file("ed25519-aes256-sha256.pem"));

        assertThat(verifies(SigningKey.ofPem(pem, PASSPHRASE))).isTrue();
        assertThatThrownBy(() -> SigningKey.ofPem(pem))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.ofPem: the private key is encrypted");
    }

    @Test
    void load_encryptedPemWithAnyByteChanged_isRefusedOrReadNeverMore() throws IOException {
        byte[] der = Base64.getMimeDecoder()
                .decode(Files.readString(file("ed25519-aes256-sha256.pem")).replaceAll("-----[A-Z ]+-----", ""));
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            byte[] damaged = der.clone();
            // Not the iterations, of which some would take seconds.
            int at = i < 43 || i > 46 ? i : 0;
            damaged[at] ^= (byte) (1 << (i % 8));
            String pem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                    + Base64.getEncoder().encodeToString(damaged) + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
            try {
                SigningKey.ofPem(pem, PASSPHRASE);
            } catch (ConfigurationException documented) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(80);
    }

    @Test
    void load_pkcs12WithSeveralKeys_listsThemAndTakesTheOneNamed() {
        Path two = file("two.p12");

        assertThatThrownBy(() -> SigningKey.load(two, PASSPHRASE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("several private keys: [other, signing]")
                .hasMessageContaining("SigningKey.load(file, passphrase, alias)");
        assertThatThrownBy(() -> SigningKey.load(two, PASSPHRASE, "third"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no private key \"third\" among [other, signing]");
        assertThat(SigningKey.load(two, PASSPHRASE, "signing").algorithm())
                .isEqualTo(SignatureAlgorithm.ECDSA_P256_SHA256);
        assertThat(SigningKey.load(two, PASSPHRASE, "other").algorithm()).isEqualTo(SignatureAlgorithm.ED25519);
    }

    @Test
    void load_pkcs12ThatCannotBeUsed_saysWhy() throws IOException {
        assertRefused("certificates.p12", PASSPHRASE, "no private key, at most certificates", "-inkey");
        assertRefused("expired.p12", PASSPHRASE, "expired at 2021-01-01T00:00:00Z", "renewed");
        assertRefused("early.p12", PASSPHRASE, "valid from 2199-01-01T00:00:00Z only", "clock");
        Path cut = folder.resolve("cut.p12");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(file("p256.p12")), 500));
        assertThatThrownBy(() -> SigningKey.load(cut, PASSPHRASE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the PKCS#12 file is damaged");
    }

    @Test
    void ofKeyStore_ofTheJdk_opensWithThePasswordOfTheKey() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        assertThatThrownBy(() -> SigningKey.ofKeyStore(store, PASSPHRASE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.ofKeyStore: the key store is not loaded");
        try (InputStream in = Files.newInputStream(file("two.p12"))) {
            store.load(in, "open sesame".toCharArray());
        }
        assertThat(verifies(SigningKey.ofKeyStore(store, "Signing", PASSPHRASE)))
                .isTrue();
        assertThatThrownBy(() -> SigningKey.ofKeyStore(store, "signing", Secret.of("another")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("does not open the key \"signing\"");
        assertThatThrownBy(() -> SigningKey.ofKeyStore(store, "signing", null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none was given");
    }

    @Test
    void ofKeyStore_ofADevice_isNamedByItsCertificateAndSignsWithoutShowingTheKey() throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file("two.p12"))) {
            own.load(in, "open sesame".toCharArray());
        }
        ECPrivateKey inside = (ECPrivateKey) own.getKey("signing", "open sesame".toCharArray());
        KeyStore device = new DeviceStore(Map.of("slot", new HiddenKey(inside)), own.getCertificate("signing"));

        SigningKey key = SigningKey.ofKeyStore(device, null);

        assertThat(key.keyId()).isEqualTo(SigningKey.load(file("p256.pem")).keyId());
        assertThat(key.publicJwk()).contains("\"crv\":\"P-256\"");
        assertThat(verifies(key)).isTrue();

        KeyStore wrong = new DeviceStore(Map.of("slot", new HiddenKey(inside)), own.getCertificate("other"));
        assertThatThrownBy(() -> SigningKey.ofKeyStore(wrong, null)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void ofKeyStore_certificateOfAnotherKey_isRefused() throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file("two.p12"))) {
            own.load(in, "open sesame".toCharArray());
        }
        PrivateKey stranger = ec("secp256r1").getPrivate();
        KeyStore mixed = new DeviceStore(Map.of("slot", stranger), own.getCertificate("signing"));
        KeyStore hidden =
                new DeviceStore(Map.of("slot", new HiddenKey((ECPrivateKey) stranger)), own.getCertificate("signing"));

        for (KeyStore store : List.of(mixed, hidden)) {
            assertThatThrownBy(() -> SigningKey.ofKeyStore(store, null))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the certificate was not made for this key");
        }
    }

    @Test
    void of_hiddenKeyOnP384_tellsItsCurveByATrial() throws Exception {
        KeyPair pair = ec("secp384r1");
        SigningKey key = SigningKey.of(new HiddenKey((ECPrivateKey) pair.getPrivate()), "device");

        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.ECDSA_P384_SHA384);
        assertThat(verifies(key.withPublicKey(pair.getPublic()))).isTrue();
    }

    @Test
    void load_keySet_takesTheOnlyPrivateKeyOrTheOneNamed() throws IOException {
        String ed25519 = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"old\","
                + "\"d\":\"n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU\"}";
        String one = "{\"keys\":[" + Rfc9421Keys.ed25519().publicJwk() + "," + Rfc9421Keys.ECC_P256_JWK + "]}";
        String two = "{\"keys\":[" + ed25519 + "," + Rfc9421Keys.ECC_P256_JWK + "]}";
        Path file = folder.resolve("jwks.json");
        Files.writeString(file, one);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(SigningKey.load(file).keyId()).isEqualTo("test-key-ecc-p256");
        assertThat(SigningKey.ofJwks(two, "old").keyId()).isEqualTo("old");
        Files.writeString(file, two);
        assertThat(SigningKey.load(file, null, "old").keyId()).isEqualTo("old");
        assertThatThrownBy(() -> SigningKey.load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("several private keys: [\"old\", \"test-key-ecc-p256\"]");
        assertThatThrownBy(() -> SigningKey.ofJwks(two, "new"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no private key \"new\" among");
    }

    private static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    /** As a device gives it: without encoding. (Its numbers are there for the JDK's provider, which plays the device.) */
    private static final class HiddenKey implements ECPrivateKey {
        private static final long serialVersionUID = 1L;

        private final transient ECPrivateKey inside;

        private HiddenKey(ECPrivateKey inside) {
            this.inside = inside;
        }

        @Override
        public java.math.BigInteger getS() {
            return inside.getS();
        }

        @Override
        public java.security.spec.ECParameterSpec getParams() {
            return inside.getParams();
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    /** A store that holds what it is given, as that of a device does, without a password. */
    private static final class DeviceStore extends KeyStore {

        private DeviceStore(Map<String, PrivateKey> keys, Certificate certificate) throws Exception {
            super(new Spi(new LinkedHashMap<>(keys), certificate), null, "device");
            load(null, null);
        }

        private static final class Spi extends KeyStoreSpi {

            private final Map<String, PrivateKey> keys;
            private final Certificate certificate;

            private Spi(Map<String, PrivateKey> keys, Certificate certificate) {
                this.keys = keys;
                this.certificate = certificate;
            }

            @Override
            public Key engineGetKey(String alias, char[] password) {
                return keys.get(alias);
            }

            @Override
            public Certificate[] engineGetCertificateChain(String alias) {
                return new Certificate[] {certificate};
            }

            @Override
            public Certificate engineGetCertificate(String alias) {
                return certificate;
            }

            @Override
            public Date engineGetCreationDate(String alias) {
                return null;
            }

            @Override
            public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void engineSetCertificateEntry(String alias, Certificate cert) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void engineDeleteEntry(String alias) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Enumeration<String> engineAliases() {
                return Collections.enumeration(keys.keySet());
            }

            @Override
            public boolean engineContainsAlias(String alias) {
                return keys.containsKey(alias);
            }

            @Override
            public int engineSize() {
                return keys.size();
            }

            @Override
            public boolean engineIsKeyEntry(String alias) {
                return keys.containsKey(alias);
            }

            @Override
            public boolean engineIsCertificateEntry(String alias) {
                return false;
            }

            @Override
            public String engineGetCertificateAlias(Certificate cert) {
                return keys.keySet().iterator().next();
            }

            @Override
            public void engineStore(java.io.OutputStream stream, char[] password) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void engineLoad(InputStream stream, char[] password) {
                // Nothing to load: a device has what it has.
            }
        }
    }
}
