package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    private static final byte[] DATA = {1, 2, 3};

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        Path file = folder.resolve("key.pem");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static KeyPair pair(String kind, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    private static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static boolean verifies(SigningKey key) {
        VerificationKey verifier = key.verificationKey();
        return verifier.verify(DATA, key.sign(DATA)) && !verifier.verify(new byte[] {9}, key.sign(DATA));
    }

    @Test
    void load_ed25519Pem_derivesItsPublicHalf() throws IOException {
        SigningKey key = SigningKey.load(file(Rfc9421Keys.ED25519_PEM));

        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.ED25519);
        assertThat(key.publicJwk()).contains("\"x\":\"" + Rfc9421Keys.ED25519_PUBLIC_X + "\"");
        assertThat(key.keyId()).isEqualTo("poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U");
        assertThat(verifies(key)).isTrue();
    }

    @Test
    void ofPem_isTheKeyOfItsFile_andSaysWhatDoesNotFit() throws IOException {
        SigningKey key = SigningKey.ofPem(Rfc9421Keys.ED25519_PEM);

        assertThat(key.keyId())
                .isEqualTo(SigningKey.load(file(Rfc9421Keys.ED25519_PEM)).keyId());
        assertThat(verifies(key)).isTrue();
        assertThatThrownBy(() -> SigningKey.ofPem("secret of mine"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.ofPem: the content is neither PEM")
                .hasMessageNotContaining("of mine");
    }

    @Test
    void load_ed25519PemOfVersion2WithPublicKey_isRead() throws IOException {
        SigningKey key = SigningKey.load(file("""
                -----BEGIN PRIVATE KEY-----
                MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
                oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
                Z9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PRIVATE KEY-----
                """));

        assertThat(key.publicJwk()).contains("\"x\":\"Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE\"");
    }

    @Test
    void load_p256Pem_derivesItsPublicHalf() throws Exception {
        KeyPair pair = ec("secp256r1");
        SigningKey key =
                SigningKey.load(file(pem("PRIVATE KEY", pair.getPrivate().getEncoded())));

        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.ECDSA_P256_SHA256);
        assertThat(key.keyId()).isEqualTo(Jwk.thumbprint((ECPublicKey) pair.getPublic()));
        assertThat(key.sign(DATA)).as("r followed by s").hasSize(64);
        assertThat(verifies(key)).isTrue();
    }

    @Test
    void ofPem_p384_derivesItsPublicHalfAndSignsInTheFormOfTheRfc() throws Exception {
        KeyPair pair = ec("secp384r1");
        SigningKey key = SigningKey.ofPem(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));

        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.ECDSA_P384_SHA384);
        assertThat(key.algorithm().httpName()).isEqualTo("ecdsa-p384-sha384");
        assertThat(key.keyId()).isEqualTo(Jwk.thumbprint((ECPublicKey) pair.getPublic()));
        assertThat(key.joseAlgorithms()).containsExactly("ES384");
        assertThat(key.sign(DATA)).as("r followed by s").hasSize(96);
        assertThat(verifies(key)).isTrue();
        assertThat(PublicKeys.ofJwks("{\"keys\":[" + key.publicJwk() + "]}")
                        .find(key.keyId())
                        .orElseThrow()
                        .verify(DATA, key.sign("ES384", DATA)))
                .isTrue();
    }

    @Test
    void joseAlgorithms_ofRsa_areThoseOfItsChoiceFirst() throws Exception {
        KeyPair pair = pair("RSA", 2048);
        SigningKey pss = SigningKey.of(pair.getPrivate(), "rsa");
        SigningKey pkcs1 = pss.withAlgorithm(SignatureAlgorithm.RSA_V1_5_SHA256);

        assertThat(pss.joseAlgorithms()).containsExactly("PS256", "RS256", "PS512");
        assertThat(pkcs1.joseAlgorithms()).containsExactly("RS256", "PS256", "PS512");
        assertThat(pkcs1.algorithm()).isEqualTo(SignatureAlgorithm.RSA_V1_5_SHA256);
        assertThat(verifies(pss)).isTrue();
        assertThat(verifies(pkcs1)).isTrue();
        assertThat(pss.verificationKey().verify(DATA, pkcs1.sign(DATA))).isFalse();
        Signature check = Signature.getInstance("RSASSA-PSS");
        check.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        check.initVerify(pair.getPublic());
        check.update(DATA);
        assertThat(check.verify(pkcs1.sign("PS256", DATA)))
                .as("PS256 by RFC 7518 §3.5")
                .isTrue();
    }

    @Test
    void withAlgorithm_thatTheKeyIsNotMadeFor_isRefused() {
        assertThatThrownBy(() -> Rfc9421Keys.ed25519().withAlgorithm(SignatureAlgorithm.ECDSA_P256_SHA256))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.withAlgorithm");
    }

    @Test
    void sign_byAJoseAlgorithmOfAnotherKind_isRefused() {
        assertThatThrownBy(() -> Rfc9421Keys.eccP256().sign("RS256", DATA))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("makes no RS256 signatures")
                .hasMessageContaining("[ES256]");
        assertThat(Rfc9421Keys.ed25519().sign("Ed25519", DATA))
                .isEqualTo(Rfc9421Keys.ed25519().sign("EdDSA", DATA));
    }

    @Test
    void publicJwk_ofRsaPss_namesNoAlgorithmSinceTokensHaveAnother() throws Exception {
        SigningKey pss = SigningKey.of(pair("RSA", 2048).getPrivate(), "rsa");

        assertThat(pss.publicJwk()).doesNotContain("\"alg\"");
        assertThat(pss.withAlgorithm(SignatureAlgorithm.RSA_V1_5_SHA256).publicJwk())
                .contains("\"alg\":\"RS256\"");
    }

    @Test
    void load_rsaPem_signsWithPss() throws Exception {
        SigningKey key = SigningKey.load(
                file(pem("PRIVATE KEY", pair("RSA", 2048).getPrivate().getEncoded())));

        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA512);
        assertThat(verifies(key)).isTrue();
    }

    @Test
    void load_jwkFile_takesItsKid() throws IOException {
        SigningKey key = SigningKey.load(file("\ufeff" + Rfc9421Keys.ECC_P256_JWK));

        assertThat(key.keyId()).isEqualTo("test-key-ecc-p256");
        assertThat(key.withKeyId("other").keyId()).isEqualTo("other");
        assertThat(verifies(key)).isTrue();
    }

    @Test
    void publicJwk_ofP256_isThatOfTheRfcAndVerifiesAfterPublishing() {
        SigningKey key = Rfc9421Keys.eccP256();

        assertThat(key.publicJwk())
                .isEqualTo("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA\","
                        + "\"y\":\"Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0\",\"kid\":\"test-key-ecc-p256\","
                        + "\"alg\":\"ES256\",\"use\":\"sig\"}");
        VerificationKey published = PublicKeys.ofJwks("{\"keys\":[" + key.publicJwk() + "]}")
                .find("test-key-ecc-p256")
                .orElseThrow();
        assertThat(published.verify(DATA, key.sign(DATA))).isTrue();
    }

    @Test
    void thumbprint_ofTheKeysOfTheRfcs_isTheirs() throws InvalidKeyFormat {
        Jwk rsa = Jwk.parse("""
                {"kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86z\
                wu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZ\
                gnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}""");
        Jwk okp = Jwk.parse(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

        assertThat(Jwk.thumbprint(rsa.publicKey()))
                .as("RFC 7638 §3.1")
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assertThat(Jwk.thumbprint(okp.publicKey()))
                .as("RFC 8037 A.3")
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void ofJwk_rsaForRs256_signsWithPkcs1() throws Exception {
        java.security.interfaces.RSAPrivateCrtKey rsa =
                (java.security.interfaces.RSAPrivateCrtKey) pair("RSA", 2048).getPrivate();
        StringBuilder json = new StringBuilder("{\"kty\":\"RSA\",\"alg\":\"RS256\"");
        List<String> names = List.of("n", "e", "d", "p", "q", "dp", "dq", "qi");
        List<java.math.BigInteger> numbers = List.of(
                rsa.getModulus(),
                rsa.getPublicExponent(),
                rsa.getPrivateExponent(),
                rsa.getPrimeP(),
                rsa.getPrimeQ(),
                rsa.getPrimeExponentP(),
                rsa.getPrimeExponentQ(),
                rsa.getCrtCoefficient());
        for (int i = 0; i < names.size(); i++) {
            json.append(",\"" + names.get(i) + "\":\"")
                    .append(Base64.getUrlEncoder().encodeToString(numbers.get(i).toByteArray()))
                    .append('"');
        }
        SigningKey key = SigningKey.ofJwk(json.append('}').toString());

        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.RSA_V1_5_SHA256);
        assertThat(verifies(key)).isTrue();
    }

    @Test
    void ofJwk_sharedSecret_needsKid() {
        assertThat(verifies(SigningKey.ofJwk("{\"kty\":\"oct\",\"kid\":\"k1\",\"k\":\"c2VjcmV0\"}")))
                .isTrue();
        assertThatThrownBy(() -> SigningKey.ofJwk("{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("\"kid\"");
    }

    @Test
    void of_keyThatDoesNotShowItself_signsWithItsProvider() throws Exception {
        KeyPair pair = ec("secp256r1");
        SigningKey key = SigningKey.of(pair.getPrivate(), "device-1");
        assertThat(key.keyId()).isEqualTo("device-1");
        assertThat(verifies(key)).isTrue();

        PrivateKey opaque = new OpaqueKey();
        assertThatThrownBy(() -> SigningKey.of(opaque, "device-1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.of")
                .hasMessageContaining("no registered provider");
    }

    @Test
    void generate_twice_givesDifferentKeysThatVerify() {
        SigningKey one = SigningKey.generate();
        SigningKey two = SigningKey.generate();

        assertThat(one.keyId()).isNotEqualTo(two.keyId()).hasSize(43);
        assertThat(two.verificationKey().verify(DATA, one.sign(DATA))).isFalse();
        assertThat(verifies(one)).isTrue();
    }

    @Test
    void toString_neverShowsTheSecret() {
        assertThat(Rfc9421Keys.ed25519().toString()).isEqualTo("SigningKey[ed25519, test-key-ed25519, ***]");
        assertThat(Rfc9421Keys.shared().toString()).doesNotContain(Rfc9421Keys.SHARED.revealText());
    }

    @Test
    void publicJwk_ofSharedSecret_isRefused() {
        assertThatThrownBy(() -> Rfc9421Keys.shared().publicJwk())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shared secret");
    }

    @Test
    void withProvider_thatLacksTheAlgorithm_isRefusedByName() {
        assertThatThrownBy(() -> Rfc9421Keys.ed25519().withProvider(Security.getProvider("SUN")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SUN makes no Ed25519 signatures");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "schlüssel", "line\nbreak"})
    void withKeyId_thatNoHeaderCanCarry_isRefused(String id) {
        SigningKey key = Rfc9421Keys.ed25519();
        assertThatThrownBy(() -> key.withKeyId(id))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.withKeyId");
    }

    static List<List<String>> unfitFiles() throws Exception {
        String ed25519 = Rfc9421Keys.ED25519_PEM;
        KeyPair pair = pair("Ed25519", 0);
        return List.of(
                List.of("", "the file is empty", "openssl genpkey"),
                List.of("  \n", "the file is empty", "openssl genpkey"),
                List.of("hello", "neither PEM nor a JWK", "-----BEGIN PRIVATE KEY-----"),
                List.of(
                        pem("PUBLIC KEY", pair.getPublic().getEncoded()),
                        "a public key where the private",
                        "private key"),
                List.of(pem("CERTIFICATE", DATA), "a certificate where the private", "private key"),
                List.of(pem("ENCRYPTED PRIVATE KEY", DATA), "encrypted", "openssl pkey -in"),
                List.of(
                        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----",
                        "encrypted",
                        "openssl pkey -in"),
                List.of(pem("EC PRIVATE KEY", DATA), "older form EC PRIVATE KEY", "openssl pkcs8 -topk8"),
                List.of(pem("OPENSSH PRIVATE KEY", DATA), "OpenSSH", "openssl genpkey"),
                List.of(pem("DH PARAMETERS", DATA), "no private key", "openssl pkcs8"),
                List.of(pem("PRIVATE KEY", DATA), "damaged", "openssl genpkey"),
                List.of(ed25519.substring(0, 60), "cut off", "Copy the file again"),
                List.of(ed25519 + ed25519, "several private keys", "Keep the one"),
                List.of(
                        pem("PRIVATE KEY", pair("RSA", 1024).getPrivate().getEncoded()),
                        "1024 bits",
                        "openssl genpkey"),
                List.of(
                        pem("PRIVATE KEY", ec("secp521r1").getPrivate().getEncoded()),
                        "another curve than P-256 and P-384",
                        "P-256"),
                List.of(pem("PRIVATE KEY", pair("X25519", 0).getPrivate().getEncoded()), "neither Ed25519", "Ed25519"),
                List.of(pem("PRIVATE KEY", pair("Ed448", 0).getPrivate().getEncoded()), "Ed25519", "openssl genpkey"),
                List.of(Rfc9421Keys.eccP256().publicJwk(), "it is a public key", "private JWK"),
                List.of("{\"keys\":[]}", "a set of keys", "one JWK"),
                List.of("{\"kty\":\"OKP\"", "not JSON", "Copy the JWK"),
                List.of("{\"kty\":\"OKP\"}", "no text member \"crv\"", "whole JWK"),
                List.of("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"d\":\"AA\"}", "\"X25519\" is not supported", "Ed25519"),
                List.of("{\"kty\":\"EC\",\"crv\":\"P-521\",\"d\":\"AA\"}", "\"P-521\" is not supported", "P-256"),
                List.of("{\"kty\":\"AKP\"}", "\"AKP\" is unknown", "OKP"),
                List.of("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"enc\",\"d\":\"AA\"}", "encryption", "signs"),
                List.of(
                        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"ES256\",\"d\":\"AA\"}",
                        "does not fit",
                        "EdDSA"),
                List.of("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"AA\"}", "has not 32 bytes", "base64url"),
                List.of("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"!!\"}", "not base64url", "base64url"),
                List.of(Rfc9421Keys.ECC_P256_JWK.replace("UpuF", "VpuF"), "do not belong", "base64url"));
    }

    @ParameterizedTest
    @MethodSource("unfitFiles")
    void load_unfitFile_saysWhatItIsAndWhatToDo(List<String> expectation) throws IOException {
        Path file = file(expectation.get(0));

        assertThatThrownBy(() -> SigningKey.load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.load(")
                .hasMessageContaining(expectation.get(1))
                .hasMessageContaining(expectation.get(2))
                .hasNoCause();
    }

    @Test
    void load_missingFileOrFolder_saysSo() {
        assertThatThrownBy(() -> SigningKey.load(folder.resolve("none.pem")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> SigningKey.load(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void load_hugeFile_isNotRead() throws IOException {
        Path file = file("x".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> SigningKey.load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("larger than 1 MiB");
    }

    /** A key as devices give them: no encoding, no members. */
    private static final class OpaqueKey implements PrivateKey {
        private static final long serialVersionUID = 1L;

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
}
