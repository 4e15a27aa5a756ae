package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.OctetKeyPair;
import io.govshare.leaks.SharedResources;
import io.govshare.testing.TestClient.Got;
import io.govshare.testing.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes over the wire with an answer, and what faults do to it. */
@SharedResources
class AnswerTest {

    private static final String RECORDS = "/odata/cn.stats.cities";

    private static final TestClient CLIENT = new TestClient("residence-permits");
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.builder()
                .client(CLIENT.id, CLIENT.jwk())
                .dataset(Divisions.cities())
                .dataset(Divisions.provinces())
                .start();
        CLIENT.talksTo(sandbox).authenticated();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        sandbox.close();
    }

    @AfterEach
    void clear() {
        assertThat(sandbox.faults().remaining()).isZero();
    }

    @Test
    void answer_ofAnyKind_isSignedByAKeyOfThePlatform() throws Exception {
        assertThat(isSigned(CLIENT.get(RECORDS), 200, "GET", RECORDS)).isTrue();
        assertThat(isSigned(CLIENT.get(RECORDS + "('x')"), 404, "GET", RECORDS + "('x')"))
                .isTrue();
        Got unchanged = CLIENT.send(CLIENT.draft("GET", RECORDS)
                .header("If-None-Match", CLIENT.get(RECORDS).headers().get("ETag")));
        assertThat(isSigned(unchanged, 304, "GET", RECORDS)).isTrue();
        assertThat(isSigned(CLIENT.tokenFor(CLIENT.assertion(Map.of())), 200, "POST", "/token"))
                .isTrue();
    }

    @Test
    void answer_accepted_as_gzip_is_digested_and_signed_as_sent() throws Exception {
        Got plain = CLIENT.get(RECORDS);
        Got coded = CLIENT.send(CLIENT.draft("GET", RECORDS).header("Accept-Encoding", "br, gzip;q=0.5"));
        Got refused = CLIENT.send(CLIENT.draft("GET", RECORDS).header("Accept-Encoding", "gzip;q=0"));

        assertThat(coded.headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(isSigned(coded, 200, "GET", RECORDS)).isTrue();
        assertThat(unzipped(coded)).isEqualTo(plain.content().toByteArray());
        assertThat(coded.headers().get("ETag")).isNotEqualTo(plain.headers().get("ETag"));
        assertThat(refused.headers().get("Content-Encoding")).isNull();
    }

    @Test
    void fault_status_happensOnceAndOnlyWhereItIsMeant() {
        sandbox.faults()
                .next(Fault.status(503).retryAfter(Duration.ofSeconds(7)).onDataset(Divisions.CITIES));

        assertThat(CLIENT.get("/odata/cn.stats.provinces").status()).isEqualTo(200);
        Got busy = CLIENT.get(RECORDS);
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.code()).isEqualTo("busy");
        assertThat(busy.headers().get("Retry-After")).isEqualTo("7");
        assertThat(CLIENT.get(RECORDS).status()).isEqualTo(200);
    }

    @Test
    void fault_queue_isFirstInFirstOut() {
        sandbox.faults()
                .next(Fault.status(429).retryAfterDate(Duration.ofMinutes(2)))
                .next(Fault.status(500).times(2))
                .next(Fault.status(401).onPath("/odata"));

        Got limited = CLIENT.get(RECORDS);
        assertThat(limited.code()).isEqualTo("rate-limited");
        assertThat(limited.headers().getInstant("Retry-After"))
                .isAfter(Instant.now().plusSeconds(100));
        assertThat(CLIENT.get(RECORDS).code()).isEqualTo("internal");
        assertThat(CLIENT.get(RECORDS).code()).isEqualTo("internal");
        assertThat(CLIENT.get(RECORDS).code()).isEqualTo("invalid-token");
    }

    @Test
    void fault_ofTheConnection_breaksIt() {
        sandbox.faults().next(Fault.noAnswer());
        assertThatThrownBy(() -> CLIENT.get(RECORDS)).isInstanceOf(UncheckedIOException.class);
        sandbox.faults().next(Fault.cutBody());
        assertThatThrownBy(() -> CLIENT.get(RECORDS)).isInstanceOf(UncheckedIOException.class);
        assertThat(CLIENT.get(RECORDS).status()).isEqualTo(200);
    }

    @Test
    void fault_ofTheSignature_isOneThatAVerifierSees() throws Exception {
        sandbox.faults().next(Fault.wrongSignature());
        assertThat(isSigned(CLIENT.get(RECORDS), 200, "GET", RECORDS)).isFalse();
        sandbox.faults().next(Fault.unsigned());
        assertThat(CLIENT.get(RECORDS).headers().get("Signature")).isNull();

        sandbox.faults().next(Fault.changedBody());
        Got changed = CLIENT.get(RECORDS);
        assertThat(isVerified(changed, 200, "GET", RECORDS)).isTrue();
        assertThat(changed.headers().get("Content-Digest"))
                .isNotEqualTo(Draft.digest(changed.content().toByteArray()));

        sandbox.faults().next(Fault.wrongDigest());
        Got digest = CLIENT.get(RECORDS);
        assertThat(isVerified(digest, 200, "GET", RECORDS)).isTrue();
        assertThat(digest.headers().get("Content-Digest"))
                .isNotEqualTo(Draft.digest(digest.content().toByteArray()));
        assertThat(digest.json().path("value").size()).isEqualTo(100);
    }

    @Test
    void fault_ofTheContent_isWhatItsNameSays() throws Exception {
        sandbox.faults()
                .next(Fault.loginPage())
                .next(Fault.notJson())
                .next(Fault.hugeBody(3_000_000))
                .next(Fault.compressionBomb(20_000_000));

        Got login = CLIENT.get(RECORDS);
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.headers().get("Content-Type")).startsWith("text/html");
        assertThat(login.text()).contains("<form");
        Got broken = CLIENT.get(RECORDS);
        assertThat(broken.headers().get("Content-Type")).isEqualTo("application/json");
        assertThatThrownBy(broken::json).isInstanceOf(tools.jackson.core.JacksonException.class);
        Got huge = CLIENT.get(RECORDS);
        assertThat(huge.content().size()).isEqualTo(3_000_000);
        assertThat(huge.json().path("value").size()).isEqualTo(1);
        Got bomb = CLIENT.get(RECORDS);
        assertThat(bomb.content().size()).isLessThan(200_000);
        assertThat(unzipped(bomb)).hasSize(20_000_012).startsWith('{');
    }

    @Test
    void fault_ofTheNextLink_leadsAstray() {
        sandbox.faults().next(Fault.foreignNextLink()).next(Fault.loopedNextLink());

        assertThat(CLIENT.get(RECORDS).json().path("@odata.nextLink").asString(""))
                .startsWith("https://elsewhere.invalid/");
        assertThat(CLIENT.get(RECORDS).json().path("@odata.nextLink").asString(""))
                .isEqualTo(sandbox.url() + RECORDS);
    }

    @Test
    void fault_delay_isTheRightAnswerLater() {
        sandbox.faults().next(Fault.delay(Duration.ofMillis(150)));
        Instant start = Instant.now();

        assertThat(CLIENT.get(RECORDS).status()).isEqualTo(200);
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void requests_areCountedByPathWithoutKeysAndSecrets() {
        sandbox.forgetRequests();
        CLIENT.get(RECORDS + "('3501')");
        CLIENT.get(RECORDS + "('3502')");
        CLIENT.get("/catalogue/nothing");

        assertThat(sandbox.requestCounts()).isEqualTo(Map.of(RECORDS + "(…)", 2L, "/catalogue/nothing", 1L));
        assertThat(sandbox.requestCount("/odata")).isEqualTo(2);
        SandboxRequest last = sandbox.requests().get(2);
        assertThat(last.status()).isEqualTo(404);
        assertThat(last.code()).isEqualTo("unknown-dataset");
        assertThat(last.headers())
                .containsEntry("authorization", List.of("***"))
                .containsKey("signature-input");
        assertThat(sandbox.requests().toString()).doesNotContain(CLIENT.token(), "'3501'");
    }

    private static byte[] unzipped(Got got) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(got.content().toByteArray())).readAllBytes();
    }

    private static boolean isSigned(Got got, int status, String method, String path) throws Exception {
        return got.status() == status
                && Draft.digest(got.content().toByteArray())
                        .equals(got.headers().get("Content-Digest"))
                && isVerified(got, status, method, path);
    }

    /** Verifies as docs/protocol.md says, with the key of the JWKS. */
    private static boolean isVerified(Got got, int status, String method, String path) throws Exception {
        Matcher input = Pattern.compile("sig1=(\\(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req\\)"
                        + ";created=(\\d+);keyid=\"([^\"]+)\";alg=\"ed25519\";tag=\"govshare\")")
                .matcher(String.valueOf(got.headers().get("Signature-Input")));
        assertThat(input.matches())
                .as("Signature-Input %s", got.headers().get("Signature-Input"))
                .isTrue();
        String base = "\"@status\": " + status
                + "\n\"content-digest\": " + got.headers().get("Content-Digest")
                + "\n\"@method\";req: " + method
                + "\n\"@target-uri\";req: " + sandbox.url() + path
                + "\n\"@signature-params\": " + input.group(1);
        String signature = String.valueOf(got.headers().get("Signature"));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(platformKey(input.group(3)));
        verifier.update(base.getBytes(StandardCharsets.UTF_8));
        return verifier.verify(
                Base64.getDecoder().decode(signature.substring("sig1=:".length(), signature.length() - 1)));
    }

    private static PublicKey platformKey(String keyid) throws Exception {
        Got jwks = CLIENT.send(CLIENT.draft("GET", "/jwks").unsigned());
        OctetKeyPair jwk = OctetKeyPair.parse(jwks.json().path("keys").path(0).toString());
        assertThat(jwk.getKeyID()).isEqualTo(keyid);
        byte[] point = jwk.getDecodedX();
        boolean odd = (point[31] & 0x80) != 0;
        point[31] &= 0x7f;
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = point[31 - i];
        }
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new java.math.BigInteger(1, bigEndian))));
    }
}
