package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are somewhere else: in a key management service. */
class ForeignSignerTest {

    private static final byte[] DATA = {1, 2, 3};

    private static KeyPair pair(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static Signer service(PrivateKey key, String algorithm) {
        return data -> {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "secp256r1, SHA256withECDSA, ECDSA_P256_SHA256, ES256",
        "secp256r1, SHA256withECDSAinP1363Format, ECDSA_P256_SHA256, ES256",
        "secp384r1, SHA384withECDSA, ECDSA_P384_SHA384, ES384"
    })
    void sign_byEcdsaOfAService_isInTheFormOfHttpSignatures(
            String curve, String jca, SignatureAlgorithm algorithm, String jose) throws Exception {
        KeyPair pair = pair(curve);
        SigningKey key = SigningKey.of("kms-1", algorithm, service(pair.getPrivate(), jca))
                .withPublicKey(pair.getPublic());

        // Often enough that r and s come with a leading zero and without, and short.
        for (int i = 0; i < 300; i++) {
            assertThat(key.verificationKey().verify(DATA, key.sign(DATA))).isTrue();
        }
        assertThat(key.keyId()).isEqualTo("kms-1");
        assertThat(key.joseAlgorithms()).containsExactly(jose);
        assertThat(key.verificationKey().verify(DATA, key.sign(jose, DATA))).isTrue();
    }

    @Test
    void sign_whenTheServiceFails_isACredentialExceptionWithItsCause() {
        IOException why = new IOException("the service is away");
        SigningKey key = SigningKey.of("kms-1", SignatureAlgorithm.ED25519, data -> {
            throw why;
        });

        assertThatThrownBy(() -> key.sign(DATA))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("Signing with key kms-1 (ed25519) failed: IOException")
                .hasMessageContaining("reachable")
                .hasCause(why);
    }

    @Test
    void sign_whenInterrupted_leavesTheThreadInterrupted() {
        SigningKey key = SigningKey.of("kms-1", SignatureAlgorithm.ED25519, data -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> key.sign(DATA)).isInstanceOf(CredentialException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"''", "00", "3006020101020101", "30060201010201", "3008020101020102ff00", "ff06020101020101"})
    void sign_byNoEcdsaSignature_isACredentialException(String hex) {
        byte[] made = java.util.HexFormat.of().parseHex(hex);
        SigningKey key = SigningKey.of("kms-1", SignatureAlgorithm.ECDSA_P256_SHA256, data -> made);

        assertThatThrownBy(() -> key.sign(DATA)).isInstanceOf(CredentialException.class);
    }

    @Test
    void withPublicKey_ofAnotherKind_isRefused() throws Exception {
        SigningKey key = SigningKey.of("kms-1", SignatureAlgorithm.ED25519, data -> data);

        assertThatThrownBy(key::publicJwk)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("does not show its public half");
        KeyPair other = pair("secp256r1");
        assertThatThrownBy(() -> key.withPublicKey(other.getPublic()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SigningKey.withPublicKey: the public key does not belong to the key kms-1");
        assertThatThrownBy(() -> key.withProvider(Security.getProvider("SUN")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SUN makes no Ed25519 signatures");
    }
}
