package io.govshare.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.SignatureCheck.Result;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.spec.ECPoint;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures and keys as somebody makes them who wants to be believed, or to keep us busy. */
class HostileSignatureTest {

    private static final byte[] DATA = "what is signed".getBytes(US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    /** What verifies, by whichever provider. */
    private static VerificationKey verifier(SignatureAlgorithm algorithm, SigningKey key) throws Exception {
        assertThat(key.algorithm()).isEqualTo(algorithm);
        return VerificationKey.of(Jwk.parse(key.publicJwk()));
    }

    static Stream<Arguments> curves() {
        return Stream.of(
                Arguments.of(SignatureAlgorithm.ECDSA_P256_SHA256, "P-256"),
                Arguments.of(SignatureAlgorithm.ECDSA_P384_SHA384, "P-384"));
    }

    private static SigningKey onCurve(String name) throws Exception {
        Curve curve = Curve.named(name);
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(curve.parameters());
        return SigningKey.of(pairs.generateKeyPair().getPrivate(), "k");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("curves")
    void verify_ecdsaOutsideItsRange_neverHolds(SignatureAlgorithm algorithm, String name) throws Exception {
        SigningKey key = onCurve(name);
        VerificationKey verifier = verifier(algorithm, key);
        int length = Curve.named(name).length();
        byte[] order = PublicHalf.fixed(Curve.named(name).parameters().getOrder(), length);
        byte[] good = key.sign(DATA);

        assertThat(verifier.verify(DATA, good)).isTrue();
        for (byte[] number : new byte[][] {new byte[length], order}) {
            byte[] both = Arrays.copyOf(number, 2 * length);
            System.arraycopy(number, 0, both, length, length);
            byte[] first = good.clone();
            System.arraycopy(number, 0, first, 0, length);
            byte[] second = good.clone();
            System.arraycopy(number, 0, second, length, length);

            assertThat(List.of(both, first, second)).allSatisfy(bad -> {
                assertThat(algorithm.fits(bad)).isFalse();
                assertThat(verifier.verify(DATA, bad)).isFalse();
            });
        }
        assertThat(algorithm.fits(Arrays.copyOf(good, 2 * length - 2))).isFalse();
        assertThat(algorithm.fits(Arrays.copyOf(good, 2 * length + 2))).isFalse();
    }

    @Test
    void verify_ed25519WithBytesBehindItOrAnotherSpellingOfItsNumber_neverHolds() throws Exception {
        SigningKey key = SigningKey.generate();
        byte[] good = key.sign(DATA);
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] otherwise = good.clone();
        BigInteger s = new BigInteger(1, PublicHalf.reversed(Arrays.copyOfRange(good, 32, 64)));
        System.arraycopy(PublicHalf.reversed(PublicHalf.fixed(s.add(order), 32)), 0, otherwise, 32, 32);

        VerificationKey usual = verifier(SignatureAlgorithm.ED25519, key);

        assertThat(usual.verify(DATA, good)).isTrue();
        assertThat(usual.verify(DATA, otherwise)).isFalse();
        for (int length : new int[] {0, 63, 65, 128}) {
            assertThat(usual.verify(DATA, Arrays.copyOf(good, length))).isFalse();
            assertThat(SignatureAlgorithm.ED25519.fits(Arrays.copyOf(good, length)))
                    .as("the JDK's own lets %s bytes pass", length)
                    .isFalse();
        }
    }

    private static String jwk(String members) {
        return "{\"keys\":[{\"kid\":\"k\"," + members + "}]}";
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void ofJwks_keyThatAnySignatureFits_isNotUsed() {
        String modulus = url(PublicHalf.fixed(BigInteger.TWO.pow(2048).subtract(BigInteger.ONE), 256));
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        byte[] noPoint = new byte[32];
        Arrays.fill(noPoint, (byte) 0xff);
        noPoint[31] = 0x7f;

        assertThat(Stream.of(
                        "\"kty\":\"RSA\",\"e\":\"AQ\",\"n\":\"" + modulus + "\"",
                        "\"kty\":\"RSA\",\"e\":\"Ag\",\"n\":\"" + modulus + "\"",
                        "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + url(new byte[32]) + "\"",
                        "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + url(noPoint) + "\"",
                        "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + url(neutral) + "\"",
                        "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"",
                        "\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AQ\",\"y\":\"AQ\""))
                .allSatisfy(members ->
                        assertThat(PublicKeys.ofJwks(jwk(members)).find("k")).isEmpty());
    }

    /** The JDK does not look; Bouncy Castle does, but need not be there. */
    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384"})
    void publicKey_pointBesideTheCurve_isRefusedWhateverTheProvider(String name) {
        ECPoint beside = new ECPoint(BigInteger.ONE, BigInteger.ONE);

        assertThatThrownBy(() -> Curve.named(name).publicKey(beside)).hasMessageContaining("not on the curve " + name);
    }

    @Test
    void ofJwks_moreKeysThanAnybodyHas_isRefused() {
        String set = IntStream.rangeClosed(0, PublicKeys.MOST)
                .mapToObj(i -> "{\"kid\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));

        assertThatThrownBy(() -> PublicKeys.ofJwks(set))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("1001 keys");
    }

    private static SignatureCheck checked(String input, String signature) {
        Answer answer = Answer.whole(
                Request.get("https://share.example.gov/odata"),
                200,
                Headers.of("Signature-Input", input, "Signature", signature),
                new byte[0]);
        return MessageVerifier.of(id -> Optional.empty(), SignatureRequirements.ANSWER)
                .verify(answer, NOW);
    }

    private static String many(IntFunction<String> one, String between) {
        return IntStream.range(0, 30_000).mapToObj(one).collect(Collectors.joining(between));
    }

    @Test
    void verify_fieldsThatOnlyKeepUsBusy_areNotRead() {
        String parameters = ";created=1;keyid=\"k\";tag=\"govshare\"";

        assertThat(Stream.of(
                        checked("s=(" + many(i -> "\"x" + i + "\"", " ") + ")" + parameters, "s=:AA==:"),
                        checked("s=(\"@status\"" + many(i -> ";x" + i, "") + ")" + parameters, "s=:AA==:"),
                        checked(many(i -> "s" + i + "=()" + parameters, ", "), "s=:AA==:"),
                        checked("s=()" + parameters, many(i -> "s" + i + "=:AA==:", ", "))))
                .allSatisfy(check -> {
                    assertThat(check.result()).isEqualTo(Result.REJECTED);
                    assertThat(check.reason()).contains("more than 16384 characters");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyid", "nonce", "tag", "alg"})
    void verify_parameterThatIsNoName_isRefusedAndNotRepeated(String parameter) {
        String tag = parameter.equals("tag") ? "" : ";tag=\"govshare\"";
        Answer answer = Answer.whole(
                Request.get("https://share.example.gov/odata"),
                200,
                Headers.of(
                        "Signature-Input",
                        "s=();created=1;" + parameter + "=\"" + "x".repeat(257) + "\"" + tag,
                        "Signature",
                        "s=:AA==:"),
                new byte[0]);

        SignatureCheck check = MessageVerifier.of(
                        id -> Optional.empty(),
                        SignatureRequirements.covering(Components.NONE).build())
                .verify(answer, NOW);

        assertThat(check.result()).isEqualTo(Result.REJECTED);
        assertThat(check.reason()).contains(parameter + " of more than 256 characters");
    }

    @Test
    void verify_manyLabels_areCountedAndNotRepeated() {
        String inputs = IntStream.range(0, 500).mapToObj(i -> "s" + i + "=()").collect(Collectors.joining(", "));

        assertThat(checked(inputs, "s=:AA==:").reason())
                .contains("(500 of them)")
                .hasSizeLessThan(100);
    }
}
