package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.error.ResponseRejectedException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged keys are refused in the documented way, whatever the damage. */
class DamagedKeyTest {

    private static final int ROUNDS = 100;

    static List<byte[]> pkcs8() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(256);
        return List.of(
                KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded(),
                ec.generateKeyPair().getPrivate().getEncoded(),
                rsa.generateKeyPair().getPrivate().getEncoded());
    }

    @ParameterizedTest
    @MethodSource("pkcs8")
    void ofPkcs8_anyByteChanged_isReadOrRefused(byte[] der) {
        Random random = new Random(5958);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged =
                    java.util.Arrays.copyOf(der, random.nextInt(4) == 0 ? random.nextInt(der.length) : der.length);
            if (damaged.length == der.length) {
                damaged[random.nextInt(Math.min(48, der.length))] = (byte) random.nextInt(256);
            }
            try {
                SigningKey.of(new RawKey(damaged), "k");
            } catch (ConfigurationException documented) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void ofPem_endLineThatSharesTheDashesOfItsBeginLine_isRefused() {
        assertThatThrownBy(() -> SigningKey.ofPem("-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void ofJwk_anyCharacterChanged_isReadOrRefusedWithoutShowingIt() {
        String secretPart = "UpuF81l-kOxbjf7T4mNSv0r5tN67Gim7rnf6EFpcYDs".substring(10);
        Random random = new Random(7517);
        for (int i = 0; i < ROUNDS; i++) {
            String damaged = damaged(Rfc9421Keys.ECC_P256_JWK, random);
            try {
                assertThat(SigningKey.ofJwk(damaged).keyId()).isNotEmpty();
            } catch (ConfigurationException documented) {
                assertThat(documented.getMessage()).doesNotContain(secretPart);
                assertThat(documented.getCause()).isNull();
            }
        }
    }

    @Test
    void ofJwks_anyCharacterChanged_isReadOrRefused() {
        String set = "{\"keys\":[" + Rfc9421Keys.eccP256().publicJwk() + ","
                + Rfc9421Keys.ed25519().publicJwk() + "]}";
        Random random = new Random(8037);
        for (int i = 0; i < ROUNDS; i++) {
            try {
                assertThat(PublicKeys.ofJwks(damaged(set, random)).keyIds()).hasSizeLessThanOrEqualTo(2);
            } catch (ResponseRejectedException documented) {
                assertThat(documented.diagnosis().remedy()).isNotEmpty();
            }
        }
    }

    private static String damaged(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        bytes[random.nextInt(bytes.length)] = (byte) (' ' + random.nextInt(95));
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** A key whose encoding is what we say. */
    private static final class RawKey implements java.security.PrivateKey {
        private static final long serialVersionUID = 1L;

        private final byte[] der;

        private RawKey(byte[] der) {
            this.der = der;
        }

        @Override
        public String getAlgorithm() {
            return "raw";
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public byte[] getEncoded() {
            return der.clone();
        }
    }
}
