package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeysTest {

    private static final byte[] DATA = {1, 2, 3};

    private static PublicKeys keys(String... jwks) {
        return PublicKeys.ofJwks("{\"keys\":[" + String.join(",", jwks) + "]}");
    }

    @Test
    void ofJwks_severalKinds_findsEachByItsId() {
        SigningKey ed25519 = SigningKey.generate();
        PublicKeys keys = keys(ed25519.publicJwk(), Rfc9421Keys.eccP256().publicJwk());

        assertThat(keys.keyIds()).containsExactlyInAnyOrder(ed25519.keyId(), "test-key-ecc-p256");
        VerificationKey found = keys.find(ed25519.keyId()).orElseThrow();
        assertThat(found.algorithm()).isEqualTo(SignatureAlgorithm.ED25519);
        assertThat(found.verify(DATA, ed25519.sign(DATA))).isTrue();
        assertThat(found.verify(DATA, Rfc9421Keys.eccP256().sign(DATA))).isFalse();
        assertThat(found.verify(DATA, new byte[3])).isFalse();
        assertThat(keys.find("test-key-ecc-p256").orElseThrow().verify(DATA, new byte[3]))
                .isFalse();
    }

    @Test
    void ofJwks_keyWithoutKid_isNamedByItsThumbprint() {
        PublicKeys keys =
                keys("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

        assertThat(keys.keyIds()).containsExactly("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void ofJwks_keysThatAreNotUnderstood_areLeftOutAndExplained() {
        PublicKeys keys = keys(
                "{\"kty\":\"EC\",\"crv\":\"P-521\",\"kid\":\"big\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"off\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"c2VjcmV0\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"short\",\"x\":\"AA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"none\",\"x\":\"__________________________________________8\"}",
                "{}",
                "5");

        assertThat(keys.keyIds()).isEmpty();
        assertThat(keys.absence("big")).contains("cannot be used", "P-521");
        assertThat(keys.absence("off")).contains("no valid key");
        assertThat(keys.absence("shared")).contains("shared secret");
        assertThat(keys.absence("short")).contains("no valid key");
        assertThat(keys.absence("none")).contains("no valid key");
        assertThat(keys.absence("other")).isEqualTo("is not in the key set");
    }

    @Test
    void ofJwks_twoKeysOfOneId_neitherIsUsed() {
        String one = SigningKey.generate().withKeyId("k").publicJwk();
        String two = SigningKey.generate().withKeyId("k").publicJwk();

        assertThat(keys(one, two).find("k")).isEmpty();
        assertThat(keys(one, two, one).absence("k")).isEqualTo("is published twice");
        assertThat(keys(one, two, one).find("k")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "<html>",
                "{\"keys\":[]",
                "{\"keys\":[]} x",
                "{\"keys\":[],\"keys\":[]}"
            })
    void ofJwks_noKeySet_isRefused(String text) {
        assertThatThrownBy(() -> PublicKeys.ofJwks(text))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("key set (JWKS)");
    }
}
