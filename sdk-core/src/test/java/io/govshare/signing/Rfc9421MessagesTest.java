package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Answer;
import io.govshare.http.Request;
import io.govshare.signing.SignatureCheck.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signed messages of RFC 9421 §2.4, §4.3, B.3 and B.4: answers bound to requests, proxies, and what they change. */
class Rfc9421MessagesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1618884480);

    private static final String ASKED = """
            POST /foo?param=Value&Pet=dog HTTP/1.1
            Host: example.com
            Date: Tue, 20 Apr 2021 02:07:55 GMT
            Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRw\
            EmTHWXvJwew==:
            Content-Type: application/json
            Content-Length: 18

            {"hello": "world"}\
            """;

    private static final String ANSWERED = """
            HTTP/1.1 503 Service Unavailable
            Date: Tue, 20 Apr 2021 02:07:56 GMT
            Content-Type: application/json
            Content-Length: 62
            Content-Digest: sha-512=:0Y6iCBzGg5rZtoXS95Ijz03mslf6KAMCloESHObfwnHJDbkkWWQz6PhhU9kxsTbARtY2PTBOzq2\
            4uJFpHsMuAg==:
            Signature-Input: reqres=("@status" "content-digest" "content-type" "@authority";req "@method";req "@\
            path";req "content-digest";req);created=1618884479;keyid="test-key-ecc-p256"
            Signature: reqres=:dMT/A/76ehrdBTD/2Xx8QuKV6FoyzEP/I9hdzKN8LQJLNgzU4W767HK05rx1i8meNQQgQPgQp8wq2ive3\
            tV5Ag==:

            {"busy": true, "message": "Your call is very important to us"}\
            """;

    private static final String ASKED_SIGNED = """
            POST /foo?param=Value&Pet=dog HTTP/1.1
            Host: example.com
            Date: Tue, 20 Apr 2021 02:07:55 GMT
            Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRw\
            EmTHWXvJwew==:
            Content-Type: application/json
            Content-Length: 18
            Signature-Input: sig1=("@method" "@authority" "@path" "@query" "content-digest" "content-type" "cont\
            ent-length");created=1618884475;keyid="test-key-rsa-pss"
            Signature: sig1=:e8UJ5wMiRaonlth5ERtE8GIiEH7Akcr493nQ07VPNo6y3qvjdKt0fo8VHO8xXDjmtYoatGYBGJVlMfIp06e\
            VMEyNW2I4vN7XDAz7m5v1108vGzaDljrd0H8+SJ28g7bzn6h2xeL/8q+qUwahWA/JmC8aOC9iVnwbOKCc0WSrLgWQwTY6VLp42Qt\
            7jjhYT5W7/wCvfK9A1VmHH1lJXsV873Z6hpxesd50PSmO+xaNeYvDLvVdZlhtw5PCtUYzKjHqwmaQ6DEuM8udRjYsoNqp2xZKcuC\
            O1nKc0V3RjpqMZLuuyVbHDAbCzr0pg2d2VM/OC33JAU7meEjjaNz+d7LWPg==:

            {"hello": "world"}\
            """;

    private static final String ANSWERED_SIGNED = """
            HTTP/1.1 503 Service Unavailable
            Date: Tue, 20 Apr 2021 02:07:56 GMT
            Content-Type: application/json
            Content-Length: 62
            Content-Digest: sha-512=:0Y6iCBzGg5rZtoXS95Ijz03mslf6KAMCloESHObfwnHJDbkkWWQz6PhhU9kxsTbARtY2PTBOzq2\
            4uJFpHsMuAg==:
            Signature-Input: reqres=("@status" "content-digest" "content-type" "@authority";req "@method";req "@\
            path";req "@query";req "content-digest";req "content-type";req "content-length";req);created=1618884\
            479;keyid="test-key-ecc-p256"
            Signature: reqres=:C73J41GVKc+TYXbSobvZf0CmNcptRiWN+NY1Or0A36ISg6ymdRN6ZgR2QfrtopFNzqAyv+CeWrMsNbcV2\
            Ojsgg==:

            {"busy": true, "message": "Your call is very important to us"}\
            """;

    private static final String THROUGH_PROXY = """
            POST /foo?param=Value&Pet=dog HTTP/1.1
            Host: origin.host.internal.example
            Date: Tue, 20 Apr 2021 02:07:56 GMT
            Content-Type: application/json
            Content-Length: 18
            Forwarded: for=192.0.2.123;host=example.com;proto=https
            Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRw\
            EmTHWXvJwew==:
            Signature-Input: sig1=("@method" "@authority" "@path" "content-digest" "content-type" "content-lengt\
            h");created=1618884475;keyid="test-key-ecc-p256", proxy_sig=("@method" "@authority" "@path" "content\
            -digest" "content-type" "content-length" "forwarded");created=1618884480;keyid="test-key-rsa";alg="r\
            sa-v1_5-sha256";expires=1618884540
            Signature: sig1=:X5spyd6CFnAG5QnDyHfqoSNICd+BUP4LYMz2Q0JXlb//4Ijpzp+kve2w4NIyqeAuM7jTDX+sNalzA8ESSaH\
            D3A==:, proxy_sig=:S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRP\
            z+MjniOaYmdkDcnL9cCpXJleXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7L\
            B5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/v\
            fJvye+YuI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzirrswsE1w5o0LV/g==:


            {"hello": "world"}\
            """;

    private static final String THROUGH_PROXY_BASE = """
            "@method": POST
            "@authority": origin.host.internal.example
            "@path": /foo
            "content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLv\
            RwEmTHWXvJwew==:
            "content-type": application/json
            "content-length": 18
            "forwarded": for=192.0.2.123;host=example.com;proto=https
            "@signature-params": ("@method" "@authority" "@path" "content-digest" "content-type" "content-length\
            " "forwarded");created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";expires=1618884540\
            """;

    private static final String TERMINATED = """
            POST /foo?param=Value&Pet=dog HTTP/1.1
            Host: service.internal.example
            Date: Tue, 20 Apr 2021 02:07:55 GMT
            Content-Type: application/json
            Content-Length: 18
            Client-Cert: :MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBg\
            NVBAMMEkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEw\
            YHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzk\
            JiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBs\
            AwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/\
            r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:
            Signature-Input: ttrp=("@path" "@query" "@method" "@authority" "client-cert");created=1618884473;key\
            id="test-key-ecc-p256"
            Signature: ttrp=:xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgm\
            izw==:

            {"hello": "world"}\
            """;

    private static final String TERMINATED_BASE = """
            "@path": /foo
            "@query": ?param=Value&Pet=dog
            "@method": POST
            "@authority": service.internal.example
            "client-cert": :MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZ\
            BgNVBAMMEkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkw\
            EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcG\
            zkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMC\
            BsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHd\
            a/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:
            "@signature-params": ("@path" "@query" "@method" "@authority" "client-cert");created=1618884473;keyi\
            d="test-key-ecc-p256"\
            """;

    private static final String TRANSFORM = """
            GET /demo?name1=Value1&Name2=value2 HTTP/1.1
            Host: example.org
            Date: Fri, 15 Jul 2022 14:24:55 GMT
            Accept: application/json
            Accept: */*
            Signature-Input: transform=("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-\
            key-ed25519"
            Signature: transform=:ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m\
            0pmj3NDA==:\
            """;

    private static SignatureCheck check(SigningKey key, String label, Request request) {
        return verifier(key, label).verify(request, NOW);
    }

    private static MessageVerifier verifier(SigningKey key, String label) {
        return MessageVerifier.of(
                VerificationKeys.of(key.verificationKey()),
                SignatureRequirements.covering(Components.NONE).label(label).build());
    }

    private static String base(SignatureCheck check) {
        SignatureEvidence evidence = check.evidence();
        return evidence == null ? check.reason() : new String(evidence.base(), StandardCharsets.US_ASCII);
    }

    @Test
    void section24_answerThatCoversPartsOfItsRequest_verifies() {
        Answer answer = PrintedMessages.answer(PrintedMessages.request(ASKED), ANSWERED);
        SignatureCheck check = verifier(Rfc9421Keys.eccP256(), "reqres").verify(answer, NOW);

        assertThat(check.reason()).isEmpty();
        assertThat(base(check))
                .contains("\n\"@authority\";req: example.com\n\"@method\";req: POST\n\"@path\";req: /foo\n");
    }

    @Test
    void section24_answerToASignedRequest_verifiesAndIsBoundToIt() {
        Request request = PrintedMessages.request(ASKED_SIGNED);
        MessageVerifier verifier = verifier(Rfc9421Keys.eccP256(), "reqres");
        Answer answer = PrintedMessages.answer(request, ANSWERED_SIGNED);
        Request other = PrintedMessages.request(ASKED_SIGNED.replace("Pet=dog", "Pet=cat"));

        assertThat(check(Rfc9421Keys.rsaPss(), "sig1", request).reason()).isEmpty();
        assertThat(verifier.verify(answer, NOW).reason()).isEmpty();
        assertThat(verifier.verify(PrintedMessages.answer(other, ANSWERED_SIGNED), NOW)
                        .result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void section43_signatureOfTheProxy_verifiesBesideThatOfTheClient() {
        Request request = PrintedMessages.request(THROUGH_PROXY);
        SigningKey proxy = Rfc9421Keys.rsa();
        SignatureCheck check = check(proxy, "proxy_sig", request);

        assertThat(check.reason()).isEmpty();
        assertThat(base(check)).isEqualTo(THROUGH_PROXY_BASE);
        assertThat(check.parameters().alg()).isEqualTo("rsa-v1_5-sha256");
        assertThat(check.parameters().expires()).isEqualTo(Instant.ofEpochSecond(1618884540));
        assertThat(request.headers().joined("Signature"))
                .contains("proxy_sig=:"
                        + Base64.getEncoder()
                                .encodeToString(proxy.sign(THROUGH_PROXY_BASE.getBytes(StandardCharsets.US_ASCII)))
                        + ":");
    }

    @Test
    void section43_signatureOfTheClient_holdsForWhatItSentOnly() {
        Request received = PrintedMessages.request(THROUGH_PROXY);
        Request sent = PrintedMessages.request(THROUGH_PROXY.replace("origin.host.internal.example", "example.com"));

        assertThat(check(Rfc9421Keys.eccP256(), "sig1", sent).reason()).isEmpty();
        assertThat(check(Rfc9421Keys.eccP256(), "sig1", received).result()).isEqualTo(Result.REJECTED);
    }

    @Test
    void b3_certificateThatAProxyAddedAndSigned_verifies() {
        Request request = PrintedMessages.request(TERMINATED);
        SignatureCheck check = check(Rfc9421Keys.eccP256(), "ttrp", request);

        assertThat(check.reason()).isEmpty();
        assertThat(base(check)).isEqualTo(TERMINATED_BASE);
        assertThat(check(Rfc9421Keys.eccP256(), "ttrp", request.with("Client-Cert", ":AAAA:"))
                        .result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void b4_asSent_verifiesAndReproducesTheBytes() {
        SignatureCheck check = check(Rfc9421Keys.ed25519(), "transform", PrintedMessages.request(TRANSFORM));
        SignatureEvidence evidence = check.evidence();

        assertThat(check.reason()).isEmpty();
        assertThat(evidence).isNotNull();
        assertThat(base(check)).isEqualTo("""
                    "@method": GET
                    "@path": /demo
                    "@authority": example.org
                    "accept": application/json, */*
                    "@signature-params": ("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-key-ed\
                    25519"\
                    """);
        assertThat(Rfc9421Keys.ed25519().sign(evidence.base())).isEqualTo(evidence.signature());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value2 HTTP/1.1|value2&param=added HTTP/1.1",
                "Accept: */*\n|Accept: */*\nAccept-Language: en-US,en;q=0.5\n",
                "Date: Fri, 15 Jul 2022 14:24:55 GMT\n|Referer: https://developer.example.org/demo\n",
                "Accept: application/json\nAccept: */*\n|Accept: application/json, */*\n",
                "Host: example.org\nDate: Fri, 15 Jul 2022 14:24:55 GMT\n|Date: Fri, 15 Jul 2022 14:24:55 GMT\nHost: example.org\n"
            })
    void b4_changedInWhatIsNotCovered_stillVerifies(String change) {
        assertThat(check(Rfc9421Keys.ed25519(), "transform", transformed(change))
                        .reason())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /demo|POST /demo",
                "Host: example.org|Host: example.com",
                "Accept: application/json\nAccept: */*\n|Accept: */*\nAccept: application/json\n"
            })
    void b4_changedInWhatIsCovered_isRejected(String change) {
        assertThat(check(Rfc9421Keys.ed25519(), "transform", transformed(change))
                        .result())
                .isEqualTo(Result.REJECTED);
    }

    private static Request transformed(String change) {
        String[] fromTo = change.split("\\|", -1);
        assertThat(TRANSFORM).contains(fromTo[0]);
        return PrintedMessages.request(TRANSFORM.replace(fromTo[0], fromTo[1]));
    }
}
