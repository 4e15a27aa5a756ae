package io.govshare.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.govshare.error.ConfigurationException;
import io.govshare.error.ResponseRejectedException;

/** Nothing in the place of a key makes its reader fail otherwise than documented, or show what it read. */
class KeyReadingFuzz {

    private static final int TELLING = 24;

    private interface Reader {
        Object read(String text);
    }

    @DictionaryEntries({
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----",
        "MC4CAQAwBQYDK2VwBCIEIC",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"",
        "\",\"kid\":\"a\",\"e\":\"AQAB\"}"
    })
    @FuzzTest
    void read_anyText_isRefusedAsDocumentedAndNotShown(byte[] input) {
        String text = new String(input, ISO_8859_1);
        check(text, SigningKey::ofPem);
        check(text, SigningKey::ofJwk);
        check(text, PublicKeys::ofJwks);
    }

    private static void check(String text, Reader reader) {
        try {
            assertThat(reader.read(text)).isNotNull();
        } catch (ConfigurationException | ResponseRejectedException documented) {
            if (text.length() > TELLING) {
                assertThat(documented.toString()).doesNotContain(text);
            }
        }
    }
}
