package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.SignatureCheck.Result;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of RFC 9421 Appendix B.2, and that of §3.1: each gives the base printed there, and its signature verifies. */
class Rfc9421VectorsTest {

    private static final Instant CREATED = Instant.ofEpochSecond(1618884473);

    private static final Request REQUEST = PrintedMessages.request("""
            POST /foo?param=Value&Pet=dog HTTP/1.1
            Host: example.com
            Date: Tue, 20 Apr 2021 02:07:55 GMT
            Content-Type: application/json
            Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRw\
            EmTHWXvJwew==:
            Content-Length: 18

            {"hello": "world"}\
            """);

    private static final Answer ANSWER = PrintedMessages.answer(REQUEST, """
                HTTP/1.1 200 OK
                Date: Tue, 20 Apr 2021 02:07:56 GMT
                Content-Type: application/json
                Content-Digest: sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0r\
                jJuahq4l5aGgfLQ==:
                Content-Length: 23

                {"message": "good dog"}\
                """);

    /**
     * A signature as it is printed.
     *
     * @param fields the two header fields
     * @param base the signature base
     */
    private record Vector(SigningKey key, String fields, String base) {

        Headers headers() {
            return PrintedMessages.headers(fields);
        }

        @Override
        public String toString() {
            return fields.substring(fields.indexOf(' ') + 1, fields.indexOf('='));
        }
    }

    private static final Vector B21 = new Vector(Rfc9421Keys.rsaPss(), """
                Signature-Input: sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp\
                .yemd"
                Signature: sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U\
                7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rg\
                FWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5Tmc\
                AnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:\
                """, """
                "@signature-params": ();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yem\
                d"\
                """);

    private static final Vector B22 = new Vector(Rfc9421Keys.rsaPss(), """
                Signature-Input: sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=16188\
                84473;keyid="test-key-rsa-pss";tag="header-example"
                Signature: sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N\
                4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEf\
                Y17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5r\
                SV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==:\
                """, """
                "@authority": example.com
                "content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyeal\
                dVLvRwEmTHWXvJwew==:
                "@query-param";name="Pet": dog
                "@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=161888447\
                3;keyid="test-key-rsa-pss";tag="header-example"\
                """);

    private static final Vector B23 = new Vector(Rfc9421Keys.rsaPss(), """
                Signature-Input: sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content\
                -digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"
                Signature: sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVx\
                FkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvK\
                iLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8\
                LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:\
                """, """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@method": POST
                "@path": /foo
                "@query": ?param=Value&Pet=dog
                "@authority": example.com
                "content-type": application/json
                "content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyeal\
                dVLvRwEmTHWXvJwew==:
                "content-length": 18
                "@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-dig\
                est" "content-length");created=1618884473;keyid="test-key-rsa-pss"\
                """);

    private static final Vector B24 = new Vector(Rfc9421Keys.eccP256(), """
                Signature-Input: sig-b24=("@status" "content-type" "content-digest" "content-length");created=16\
                18884473;keyid="test-key-ecc-p256"
                Signature: sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkL\
                Ij+32oiasw==:\
                """, """
                "@status": 200
                "content-type": application/json
                "content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU\
                0rjJuahq4l5aGgfLQ==:
                "content-length": 23
                "@signature-params": ("@status" "content-type" "content-digest" "content-length");created=161888\
                4473;keyid="test-key-ecc-p256"\
                """);

    private static final Vector B25 = new Vector(Rfc9421Keys.shared(), """
                Signature-Input: sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-sha\
                red-secret"
                Signature: sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:\
                """, """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@authority": example.com
                "content-type": application/json
                "@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-\
                secret"\
                """);

    private static final Vector B26 = new Vector(Rfc9421Keys.ed25519(), """
                Signature-Input: sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")\
                ;created=1618884473;keyid="test-key-ed25519"
                Signature: sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lI\
                p5WPpBKRCw==:\
                """, """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@method": POST
                "@path": /foo
                "@authority": example.com
                "content-type": application/json
                "content-length": 18
                "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");cre\
                ated=1618884473;keyid="test-key-ed25519"\
                """);

    private static final Vector SECTION_31 = new Vector(Rfc9421Keys.rsaPss(), """
                Signature-Input: sig1=("@method" "@authority" "@path" "content-digest" "content-length" "content\
                -type");created=1618884473;keyid="test-key-rsa-pss"
                Signature: sig1=:HIbjHC5rS0BYaa9v4QfD4193TORw7u9edguPh0AW3dMq9WImrlFrCGUDih47vAxi4L2YRZ3XMJc1uOK\
                k/J0ZmZ+wcta4nKIgBkKq0rM9hs3CQyxXGxHLMCy8uqK488o+9jrptQ+xFPHK7a9sRL1IXNaagCNN3ZxJsYapFj+JXbmaI5r\
                tAdSfSvzPuBCh+ARHBmWuNo1UzVVdHXrl8ePL4cccqlazIJdC4QEjrF+Sn4IxBQzTZsL9y9TP5FsZYzHvDqbInkTNigBcE9c\
                KOYNFCn4D/WM7F6TNuZO9EgtzepLWcjTymlHzK7aXq6Am6sfOrpIC49yXjj3ae6HRalVc/g==:\
                """, """
                "@method": POST
                "@authority": example.com
                "@path": /foo
                "content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyeal\
                dVLvRwEmTHWXvJwew==:
                "content-length": 18
                "content-type": application/json
                "@signature-params": ("@method" "@authority" "@path" "content-digest" "content-length" "content-\
                type");created=1618884473;keyid="test-key-rsa-pss"\
                """);

    static List<Vector> vectors() {
        return List.of(B21, B22, B23, B24, B25, B26, SECTION_31);
    }

    static List<Vector> deterministic() {
        return List.of(B25, B26);
    }

    private static SignatureCheck verify(Vector vector, Request request, int status) {
        MessageVerifier verifier = MessageVerifier.of(
                VerificationKeys.of(vector.key().verificationKey()),
                SignatureRequirements.covering(Components.NONE)
                        .label(vector.toString())
                        .build());
        return vector.base().contains("@status")
                ? verifier.verify(
                        Answer.whole(request, status, ANSWER.headers().with(vector.headers()), ANSWER.bytes()), CREATED)
                : verifier.verify(request.with(request.headers().with(vector.headers())), CREATED);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void verify_asPrinted_givesTheBaseOfTheRfcAndHolds(Vector vector) {
        SignatureCheck check = verify(vector, REQUEST, 200);
        SignatureEvidence evidence = check.evidence();

        assertThat(check.reason()).isEmpty();
        assertThat(evidence).isNotNull();
        assertThat(evidence.base()).asString(StandardCharsets.US_ASCII).isEqualTo(vector.base());
        assertThat(check.parameters().created()).isEqualTo(CREATED);
        assertThat(check.parameters().keyId()).isEqualTo(vector.key().keyId());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void verify_coveredPartChanged_isRejected(Vector vector) {
        Request changed = Request.of("PUT", "https://example.org/bar?param=value&Pet=cat", REQUEST.body())
                .with(Headers.of(
                        "Date", "Tue, 20 Apr 2021 02:07:57 GMT", "Content-Type", "text/plain", "Content-Length", "19"))
                .with("Content-Digest", ContentDigest.of(new byte[0]));
        boolean coversNothing = vector.equals(B21);

        assertThat(verify(vector, changed, 404).result()).isEqualTo(coversNothing ? Result.VERIFIED : Result.REJECTED);
    }

    @ParameterizedTest
    @MethodSource("deterministic")
    void sign_deterministicAlgorithm_reproducesTheBytesOfTheRfc(Vector vector) {
        byte[] made = vector.key().sign(vector.base().getBytes(StandardCharsets.US_ASCII));

        assertThat(vector.headers().first("Signature").orElseThrow().strip())
                .isEqualTo(vector + "=:" + Base64.getEncoder().encodeToString(made) + ":");
    }

    @Test
    void sign_ed25519WithTheProviderOfTheJdk_reproducesTheBytesToo() {
        byte[] base = B26.base().getBytes(StandardCharsets.US_ASCII);

        assertThat(Rfc9421Keys.ed25519()
                        .withProvider(Security.getProvider("SunEC"))
                        .sign(base))
                .isEqualTo(Rfc9421Keys.ed25519().sign(base));
    }

    @Test
    void contentDigests_areThoseOfTheContents() {
        assertThat(ContentDigest.verify(ANSWER.headers().get("Content-Digest"), ANSWER.bytes())
                        .result())
                .isEqualTo(ContentDigest.Check.Result.VERIFIED);
    }
}
